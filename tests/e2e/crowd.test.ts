import { emulateFleet, find, loopbackHouse } from '@quietport/library';
import { faultsFleet } from '@quietport/virtual';
import { expect, it } from 'vitest';

it('finds five hundred devices that answer in the same moment, on real sockets', async () => {
  const crowd = faultsFleet.filter(({ id }) => id.startsWith('crowd-')).map(({ id }) => id);
  expect(crowd).toHaveLength(500);
  const fleet = await emulateFleet('faults', { devices: crowd });
  try {
    const request = { interfaces: ['lo'], fleet: fleet.scope, methods: ['enpc'], rate: 10_000 };
    const { devices } = await find(request, await loopbackHouse(), new AbortController().signal);
    expect(devices).toHaveLength(500);
    expect(new Set(devices.flatMap(({ interfaces }) => interfaces.flatMap(({ mac }) => mac ?? []))).size).toBe(500);
  } finally {
    await fleet.close();
  }
});
