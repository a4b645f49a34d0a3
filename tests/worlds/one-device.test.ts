import { describe, expect, it } from 'vitest';
import { catalogue, fuse, type Protocol, type VirtualDevice } from '../../packages/core/src/index.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

async function lookAt(id: string, more: Partial<VirtualDevice>) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 11 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const device = { ...demoFleet.find((row) => row.id === id)!, address: '10.0.0.9', prefixLength: 24, ...more };
  const served = await serveDevice(on('there', '10.0.0.9').network, device, catalogue, { clock });
  const looking = lookFrom(on('here', '10.0.0.1').network, clock, catalogue);
  await clock.runUntilIdle(120_000);
  const { observations, attempts } = await looking;
  return { observations, served, fused: fuse(observations, [], attempts) };
}

describe('one device that many protocols tell of', () => {
  const speaks = ['ipp', 'dns-sd', 'wsd', 'escl', 'web', 'snmp'];

  it.each(['office-mfp', 'copier'])(
    '%s is one, with every fact from several sources and no contradiction',
    async (id) => {
      const { observations, fused } = await lookAt(id, { speaks });
      const heard = new Set(observations.map(({ protocol }) => protocol));
      expect([...heard].filter((protocol) => speaks.includes(protocol)).sort()).toEqual([...speaks].sort());
      expect(fused.devices).toHaveLength(1);
      const { kind, facts } = fused.devices[0]!;
      expect(kind).toBe('mfp');
      for (const fact of ['make', 'model', 'serial', 'uuid'] as const) {
        expect(facts[fact]?.against).toEqual([]);
        const sources = facts[fact]?.evidence.map(({ protocol }) => protocol);
        expect(sources).toContain('wsd');
        expect(sources).toContain('escl');
      }
      expect(facts.serial?.grade).toBe('confirmed');
      expect(fused.conflicts).toEqual([]);
    },
  );

  it('shows the state of the whole with its reasons, though its scanner says less and later', async () => {
    const { fused } = await lookAt('front-desk', { speaks: ['ipp', 'wsd', 'escl'], state: 'stopped' });
    expect(fused.devices[0]?.state).toMatchObject({
      word: 'stopped',
      reasons: expect.arrayContaining(['media-empty-error']),
    });
  });

  it('a receipt printer tells its state by ENPC and ePOS, and no byte goes to its print port', async () => {
    const { fused, observations, served } = await lookAt('kitchen', { speaks: ['enpc', 'epos', 'raw'] });
    expect(fused.devices).toMatchObject([{ kind: 'pos-printer', state: { word: 'stopped', reasons: ['cover-open'] } }]);
    expect(observations.filter(({ protocol }) => protocol === 'epos')).toHaveLength(1);
    expect(served.received(9100, 'tcp')).toBe(0);
  });

  it('a scanner alone is a scanner', async () => {
    const { fused } = await lookAt('scanner', { speaks: ['escl', 'dns-sd'] });
    expect(fused.devices).toMatchObject([{ kind: 'scanner' }]);
  });
});

describe('a probe that ends at the second of its ports', () => {
  it('is an attempt at that one, and says nothing of the first', async () => {
    const clock = new ManualClock();
    const lan = simulateLan({ clock, seed: 11 });
    const here = lan.host({ name: 'here', interfaces: [{ segment: 'office', addresses: ['10.0.0.1/24'] }] });
    const ports = [80, 443].map((port) => ({ port, transport: 'tcp', service: 'odd' }) as const);
    const odd: Protocol = {
      ...{ id: 'odd', title: 'odd', ports },
      probes: [
        {
          id: 'odd.ask',
          reach: 'host',
          ports,
          talk: function* () {
            yield { do: 'chance', count: 1 };
            return { is: 'garbled', port: 443 };
          },
        },
      ],
      describe: () => ({ ok: true, value: {}, fields: [] }),
    };
    const looking = lookFrom(here.network, clock, [odd], { bySegment: false, addresses: ['10.0.0.9'] });
    await clock.runUntilIdle(10_000);
    const { attempts } = await looking;
    expect(attempts.map(({ target, outcome }) => [target.port, outcome])).toEqual([[443, 'garbled']]);
  });
});
