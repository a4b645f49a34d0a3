import { type Checked, type CheckMarks, checkDevice, type Device } from '@quietport/core';
import { type FindProgress, find } from './find.ts';
import type { House } from './house.ts';
import { byAddress, findDevice } from './inventory.ts';
import type { FindRequest } from './plan.ts';

export interface StatusRequest {
  /** Devices by any name that `findDevice` takes; all of the inventory if none. */
  readonly ids?: readonly string[];
  readonly marks: CheckMarks;
  /** Asks the devices again first, at the addresses where they were heard. */
  readonly look?: Omit<FindRequest, 'targets'>;
}

export interface Status {
  /** When it was put together: ages are counted from here. */
  readonly at: number;
  readonly devices: readonly { readonly device: Device; readonly checked: Checked }[];
}

/** How devices are, from the inventory or asked anew. Throws `device/not-found` and `device/ambiguous`. */
export async function status(
  request: StatusRequest,
  house: House,
  signal: AbortSignal,
  progress: FindProgress = {},
): Promise<Status> {
  const before = await meant(request, house);
  if (request.look !== undefined && before.length > 0) {
    const addresses = before.flatMap(({ interfaces }) => interfaces.flatMap((row) => row.addresses));
    await find({ ...request.look, targets: [...new Set(addresses)] }, house, signal, progress);
  }
  const at = house.clock.now();
  // an id stays valid, whatever the look has joined
  const ids = new Set(before.map(({ id }) => id));
  const now =
    request.look === undefined ? before : (await house.store.devices.all()).filter((row) => isOneOf(row, ids));
  return {
    at,
    devices: byAddress(now).map((device) => ({ device, checked: checkDevice(device, at, request.marks) })),
  };
}

async function meant({ ids = [] }: StatusRequest, house: House): Promise<readonly Device[]> {
  if (ids.length === 0) return house.store.devices.all();
  const found = new Map<string, Device>();
  for (const id of ids) {
    const device = await findDevice(house.store, id);
    found.set(device.id, device);
  }
  return [...found.values()];
}

function isOneOf({ id, aliases }: Device, ids: ReadonlySet<string>): boolean {
  return ids.has(id) || aliases.some((alias) => ids.has(alias));
}
