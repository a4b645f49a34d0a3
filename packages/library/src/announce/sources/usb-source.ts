import { type AttachedDevice, type Attributes, type Cryptography, Fault } from '@quietport/core';
import { type UsbPrinter, usbPrinters } from '@quietport/node';
import { deviceUuid } from './device-uuid.ts';
import type { ReadSource } from './own-values.ts';

export interface UsbWish {
  readonly cryptography: Cryptography;
  /** The id of this machine: a device without a serial number is known by where it is plugged in. */
  readonly machine: string;
  /** Another tree than `/sys/bus/usb/devices`. */
  readonly root?: string | undefined;
}

/**
 * The USB printers of this machine, as the kernel tells of them. Nothing is said to a printer: whether it is on, has
 * paper or works is not known, and not told. Throws `announce/no-usb` where the kernel shows no USB.
 */
export function usbSource({ cryptography, machine, root }: UsbWish): ReadSource {
  return {
    id: 'usb',
    read: async (signal) => {
      signal.throwIfAborted();
      const printers = await usbPrinters(root);
      if (printers === undefined) throw new Fault('announce/no-usb', { path: root ?? '/sys/bus/usb/devices' });
      return printers.map((printer) => usbDevice(printer, isSingle(printer, printers), cryptography, machine));
    },
  };
}

function usbDevice(printer: UsbPrinter, single: boolean, cryptography: Cryptography, machine: string): AttachedDevice {
  const { vendor, product, serial, place, deviceId } = printer;
  const key = single ? `usb:${vendor}:${product}:${serial}` : `usb:${vendor}:${product}@${place}`;
  const attributes: Attributes = {
    ...some('printer-make-and-model', makeAndModel(printer)),
    'printer-uuid': deviceUuid(cryptography, single ? '' : machine, key),
    ...some('printer-device-id', deviceId),
    ...some('printer-serial-number', single ? serial : undefined),
  };
  return { key, kind: 'printer', attributes, settable: [], commands: [] };
}

/** Cheap devices share a serial number: then it names none of them. */
function isSingle(printer: UsbPrinter, all: readonly UsbPrinter[]): boolean {
  const same = (one: UsbPrinter) =>
    one.vendor === printer.vendor && one.product === printer.product && one.serial === printer.serial;
  return printer.serial !== undefined && all.filter(same).length === 1;
}

/** The descriptors' own words; some makers repeat their name in front of the product's. */
function makeAndModel({ manufacturer, productName }: UsbPrinter): string | undefined {
  if (manufacturer === undefined || productName === undefined) return productName ?? manufacturer;
  const repeated = productName.toLowerCase().startsWith(manufacturer.toLowerCase());
  return repeated ? productName : `${manufacturer} ${productName}`;
}

function some(name: string, value: string | undefined): Attributes {
  return value === undefined ? {} : { [name]: value };
}
