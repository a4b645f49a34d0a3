import { type Device, Fault } from '@quietport/core';
import { ncdp2Writer } from './ncdp2-writer.ts';
import type { ManageWorld, OpenDevice, Writer } from './writer.ts';

/** In the order in which they are tried. A new protocol is its file and one name here. */
const writers: readonly Writer[] = [ncdp2Writer];

/** Opens a way to the device by the first protocol that it speaks. Throws `manage/no-way` and what that protocol throws. */
export async function openDevice(device: Device, world: ManageWorld): Promise<OpenDevice> {
  for (const writer of writers) {
    const open = await writer.open(device, world);
    if (open !== undefined) return open;
  }
  throw new Fault('manage/no-way', { id: device.id });
}

/** Opens the device, hands it to `work`, and closes it whatever happens. */
export async function withDevice<T>(
  device: Device,
  world: ManageWorld,
  work: (open: OpenDevice) => Promise<T>,
): Promise<T> {
  const open = await openDevice(device, world);
  try {
    return await work(open);
  } finally {
    open.close();
    world.sent?.(open.address, open.ledger());
  }
}
