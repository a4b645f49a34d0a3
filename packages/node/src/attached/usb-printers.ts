import { readdir } from 'node:fs/promises';
import { systemText } from '../host/system-text.ts';

/** A USB device with a printer interface, as the kernel tells of it. Texts are trimmed; what is not told is absent. */
export interface UsbPrinter {
  /** Where it is plugged in: bus and chain of ports, `1-1.4`. */
  readonly place: string;
  /** Four hex digits each, lower case. */
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly productName?: string;
  /** The IEEE 1284 ID as the printer driver of the kernel read it; none where that driver is not bound. */
  readonly deviceId?: string;
}

/**
 * The USB printers of this machine by the kernel's tree (Documentation/ABI: sysfs-bus-usb; the driver `usblp` adds
 * `ieee1284_id` to the interface): folders `1-1.4` are devices, `1-1.4:1.0` their interfaces, class 07 is a printer
 * (USB Device Class Definition for Printing Devices, section 4.2). `undefined` where the tree is not there. What is
 * unplugged between two reads is left out. Nothing is opened but these files: no printer hears of it.
 */
export async function usbPrinters(root: string = USB_TREE): Promise<readonly UsbPrinter[] | undefined> {
  const names = await readdir(root).catch(() => undefined);
  if (names === undefined) return undefined;
  const ids = new Map<string, string | undefined>();
  for (const name of names.sort(byNumber)) {
    const place = /^(\d+-\d+(?:\.\d+)*):\d+\.\d+$/.exec(name)?.[1];
    if (place === undefined) continue;
    const interfaceClass = await systemText(`${root}/${name}/bInterfaceClass`);
    if (interfaceClass === undefined || Number.parseInt(interfaceClass, 16) !== PRINTER_CLASS) continue;
    // of several printer interfaces (IPP over USB has two more) the first that tells an ID counts
    ids.set(place, ids.get(place) ?? told(await systemText(`${root}/${name}/ieee1284_id`)));
  }
  const printers: UsbPrinter[] = [];
  for (const [place, deviceId] of ids) {
    const printer = await readDevice(`${root}/${place}`, place, deviceId);
    if (printer !== undefined) printers.push(printer);
  }
  return printers;
}

async function readDevice(
  folder: string,
  place: string,
  deviceId: string | undefined,
): Promise<UsbPrinter | undefined> {
  const [vendor, product, serial, manufacturer, productName] = await Promise.all(
    ['idVendor', 'idProduct', 'serial', 'manufacturer', 'product'].map((file) => systemText(`${folder}/${file}`)),
  );
  const hex = /^[0-9a-f]{4}$/i;
  // both are there as long as the device is
  if (vendor === undefined || product === undefined || !hex.test(vendor) || !hex.test(product)) return undefined;
  return {
    place,
    vendor: vendor.toLowerCase(),
    product: product.toLowerCase(),
    ...some('serial', told(serial)),
    ...some('manufacturer', told(manufacturer)),
    ...some('productName', told(productName)),
    ...some('deviceId', deviceId),
  };
}

/** Text without control characters and of a length that a descriptor can have; none where nothing is left. */
function told(text: string | undefined): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const clean = text?.replace(/[\u0000-\u001f\u007f-\u009f\ufffd]+/g, ' ').trim() ?? '';
  return clean === '' || clean.length > MOST_CHARACTERS ? undefined : clean;
}

function some<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: string });
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

const USB_TREE = '/sys/bus/usb/devices';
const PRINTER_CLASS = 0x07;
/** The kernel's driver reads 1,023 bytes of an ID at most (USBLP_DEVICE_ID_SIZE). */
const MOST_CHARACTERS = 1_023;
