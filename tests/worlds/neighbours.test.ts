import { describe, expect, it } from 'vitest';
import { catalogue, fuse, type NeighbourTable, type VirtualDevice } from '../../packages/core/src/index.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

const laser = demoFleet.find(({ id }) => id === 'laser')!;
const tableOf = (rows: Readonly<Record<string, string>>): NeighbourTable => ({
  lines: async (family) =>
    family === 4 ? Object.entries(rows).map(([address, mac]) => `${address}  0x1  0x2  ${mac}  *  eth0`) : [],
});

/** Printers that speak LLMNR alone and so tell no key, at these addresses. */
async function lookedAt(addresses: readonly string[], neighbours: NeighbourTable, more: Partial<VirtualDevice> = {}) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 2 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = on('here', '10.0.0.1');
  for (const address of addresses) {
    const device = {
      ...laser,
      address,
      prefixLength: 24,
      speaks: ['llmnr'],
      hostname: `H${address.slice(7)}`,
      ...more,
    };
    await serveDevice(on(address, address).network, device, catalogue, { clock });
  }
  const looking = lookFrom(
    here.network,
    clock,
    catalogue,
    { bySegment: false, addresses: [...addresses] },
    {},
    neighbours,
  );
  await clock.runUntilIdle(120_000);
  const { observations, attempts } = await looking;
  return { observations, attempts, ...fuse(observations, [], attempts) };
}

describe('the neighbour table', () => {
  it('gives a host that answered its MAC, and no lasting identity', async () => {
    const { devices, observations } = await lookedAt(['10.0.0.9'], tableOf({ '10.0.0.9': laser.mac }));
    expect(devices).toMatchObject([{ provisional: true, interfaces: [{ mac: laser.mac, addresses: ['10.0.0.9'] }] }]);
    expect(observations.filter(({ protocol }) => protocol === 'neighbours')).toHaveLength(1);
    // it is nobody's port
    expect(devices[0]?.ports.some(({ endpoint }) => endpoint.port === 0)).toBe(false);
  });

  it('says nothing of who did not answer, whatever it holds', async () => {
    const { observations } = await lookedAt(['10.0.0.9'], tableOf({ '10.0.0.77': laser.mac }));
    expect(observations.some(({ protocol }) => protocol === 'neighbours')).toBe(false);
  });

  it('merges nobody: one MAC in front of two hosts is told of neither, and at two times joins none', async () => {
    const front = 'a4:d7:3c:00:00:01';
    const together = await lookedAt(['10.0.0.8', '10.0.0.9'], tableOf({ '10.0.0.8': front, '10.0.0.9': front }));
    expect(together.observations.some(({ protocol }) => protocol === 'neighbours')).toBe(false);
    expect(together.devices).toHaveLength(2);
    const first = await lookedAt(['10.0.0.8'], tableOf({ '10.0.0.8': front }));
    const second = await lookedAt(['10.0.0.9'], tableOf({ '10.0.0.9': front }));
    const later = second.observations.map((row) => ({ ...row, id: `later-${row.id}`, at: row.at + 86_400_000 }));
    const { devices } = fuse([...first.observations, ...later], [], []);
    expect(devices).toHaveLength(2);
  });

  it('leaves the address with the MAC that the device tells itself, and shows the other beside it', async () => {
    const other = 'a4:d7:3c:00:00:01';
    const { devices } = await lookedAt(['10.0.0.9'], tableOf({ '10.0.0.9': other }), { speaks: ['netbios'] });
    expect(devices).toHaveLength(1);
    expect(devices[0]?.interfaces).toMatchObject([
      { mac: laser.mac, addresses: ['10.0.0.9'] },
      { mac: other, addresses: [] },
    ]);
    expect(devices[0]?.provisional).toBe(false);
  });
});
