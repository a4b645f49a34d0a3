import { describe, expect, it } from 'vitest';
import { catalogue, fuse } from '../../packages/core/src/index.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

function world() {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 13 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = on('here', '10.0.0.1');
  const there = on('there', '10.0.0.9');
  const device = {
    ...demoFleet.find((row) => row.id === 'office-mfp')!,
    ...{ address: '10.0.0.9', prefixLength: 24, speaks: ['ssdp'] },
  };
  return { clock, here, serve: () => serveDevice(there.network, device, catalogue, { clock }) };
}

describe('SSDP on a segment', () => {
  it('finds a printer that speaks nothing else, and reads its description', async () => {
    const { clock, here, serve } = world();
    await serve();
    const looking = lookFrom(here.network, clock, catalogue);
    await clock.runUntilIdle(120_000);
    const { observations, attempts, gate } = await looking;
    const { devices } = fuse(observations, [], attempts);
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({
      kind: 'mfp',
      facts: { make: { value: 'EPSON' }, model: { value: 'ET-4850 Series' }, serial: { value: 'X8DE001742' } },
    });
    const asked = gate.ledger.rows().filter(({ probe }) => probe.startsWith('ssdp.'));
    expect(asked.map(({ probe, port, packets }) => [probe, port, packets])).toEqual([
      ['ssdp.description', 80, 1],
      ['ssdp.discover', 1900, 4],
    ]);
  });

  it('hears it come and go without a word of its own', async () => {
    const { clock, here, serve } = world();
    const only = catalogue.filter(({ id }) => id === 'ssdp');
    const looking = lookFrom(here.network, clock, only, { passive: true });
    await clock.advance(100);
    const served = await serve();
    await clock.advance(500);
    await served.close();
    await clock.runUntilIdle(120_000);
    const { observations, gate } = await looking;
    expect(observations.map(({ validForMs }) => validForMs)).toEqual([1_800_000, 1_800_000, 0, 0]);
    expect(gate.ledger.rows()).toEqual([]);
  });
});
