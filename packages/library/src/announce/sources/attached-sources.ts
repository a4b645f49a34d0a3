import type { AttachedSource, Clock, Cryptography, Dice, Network } from '@quietport/core';
import { Fault, formatHex } from '@quietport/core';
import { isSocket, machineId, textFile } from '@quietport/node';
import type { LeftOut, QueueRead } from './cups-device.ts';
import { type CupsDoor, cupsAddress, cupsSocket } from './cups-door.ts';
import { cupsSource } from './cups-source.ts';
import { type ListedDevice, listedSource } from './listed-source.ts';
import { OwnValues, type ReadSource, withOwnValues } from './own-values.ts';
import { type NamedRecording, recordedSource } from './recorded-source.ts';
import { usbSource } from './usb-source.ts';

/** Where attached devices are to be taken from. Nothing named: what is there, CUPS and USB. */
export interface AttachedWish {
  /** A CUPS server: its Unix socket (`/run/cups/cups.sock`), its address (`localhost:631`), or true for this machine's. */
  readonly cups?: string | true | undefined;
  /** Queues that CUPS does not share are served as well. */
  readonly unshared?: boolean | undefined;
  /** The USB printers of this machine: true, or another tree than the kernel's. */
  readonly usb?: string | true | undefined;
  readonly devices?: readonly ListedDevice[] | undefined;
  readonly recordings?: readonly NamedRecording[] | undefined;
  /** The folder for what was set of devices that cannot keep it themselves. */
  readonly folder: string;
}

export interface AttachedWorld {
  readonly network: Network;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly cryptography: Cryptography;
}

/** The sources, and what a person should know of the choice: one sentence each. */
export interface AttachedChoice {
  readonly sources: readonly AttachedSource[];
  readonly notes: readonly string[];
}

/**
 * The sources of attached devices. Each is read once to say what it has. One that cannot be read now stays among them
 * without a note, for whoever reads them says so; USB that nobody named and that is not there is left away. Throws `file/no-recording`, `file/cannot-read`, `file/cannot-write` and
 * `announce/bad-state`.
 */
export async function attachedSources(
  wish: AttachedWish,
  world: AttachedWorld,
  signal: AbortSignal,
): Promise<AttachedChoice> {
  const { cryptography } = world;
  const { devices = [], recordings = [], folder } = wish;
  const byItself = wish.cups === undefined && wish.usb === undefined && devices.length + recordings.length === 0;
  const notes: string[] = [];
  const values = new OwnValues(textFile(`${folder}/attached.json`, world.dice));
  await values.all();
  const machine = (await machineId()) ?? (await madeId(folder, world.dice));
  const plain: ReadSource[] = [];
  if (wish.usb !== undefined || byItself) {
    const root = typeof wish.usb === 'string' ? wish.usb : undefined;
    plain.push(usbSource({ cryptography, machine, root }));
  }
  if (devices.length > 0) plain.push(listedSource(devices, { cryptography, machine }));
  if (recordings.length > 0) plain.push(recordedSource(recordings, cryptography));
  const sources: AttachedSource[] = [];
  const door = wish.cups === undefined && !byItself ? undefined : await cupsDoor(wish.cups, world.network);
  if (door !== undefined) {
    const source = cupsSource(door, { ...world, unshared: wish.unshared === true });
    const queues = await readOrFault(() => source.queues(signal));
    if (!(queues instanceof Fault)) notes.push(cupsNote(queues, door));
    sources.push(source);
  }
  for (const source of plain) {
    const read = await readOrFault(() => source.read(signal));
    if (!(read instanceof Fault)) notes.push(`${titles[source.id] ?? source.id}: ${counted(read.length, 'device')}.`);
    // a file that a person named and that is wrong does not become right by waiting
    else if (source.id === 'recordings') throw read;
    else if (byItself && read.code === 'announce/no-usb') continue;
    sources.push(withOwnValues(source, values));
  }
  return { sources, notes };
}

async function readOrFault<T>(read: () => Promise<T>): Promise<T | Fault> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

async function cupsDoor(named: string | true | undefined, network: Network): Promise<CupsDoor> {
  if (typeof named === 'string') return named.startsWith('/') ? cupsSocket(named) : cupsAddress(named, network);
  for (const path of SOCKETS) if (await isSocket(path)) return cupsSocket(path);
  return cupsAddress('localhost:631', network);
}

function cupsNote(queues: readonly QueueRead[], door: CupsDoor): string {
  const served = queues.filter(({ is }) => is === 'device').length;
  const left = (Object.keys(reasons) as LeftOut[]).flatMap((why) => {
    const names = queues.flatMap((row) => (row.is === 'left-out' && row.why === why ? [row.name] : []));
    return names.length === 0 ? [] : [`${names.join(', ')} (${reasons[why]})`];
  });
  const rest = left.length === 0 ? '' : `, left out: ${left.join('; ')}`;
  return `CUPS at ${door.name}: ${counted(served, 'queue')}${rest}.`;
}

function counted(count: number, noun: string): string {
  return count === 0 ? `no ${noun}` : `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Where the system has no id of its own (a container), one is made and kept. */
async function madeId(folder: string, dice: Dice): Promise<string> {
  const file = textFile(`${folder}/machine-id`, dice);
  const kept = (await file.read())?.trim();
  if (kept !== undefined && /^[0-9a-f]{32}$/.test(kept)) return kept;
  const made = formatHex(dice.bytes(16));
  await file.write(`${made}\n`);
  return made;
}

const SOCKETS = ['/run/cups/cups.sock', '/var/run/cups/cups.sock', '/private/var/run/cupsd'];
const titles: Readonly<Record<string, string>> = {
  usb: 'USB printers',
  devices: 'Listed devices',
  recordings: 'Virtual devices',
};
const reasons: Readonly<Record<LeftOut, string>> = {
  'not-shared': 'not shared in CUPS',
  class: 'a class of queues',
  remote: 'on another print server',
  temporary: 'made for the moment',
};
