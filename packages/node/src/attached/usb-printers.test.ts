import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { usbPrinters } from './usb-printers.ts';

let folder: string;
let tree: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quietport-usb-'));
  tree = join(folder, 'bus', 'usb', 'devices');
  mkdirSync(tree, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As the kernel lays it out: folders below `devices/`, and links to all of them side by side in the bus's folder. */
function plug(name: string, files: Readonly<Record<string, string>>): void {
  const real = join(folder, 'devices', 'usb1', name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(real, file)), { recursive: true });
    writeFileSync(join(real, file), `${text}\n`);
  }
  symlinkSync(real, join(tree, name));
}

const EPSON = { idVendor: '04b8', idProduct: '0202', bDeviceClass: '00' };
const ID = 'MFG:EPSON;CMD:ESCPOS;MDL:TM-T88V;CLS:PRINTER;';

describe('the USB printers of a machine', () => {
  it('are the devices with an interface of class 07, with all that the kernel tells', async () => {
    plug('usb1', { idVendor: '1d6b', idProduct: '0002', bDeviceClass: '09' });
    plug('1-1', { ...EPSON, serial: 'X5ML012345', manufacturer: 'EPSON', product: 'TM-T88V' });
    plug('1-1:1.0', { bInterfaceClass: '07', ieee1284_id: ID });
    plug('1-2', { idVendor: '046d', idProduct: 'c31c' });
    plug('1-2:1.0', { bInterfaceClass: '03' });
    expect(await usbPrinters(tree)).toEqual([
      {
        place: '1-1',
        vendor: '04b8',
        product: '0202',
        serial: 'X5ML012345',
        manufacturer: 'EPSON',
        productName: 'TM-T88V',
        deviceId: ID,
      },
    ]);
  });

  it('are one each, however many printer interfaces there are: the first ID that is told counts', async () => {
    plug('1-1.4', EPSON);
    plug('1-1.4:1.0', { bInterfaceClass: '07', ieee1284_id: '' });
    plug('1-1.4:1.1', { bInterfaceClass: '07', ieee1284_id: ID });
    plug('1-1.4:1.2', { bInterfaceClass: '07', ieee1284_id: 'MFG:other;' });
    plug('1-1.4:1.3', { bInterfaceClass: 'ff' });
    expect(await usbPrinters(tree)).toMatchObject([{ place: '1-1.4', deviceId: ID }]);
  });

  it('tell no more than what is there, when the printer driver is not bound or files are missing', async () => {
    plug('2-1', { idVendor: '04B8', idProduct: '0E15' });
    plug('2-1:1.0', { bInterfaceClass: '07' });
    expect(await usbPrinters(tree)).toEqual([{ place: '2-1', vendor: '04b8', product: '0e15' }]);
  });

  it('leave out control characters, empty texts and what no descriptor can hold', async () => {
    plug('1-1', { ...EPSON, serial: ' \u0000\u0007 ', manufacturer: 'EP\u001bSON', product: 'x'.repeat(5_000) });
    plug('1-1:1.0', { bInterfaceClass: '07', ieee1284_id: '\u0000\u0000' });
    expect(await usbPrinters(tree)).toEqual([
      { place: '1-1', vendor: '04b8', product: '0202', manufacturer: 'EP SON' },
    ]);
  });

  it('leave out who was unplugged between two reads, and who tells no vendor', async () => {
    plug('1-1:1.0', { bInterfaceClass: '07', ieee1284_id: ID });
    symlinkSync(join(folder, 'gone'), join(tree, '1-2'));
    symlinkSync(join(folder, 'gone'), join(tree, '1-2:1.0'));
    plug('1-3', { idVendor: 'zz', idProduct: '0202' });
    plug('1-3:1.0', { bInterfaceClass: '07' });
    expect(await usbPrinters(tree)).toEqual([]);
  });

  it('are none on a machine without any, and not known where there is no such tree', async () => {
    expect(await usbPrinters(tree)).toEqual([]);
    expect(await usbPrinters(join(folder, 'nowhere'))).toBeUndefined();
  });

  it('come in the order of their ports', async () => {
    for (const place of ['1-10', '1-2', '2-1', '1-2.3']) {
      plug(place, EPSON);
      plug(`${place}:1.0`, { bInterfaceClass: '07' });
    }
    expect((await usbPrinters(tree))?.map(({ place }) => place)).toEqual(['1-2', '1-2.3', '1-10', '2-1']);
  });
});
