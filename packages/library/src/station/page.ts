import { type Device, type DeviceId, Fault } from '@quietport/core';

/** So many devices behind the one that a cursor names, and the cursor of the page after them. Throws `request/bad-cursor`. */
export function pageOf(
  devices: readonly Device[],
  most: number,
  cursor: DeviceId | undefined,
): { readonly devices: readonly Device[]; readonly next: DeviceId | undefined } {
  const before = devices.findIndex(
    ({ id, aliases }) => id === cursor || (cursor !== undefined && aliases.includes(cursor)),
  );
  if (cursor !== undefined && before < 0) throw new Fault('request/bad-cursor');
  const page = devices.slice(before + 1, before + 1 + most);
  return { devices: page, next: before + 1 + most < devices.length ? page.at(-1)?.id : undefined };
}
