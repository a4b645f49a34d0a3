import { describe, expect, it } from 'vitest';
import { catalogue, fuse, type VirtualDevice } from '../../packages/core/src/index.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

/** One device of the demo fleet, alone on a segment, looked at by one protocol. */
async function lookedAt(id: string, speaks: readonly string[], more: Partial<VirtualDevice> = {}) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 5 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.9')];
  const device = { ...demoFleet.find((row) => row.id === id)!, address: '10.0.0.9', prefixLength: 24, speaks, ...more };
  await serveDevice(there.network, device, catalogue, { clock });
  const looking = lookFrom(here.network, clock, catalogue, { bySegment: false, addresses: ['10.0.0.9'] });
  await clock.runUntilIdle(120_000);
  const { observations, attempts, gate } = await looking;
  const { devices } = fuse(observations, [], attempts);
  return { device, devices, observations, attempts, ledger: gate.ledger.rows() };
}
const percents = (levels: readonly { readonly level: { readonly type: string; readonly ratio?: number } }[]) =>
  levels.map(({ level }) => Math.round((level.ratio ?? Number.NaN) * 100));

describe('a device that has nothing but its admin pages', () => {
  it.each(['office-mfp', 'front-desk'])('%s tells what it is, and its inks', async (id) => {
    const { device, devices } = await lookedAt(id, ['web']);
    expect(devices).toHaveLength(1);
    const [found] = devices;
    expect(found).toMatchObject({
      kind: 'printer',
      provisional: false,
      facts: {
        make: { value: 'EPSON', grade: 'inferred' },
        model: { value: device.model },
        name: { value: device.hostname },
      },
      hostnames: [device.hostname],
      interfaces: [{ mac: device.mac, addresses: ['10.0.0.9'] }],
    });
    // the older page draws two percent a pixel
    const wanted = device.supplies.map(({ level }) => (id === 'front-desk' ? Math.round(level / 2) * 2 : level));
    expect(percents(found!.supplies)).toEqual(wanted);
  });

  it('tells its pages and its firmware on the newer pages, and that an ink is low', async () => {
    const inks = demoFleet.find(({ id }) => id === 'front-desk')!.supplies;
    const { device, devices } = await lookedAt('office-mfp', ['web'], { supplies: inks });
    expect(devices[0]?.counters).toMatchObject([
      { name: 'pages', value: device.impressions, source: 'web' },
      { name: 'pages-color' },
      { name: 'pages-monochrome' },
    ]);
    expect(devices[0]?.facts.firmware).toMatchObject({ value: device.firmware, grade: 'claimed' });
    expect(devices[0]?.alerts).toMatchObject([{ code: 'marker-ink-almost-empty', text: 'BK' }]);
  });

  it.each([
    ['laser', { make: { value: 'Brother' } }],
    ['sleeper', { make: { value: 'HP' }, model: { value: 'HP LaserJet M507' }, serial: { value: 'CNBRQ4X0VT' } }],
    ['copier', { make: { value: 'KYOCERA' } }],
  ])('%s is known by its Server header', async (id, facts) => {
    const { devices } = await lookedAt(id, ['web']);
    expect(devices[0]?.facts).toMatchObject(facts);
    expect(devices[0]?.kind).toBe('unknown');
  });

  it('is one device with what IPP and SNMP tell of it, and they are believed first', async () => {
    const { device, devices } = await lookedAt('office-mfp', ['web', 'ipp', 'snmp']);
    expect(devices).toHaveLength(1);
    expect(devices[0]?.facts.make?.grade).not.toBe('inferred');
    expect(devices[0]?.facts.name?.value).toBe(device.name);
    expect(devices[0]?.supplies).toHaveLength(device.supplies.length);
    expect(devices[0]?.supplies[0]?.also.map(({ source }) => source)).toContain('web');
    expect(devices[0]?.supplies.flatMap(({ against }) => against)).toEqual([]);
  });

  it('is asked a handful of questions, each once', async () => {
    const { ledger, observations } = await lookedAt('office-mfp', ['web']);
    const asked = ledger.filter(({ probe }) => probe === 'web.pages');
    expect(asked.reduce((sum, { packets }) => sum + packets, 0)).toBe(4);
    expect(observations.filter(({ protocol }) => protocol === 'web')).toHaveLength(4);
  });
});
