import { type Device, Fault } from '@quietport/core';
import { ippWriter } from './ipp-writer.ts';
import { ncdp2Writer } from './ncdp2-writer.ts';
import { snmpWriter } from './snmp-writer.ts';
import type { ManageWish, ManageWorld, OpenDevice, Property, Writer } from './writer.ts';

/** In the order in which they are tried. A new protocol is its file and one name here. */
const writers: readonly Writer[] = [ncdp2Writer, ippWriter, snmpWriter];

/**
 * Opens a way to the device by the first protocol that it speaks, that we have a key to, and that can do what is wished.
 * Throws `manage/no-way`, and where each way was closed, what the first one said.
 */
async function openDevice(device: Device, world: ManageWorld, wish: ManageWish): Promise<OpenDevice> {
  let first: Fault | undefined;
  let passed: Property | undefined;
  for (const writer of writers) {
    if (wish.protocol !== undefined && wish.protocol !== writer.protocol) continue;
    const wordless = wish.properties?.find((property) => !writer.properties.includes(property));
    if (wordless !== undefined) {
      passed = wordless;
      continue;
    }
    try {
      const open = await writer.open(device, world, wish);
      if (open !== undefined) return open;
    } catch (error) {
      if (!(error instanceof Fault && closed.has(error.code))) throw error;
      first ??= error;
    }
  }
  if (first !== undefined) throw first;
  if (passed === undefined) throw new Fault('manage/no-way', { id: device.id });
  throw new Fault('manage/refused', { id: device.id, why: `no way to it sets all of ${wish.properties?.join(', ')}` });
}

/** Opens the device, hands it to `work`, and closes it whatever happens. */
export async function withDevice<T>(
  device: Device,
  world: ManageWorld,
  wish: ManageWish,
  work: (open: OpenDevice) => Promise<T>,
): Promise<T> {
  const open = await openDevice(device, world, wish);
  try {
    return await work(open);
  } finally {
    open.close();
    world.sent?.(open.address, open.ledger());
  }
}

/** What says nothing against the next protocol. Another device, certificate or prover there is none of these. */
const closed: ReadonlySet<Fault['code']> = new Set(['manage/no-login', 'manage/unreachable', 'manage/refused']);
