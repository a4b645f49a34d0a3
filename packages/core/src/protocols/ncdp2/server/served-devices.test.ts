import { describe, expect, it } from 'vitest';
import type { AttachedDevice, AttachedSource, Attributes, CarriedOut } from '../../../contracts/attached-device.ts';
import type { DevicePlace } from './device-places.ts';
import { type DeviceEvent, ServedDevices } from './served-devices.ts';

describe('served devices', () => {
  it('stand where they stood in the last run, whatever is attached before them', async () => {
    const first = world([printer('usb:b'), printer('usb:c', { kind: 'label-printer' })]);
    await first.devices.refresh(never);
    expect(first.devices.list.map(({ key, type, number }) => [key, type, number])).toEqual([
      ['usb:b', 2, 0],
      ['usb:c', 6, 0],
    ]);
    const second = world([printer('usb:a'), printer('usb:b')], first.kept.at(-1));
    await second.devices.refresh(never);
    expect(second.devices.list.map(({ key, number }) => [key, number])).toEqual([
      ['usb:b', 0],
      ['usb:a', 1],
    ]);
    expect(second.devices.list[0]?.uuid).toBe(first.devices.list[0]?.uuid);
  });

  it('keep places on disk before anybody hears of them, and are not served where that fails', async () => {
    const { devices, events } = world([printer('usb:a')], [], async () => {
      throw new Error('the disk is full');
    });
    const unread = await devices.refresh(never);
    expect(unread.map(({ error }) => String(error))).toEqual(['Error: the disk is full']);
    expect([devices.list, events]).toEqual([[], []]);
  });

  it('grow in revision by one with each set of changes, and not by their up time', async () => {
    const { devices, source, clock, events } = world([printer('usb:a', { attributes: { 'printer-up-time': 5 } })]);
    await devices.refresh(never);
    clock.ms = 3500;
    expect(devices.read({ key: 'usb:a' }, 'status')).toEqual({ 'printer-state': 3, 'printer-up-time': 8 });
    source.devices = [printer('usb:a', { attributes: { 'printer-up-time': 9 } })];
    await devices.refresh(never);
    expect(devices.list[0]?.revision).toBe(1);
    source.devices = [printer('usb:a', { attributes: { 'printer-state': 5, 'printer-state-reasons': ['door-open'] } })];
    await devices.refresh(never);
    expect(events.at(-1)).toMatchObject({
      is: 'changed',
      device: { revision: 2 },
      names: ['printer-state', 'printer-state-reasons'],
      values: { 'printer-state': 5, 'printer-state-reasons': ['door-open'] },
    });
  });

  it('go on in revision when they come back, and keep their place', async () => {
    const { devices, source, events } = world([printer('usb:a'), printer('usb:b')]);
    await devices.refresh(never);
    source.devices = [printer('usb:b')];
    await devices.refresh(never);
    expect(devices.read({ key: 'usb:a' }, 'everything')).toEqual({});
    source.devices = [printer('usb:a'), printer('usb:b')];
    await devices.refresh(never);
    expect(events.map(({ is, device }) => `${is} ${device.key} ${device.number} ${device.revision}`)).toEqual([
      'arrived usb:a 0 1',
      'arrived usb:b 1 1',
      'left usb:a 0 1',
      'arrived usb:a 0 2',
    ]);
  });

  it('stay as they were while their source cannot be read', async () => {
    const { devices, source, events } = world([printer('usb:a')]);
    await devices.refresh(never);
    source.broken = new Error('the queue is away');
    expect(await devices.refresh(never)).toEqual([{ source: 'test', error: source.broken }]);
    expect(devices.list).toHaveLength(1);
    expect(events).toHaveLength(1);
  });

  it('show what was set at once, as one change; null removes, and a refusal changes nothing', async () => {
    const { devices, source, events } = world([printer('usb:a', { attributes: { 'printer-info': 'x' } })]);
    await devices.refresh(never);
    const [device] = devices.list;
    const changes = { 'printer-location': 'Bar', 'printer-info': null };
    expect(await devices.set(device!, changes, never)).toEqual({ is: 'done' });
    expect(events.at(-1)).toMatchObject({ names: ['printer-info', 'printer-location'], values: changes });
    expect(devices.read(device!, 'identity')).not.toHaveProperty('printer-info');
    source.answer = { is: 'refused', why: 'locked' };
    expect(await devices.set(device!, { 'printer-location': 'Hall' }, never)).toEqual(source.answer);
    expect(devices.read(device!, 'identity')).toMatchObject({ 'printer-location': 'Bar' });
    expect(events).toHaveLength(2);
  });

  it('are left out where their uuid is another one’s, and where all numbers are given away', async () => {
    const uuid = { attributes: { 'printer-uuid': 'urn:uuid:8f6bc5a0-1f0e-4a53-9a64-0026ab7ce831' } };
    const many = Array.from({ length: 256 }, (_, i) => printer(`many:${i}`));
    const { devices } = world([
      ...many,
      printer('x:1', { kind: 'scanner', ...uuid }),
      printer('x:2', { kind: 'scanner', ...uuid }),
    ]);
    await devices.refresh(never);
    expect(devices.leftOut).toEqual([
      { key: 'many:255', why: 'no-number' },
      { key: 'x:2', why: 'same-uuid' },
    ]);
    expect(devices.matching(0x02, 0xff)).toHaveLength(255);
    expect(devices.matching(0xff, 0x00).map(({ key }) => key)).toEqual(['many:0', 'x:1']);
    expect(devices.matching(0x00, 0xff)).toEqual([]);
  });

  it('tell on which interfaces they are served, without zones; others are a change of each', async () => {
    const { devices, events } = world([printer('usb:a')]);
    await devices.refresh(never);
    const addresses = [{ address: 'fe80::1%eth0', family: 6 as const, prefixLength: 64 }];
    devices.standOn([{ name: 'eth0', mac: '00:26:ab:7c:e8:31', loopback: false, pointToPoint: false, addresses }]);
    expect(events.at(-1)?.names).toEqual(['ncdp-interfaces']);
    expect(devices.read({ key: 'usb:a' }, 'short-identity')['ncdp-interfaces']).toEqual([
      { name: 'eth0', mac: Uint8Array.of(0x00, 0x26, 0xab, 0x7c, 0xe8, 0x31), addresses: ['fe80::1'] },
    ]);
  });

  it('carry nothing that the wire cannot: fractions, half characters, and what is too deep', async () => {
    let deep: Attributes = { a: 1 };
    for (let i = 0; i < 6; i++) deep = { a: deep };
    const odd = { 'x-fraction': 0.5, 'x-half': '\ud800', 'x-deep': deep, 'x-fine': [{ a: [1, null] }] };
    const { devices } = world([printer('usb:a', { attributes: odd })]);
    await devices.refresh(never);
    const names = Object.keys(devices.read({ key: 'usb:a' }, 'everything'));
    expect(names.filter((name) => name.startsWith('x-'))).toEqual(['x-fine']);
  });
});

class TestSource implements AttachedSource {
  readonly id = 'test';
  devices: readonly AttachedDevice[];
  broken: Error | undefined;
  answer: CarriedOut = { is: 'done' };

  constructor(devices: readonly AttachedDevice[]) {
    this.devices = devices;
  }

  async read(): Promise<readonly AttachedDevice[]> {
    if (this.broken !== undefined) throw this.broken;
    return this.devices;
  }

  async set(): Promise<CarriedOut> {
    return this.answer;
  }

  async command(): Promise<CarriedOut> {
    return this.answer;
  }
}

function world(
  attached: readonly AttachedDevice[],
  places: readonly DevicePlace[] = [],
  keep: (places: readonly DevicePlace[]) => Promise<void> = async () => {},
) {
  const source = new TestSource(attached);
  const clock = { ms: 0, monotonic: () => clock.ms };
  const kept: (readonly DevicePlace[])[] = [];
  const devices = new ServedDevices({
    sources: [source],
    implementation: 'test/1',
    bootId: 1,
    clock,
    dice: { bytes: (count) => new Uint8Array(count).fill(++dice) },
    places,
    keepPlaces: async (rows) => {
      await keep(rows);
      kept.push(rows);
    },
  });
  const events: DeviceEvent[] = [];
  devices.observe((event) => events.push(event));
  return { devices, source, clock, kept, events };
}

function printer(key: string, wish: Partial<AttachedDevice> = {}): AttachedDevice {
  return {
    key,
    kind: 'printer',
    settable: ['printer-location'],
    commands: [],
    ...wish,
    attributes: { 'printer-state': 3, ...wish.attributes },
  };
}

let dice = 0;
const never = new AbortController().signal;
