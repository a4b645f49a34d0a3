import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCryptography as cryptography } from '@quietport/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceUuid } from './device-uuid.ts';
import { type ListedDevice, listedSource } from './listed-source.ts';
import { usbSource } from './usb-source.ts';

const never = new AbortController().signal;
const machine = '0123456789abcdef0123456789abcdef';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quietport-plain-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function plug(place: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, place));
  mkdirSync(join(folder, `${place}:1.0`));
  writeFileSync(join(folder, `${place}:1.0`, 'bInterfaceClass'), '07\n');
  const all = { idVendor: '04b8', idProduct: '0202', ...files };
  for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, place, file), `${text}\n`);
}

const usb = (of = machine) => usbSource({ cryptography, machine: of, root: folder }).read(never);

describe('a UUID for a device that tells none', () => {
  it('is the same in every run, another for another owner or name, and of version 8', () => {
    const uuid = deviceUuid(cryptography, machine, 'device:bar');
    expect(uuid).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(deviceUuid(cryptography, machine, 'device:bar')).toBe(uuid);
    expect(
      new Set([uuid, deviceUuid(cryptography, '', 'device:bar'), deviceUuid(cryptography, machine, 'x')]).size,
    ).toBe(3);
  });
});

describe('the USB printers of this machine', () => {
  it('go by vendor, product and serial number, with one UUID wherever they are plugged in', async () => {
    plug('1-1', { serial: 'X1', manufacturer: 'EPSON', product: 'TM-T88V' });
    const [device] = await usb();
    expect(device).toEqual({
      key: 'usb:04b8:0202:X1',
      kind: 'printer',
      attributes: {
        'printer-make-and-model': 'EPSON TM-T88V',
        'printer-uuid': deviceUuid(cryptography, '', 'usb:04b8:0202:X1'),
        'printer-serial-number': 'X1',
      },
      settable: [],
      commands: [],
    });
    expect(await usb('another')).toEqual([device]);
  });

  it('without a serial number, or with one that two of them share, go by their place on this machine', async () => {
    plug('1-1', { serial: '0000' });
    plug('1-2', { serial: '0000' });
    plug('1-3', { product: 'EPSON LX-350', manufacturer: 'EPSON' });
    const devices = await usb();
    expect(devices.map(({ key }) => key)).toEqual(['usb:04b8:0202@1-1', 'usb:04b8:0202@1-2', 'usb:04b8:0202@1-3']);
    expect(devices.map(({ attributes }) => attributes['printer-serial-number'])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(devices[2]?.attributes['printer-make-and-model']).toBe('EPSON LX-350');
    const elsewhere = await usb('another');
    for (const [i, { attributes }] of devices.entries())
      expect(elsewhere[i]?.attributes['printer-uuid']).not.toBe(attributes['printer-uuid']);
  });

  it('cannot be told where the system shows no USB', async () => {
    const source = usbSource({ cryptography, machine, root: join(folder, 'none') });
    await expect(source.read(never)).rejects.toMatchObject({ code: 'announce/no-usb' });
  });
});

describe('the devices of a list', () => {
  const bar: ListedDevice = { key: 'bar', kind: 'pos-printer', makeAndModel: 'EPSON TM-U220', port: '/dev/ttyS0' };
  const read = (device: ListedDevice, found: 'device' | 'missing' | 'no-device') =>
    listedSource([device], { cryptography, machine, portFile: async () => found }).read(never);

  it('are what was written down, and nothing of their state where the port is there', async () => {
    expect(
      await read({ ...bar, name: 'Bar', serial: 'S1', location: 'bar', uris: ['socket://192.0.2.9'] }, 'device'),
    ).toEqual([
      {
        key: 'device:bar',
        kind: 'pos-printer',
        attributes: {
          'printer-make-and-model': 'EPSON TM-U220',
          'printer-name': 'Bar',
          'printer-uuid': deviceUuid(cryptography, machine, 'device:bar'),
          'printer-serial-number': 'S1',
          'printer-location': 'bar',
          'ncdp-uris': ['socket://192.0.2.9'],
        },
        settable: [],
        commands: [],
      },
    ]);
  });

  it.each([
    ['missing', 'There is no port /dev/ttyS0 on this machine.'],
    ['no-device', '/dev/ttyS0 is no port.'],
  ] as const)('are stopped, and say why, where the port is %s', async (found, why) => {
    expect((await read(bar, found))[0]?.attributes).toMatchObject({
      'printer-state': 5,
      'printer-state-reasons': ['other-error'],
      'printer-state-message': why,
    });
  });

  it('take the UUID that was given, in one form', async () => {
    const uuid = 'AAAAAAAA-bbbb-4ccc-8ddd-eeeeeeeeeeee';
    for (const given of [uuid, `urn:uuid:${uuid}`])
      expect((await read({ ...bar, uuid: given }, 'device'))[0]?.attributes['printer-uuid']).toBe(
        `urn:uuid:${uuid.toLowerCase()}`,
      );
  });

  it('look at the real port without opening it', async () => {
    const [device] = await listedSource([{ ...bar, port: join(folder, 'lp0') }], { cryptography, machine }).read(never);
    expect(device?.attributes['printer-state']).toBe(5);
    const [there] = await listedSource([{ ...bar, port: '/dev/null' }], { cryptography, machine }).read(never);
    expect(there?.attributes).not.toHaveProperty('printer-state');
  });
});
