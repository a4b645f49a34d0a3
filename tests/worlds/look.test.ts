import { describe, expect, it } from 'vitest';
import { catalogue, fuse, parsePrefix, type VirtualDevice } from '../../packages/core/src/index.ts';
import { lookUpPort } from '../../packages/library/src/port.ts';
import { knownPorts } from '../../packages/library/src/port-verdict.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

const device = (id: string, address: string, more: Partial<VirtualDevice> = {}): VirtualDevice => ({
  ...demoFleet.find((row) => row.id === id)!,
  address,
  prefixLength: 24,
  ...more,
});

function world() {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 3 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  return { clock, on, here: on('here', '10.0.0.1') };
}

const block = [{ first: 0x0a000001, last: 0x0a000020 }];

describe('a look at a range', () => {
  it('finds a printer that speaks DNS-SD alone, by its refusal of a knock', async () => {
    const { clock, on, here } = world();
    const there = on('there', '10.0.0.9');
    await serveDevice(there.network, device('laser', '10.0.0.9', { speaks: ['dns-sd', 'raw'] }), catalogue, { clock });
    const looking = lookFrom(here.network, clock, catalogue, { bySegment: false, ranges: block });
    await clock.runUntilIdle(120_000);
    const { observations, attempts } = await looking;
    const { devices } = fuse(observations, [], attempts);
    expect(devices.map((row) => row.facts.model?.value)).toEqual(['HL-L6400DW']);
  });

  it('asks an IPP printer at its usual place, though nothing told of it', async () => {
    const { clock, on, here } = world();
    const there = on('there', '10.0.0.9');
    await serveDevice(there.network, device('laser', '10.0.0.9', { speaks: ['ipp'] }), catalogue, { clock });
    const looking = lookFrom(here.network, clock, catalogue, { bySegment: false, ranges: block });
    await clock.runUntilIdle(120_000);
    const { observations } = await looking;
    expect(observations.some((row) => row.protocol === 'ipp')).toBe(true);
  });

  it('shows a host that accepts on 3259 and says nothing as a device of which nothing is known', async () => {
    const { clock, on, here } = world();
    const there = on('there', '10.0.0.9');
    await serveDevice(there.network, device('quiet-thing', '10.0.0.9'), catalogue, { clock });
    const looking = lookFrom(here.network, clock, catalogue, { bySegment: false, addresses: ['10.0.0.9'] });
    await clock.runUntilIdle(120_000);
    const { observations, attempts } = await looking;
    const { devices } = fuse(observations, [], attempts);
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({ kind: 'unknown', facts: {}, provisional: true });
    expect(devices[0]?.ports).toContainEqual(
      expect.objectContaining({ endpoint: { address: '10.0.0.9', port: 3259, transport: 'tcp' }, state: 'answered' }),
    );
  });

  it.each([
    ['a small range', { bySegment: false, ranges: [{ first: 0x7f4d2011, last: 0x7f4d203f }] }],
    ['a virtual fleet', { fleet: { prefix: parsePrefix('127.77.32.0/24')!, moved: [] } }],
  ])('finds it unasked in %s, where every other address refuses', async (_where, order) => {
    const { clock, here } = world();
    const quiet = demoFleet.find((row) => row.id === 'quiet-thing')!;
    await serveDevice(here.network, quiet, catalogue, { clock });
    const looking = lookFrom(here.network, clock, catalogue, order);
    await clock.runUntilIdle(120_000);
    const { observations, attempts } = await looking;
    const { devices } = fuse(observations, [], attempts);
    const known = knownPorts({ ...lookUpPort('3259'), practice: [] }, devices);
    expect(known.filter((row) => row.state === 'answered')).toMatchObject([
      { address: '127.77.32.23', port: 3259, transport: 'tcp', device: { kind: 'unknown' } },
    ]);
  });

  it('makes no device of a host that only refuses', async () => {
    const { clock, on, here } = world();
    on('pc', '10.0.0.9');
    const looking = lookFrom(here.network, clock, catalogue, { bySegment: false, ranges: block });
    await clock.runUntilIdle(120_000);
    const { observations } = await looking;
    expect(observations).toEqual([]);
  });
});
