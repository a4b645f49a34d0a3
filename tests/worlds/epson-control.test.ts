import { describe, expect, it } from 'vitest';
import { decodeSnmpMessage } from '../../packages/core/src/formats/snmp-message.ts';
import { catalogue, type Device, fuse, type VirtualDevice } from '../../packages/core/src/index.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

/** One device of the demo fleet, alone on a segment, and what one look makes of it. */
async function lookedAt(id: string, more: Partial<VirtualDevice> = {}) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 5 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.9')];
  const device = {
    ...demoFleet.find((row) => row.id === id)!,
    address: '10.0.0.9',
    prefixLength: 24,
    speaks: ['snmp', 'epson-control'],
    ...more,
  };
  await serveDevice(there.network, device, catalogue, { clock });
  const looking = lookFrom(here.network, clock, catalogue, { bySegment: false, addresses: ['10.0.0.9'] });
  await clock.runUntilIdle(120_000);
  const { observations, attempts, gate } = await looking;
  const { devices } = fuse(observations, [], attempts);
  expect(devices).toHaveLength(1);
  return { device: devices[0]!, observations, attempts, gate };
}

const short = ({ supplies }: Device) =>
  supplies.map(({ name, level, source, also }) => {
    const told = level.type === 'exact' ? level.ratio : level.type;
    return `${name}: ${told} of ${[source, ...also.map((row) => row.source)].join(', ')}`;
  });

describe('the control channel of an Epson on a segment', () => {
  it('is read after SNMP, and both tell of the same supplies', async () => {
    const { device, observations } = await lookedAt('office-mfp');
    expect(short(device)).toEqual([
      'Black: 0.71 of epson-control, snmp',
      'Cyan: 0.44 of epson-control, snmp',
      'Magenta: 0.52 of epson-control, snmp',
      'Yellow: 0.63 of epson-control, snmp',
    ]);
    expect(device.supplies.every(({ against }) => against.length === 0)).toBe(true);
    const first = observations.findIndex(({ protocol }) => protocol === 'epson-control');
    expect(observations.slice(first).every(({ protocol }) => protocol === 'epson-control')).toBe(true);
    expect(device.facts.serial).toMatchObject({ value: 'X8DE001742', against: [] });
  });

  it('tells the number where the Printer-MIB says "some", and shows it where they contradict each other', async () => {
    const levels = (level: number) =>
      [{ name: 'Black', kind: 'ink', colorant: 'black', rgb: '#000000', level }] as const;
    const base = (await lookedAt('office-mfp', { supplies: levels(30) })).observations;
    const mib = (await lookedAt('office-mfp', { supplies: levels(80), speaks: ['snmp'] })).observations;
    const block = base.filter(({ protocol }) => protocol === 'epson-control');
    const { devices } = fuse([...mib, ...block.map((row) => ({ ...row, id: `z${row.id}` }))], []);
    expect(devices[0]?.supplies[0]).toMatchObject({
      source: 'epson-control',
      level: { type: 'exact', ratio: 0.3 },
      against: [{ source: 'snmp', level: { type: 'exact', ratio: 0.8 } }],
    });
  });

  it('by the tunnel alone where the model has no object, and with levels that it does not measure', async () => {
    const { device, observations } = await lookedAt('office-mfp', {
      quirks: { 'epson-control.status': 'tunnel', 'epson-control.levels': 'hidden' },
    });
    const raw = observations.filter(({ protocol }) => protocol === 'epson-control').map((row) => row.raw);
    const names = raw.flatMap((bytes) => {
      const message = decodeSnmpMessage(bytes);
      return message.ok && message.value.pdu.is !== 'other' ? message.value.pdu.varbinds.map(({ oid }) => oid) : [];
    });
    expect(names[0]).toBe('1.3.6.1.4.1.1248.1.2.2.44.1.1.2.1.115.116.1.0.1');
    expect(short(device)[0]).toBe('Black: 0.71 of snmp, epson-control');
  });

  it('says why an Epson has stopped', async () => {
    const { device } = await lookedAt('front-desk');
    expect(device.state).toMatchObject({ word: 'stopped', reasons: expect.arrayContaining(['media-empty-error']) });
    expect(device.alerts).toContainEqual(
      expect.objectContaining({ code: 'input-media-supply-empty', severity: 'critical' }),
    );
  });

  it('does not wake what says that it sleeps', async () => {
    const { device } = await lookedAt('office-mfp', { state: 'asleep' });
    expect(device.state.word).toBe('asleep');
  });

  it('is asked of nobody else but by one question', async () => {
    const { gate, observations } = await lookedAt('laser', { speaks: ['snmp'] });
    const rows = gate.ledger.rows().filter(({ probe }) => probe === 'epson-control.read');
    expect(rows).toMatchObject([{ port: 161, packets: 1 }]);
    expect(observations.filter(({ protocol }) => protocol === 'epson-control')).toEqual([]);
  });

  it('is asked where SNMP has answered, and nowhere else', async () => {
    const { attempts } = await lookedAt('office-mfp', { speaks: ['web'] });
    expect(attempts.some(({ probe }) => probe === 'snmp.identify')).toBe(true);
    expect(attempts.some(({ probe }) => probe === 'epson-control.read')).toBe(false);
  });

  it('where the agent speaks version 1 alone, too', async () => {
    const { device } = await lookedAt('office-mfp', { quirks: { 'snmp.version': '1' } });
    expect(short(device)[0]).toBe('Black: 0.71 of epson-control, snmp');
  });
});
