import { queryOptions } from '@tanstack/react-query';
import { ask } from './ask.ts';
import type { Device } from './documents.ts';
import { queryClient } from './query.ts';

/** All devices that are known, by their ids, in the order of the server. */
export interface Fleet {
  readonly virtual: boolean;
  readonly devices: ReadonlyMap<string, Device>;
}

/** Page after page, as large as the server gives them. */
export const fleet = queryOptions({
  queryKey: ['fleet'],
  queryFn: async ({ signal }): Promise<Fleet> => {
    const devices = new Map<string, Device>();
    let cursor: string | undefined;
    for (;;) {
      const page = await ask('GET /api/v1/devices', { query: { limit: 1000, cursor } }, signal);
      for (const device of page.devices) devices.set(device.id, device);
      if (page.next === null) return { virtual: page.virtual, devices };
      cursor = page.next;
    }
  },
});

/** Puts changed devices into what was read, all at once: a device is there under its newest id alone. */
export function patchFleet(changed: readonly Device[], gone: readonly string[], virtual?: boolean): void {
  queryClient.setQueryData(fleet.queryKey, (had) => {
    if (had === undefined) return had;
    const devices = new Map(had.devices);
    for (const id of gone) devices.delete(id);
    for (const device of changed) {
      for (const alias of device.aliases) devices.delete(alias);
      devices.set(device.id, device);
    }
    return { virtual: virtual ?? had.virtual, devices };
  });
  for (const device of changed)
    queryClient.setQueryData(['GET /api/v1/devices/{id}', { params: { id: device.id } }], (had: Device | undefined) =>
      had === undefined ? undefined : device,
    );
}
