import { queryOptions } from '@tanstack/react-query';
import { ask } from './ask.ts';
import type { Device } from './documents.ts';
import { queryClient } from './query.ts';

/** All devices that are known, by their ids, in the order of the server. */
export interface Fleet {
  readonly virtual: boolean;
  readonly devices: ReadonlyMap<string, Device>;
  /** How many there are, read or not. */
  readonly total: number;
  /** False while pages of a first reading still come. */
  readonly whole: boolean;
}

/** Page after page: a first small one, so that there is something to see, then larger ones that leave room for other questions. */
export const fleet = queryOptions({
  queryKey: ['fleet'],
  queryFn: async ({ signal }): Promise<Fleet> => {
    const first = queryClient.getQueryData<Fleet>(['fleet']) === undefined;
    const devices = new Map<string, Device>();
    late.length = 0;
    let cursor: string | undefined;
    for (;;) {
      const limit = cursor === undefined ? FIRST_PAGE : NEXT_PAGES;
      const page = await ask('GET /api/v1/devices', { query: { limit, cursor } }, signal);
      for (const device of page.devices) devices.set(device.id, device);
      const { virtual, total } = page;
      if (page.next === null)
        return late.reduce<Fleet>((had, patch) => patch(had), { virtual, devices, total: devices.size, whole: true });
      if (first)
        queryClient.setQueryData<Fleet>(['fleet'], { virtual, devices: new Map(devices), total, whole: false });
      cursor = page.next;
    }
  },
});

/** Puts changed devices into what was read, all at once: a device is there under its newest id alone. */
export function patchFleet(changed: readonly Device[], gone: readonly string[], virtual?: boolean): void {
  const patch = (had: Fleet): Fleet => {
    const devices = new Map(had.devices);
    for (const id of gone) devices.delete(id);
    for (const device of changed) {
      for (const alias of device.aliases) devices.delete(alias);
      devices.set(device.id, device);
    }
    const total = had.whole ? devices.size : had.total;
    return { ...had, devices, total, virtual: virtual ?? had.virtual };
  };
  // what is read just now may be older than this
  if (queryClient.isFetching({ queryKey: fleet.queryKey }) > 0) late.push(patch);
  queryClient.setQueryData(fleet.queryKey, (had) => (had === undefined ? undefined : patch(had)));
  for (const device of changed)
    queryClient.setQueryData(['GET /api/v1/devices/{id}', { params: { id: device.id } }], (had: Device | undefined) =>
      had === undefined ? undefined : device,
    );
}

const FIRST_PAGE = 50;
const NEXT_PAGES = 250;
const late: ((had: Fleet) => Fleet)[] = [];
