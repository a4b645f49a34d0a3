import { type Clock, type Correction, type Device, type Dice, Fault, formatHex, type Store } from '@quietport/core';
import { findDevice, remember } from '../inventory.ts';
import { correctionCalled, correctionsOf, dropCorrections, keepCorrection } from './book.ts';

/** What corrections need of a house. */
export interface CorrectionDesk {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly dice: Dice;
}

/** A correction that holds now, and the devices as they are by it. */
export interface Corrected {
  readonly correction: Correction;
  readonly devices: readonly Device[];
}

/** These are one device, whatever they say. Throws `device/not-found`, `device/ambiguous`, `correction/nothing`. */
export async function mergeDevices(texts: readonly string[], desk: CorrectionDesk): Promise<Corrected> {
  const devices = await named(texts, desk);
  if (devices.length < 2) throw nothing('that is one device already');
  return keep({ is: 'merge', devices: devices.map(({ id }) => id) }, devices, desk);
}

/**
 * What is heard at that address is another device. Throws `correction/nothing` where the device has no other address, and
 * `correction/no-such-part` where it does not have that one.
 */
export async function splitDevice(text: string, address: string, desk: CorrectionDesk): Promise<Corrected> {
  const device = await findDevice(desk.store, text);
  const reached = device.interfaces.flatMap(({ addresses }) => addresses);
  if (!reached.includes(address))
    throw new Fault('correction/no-such-part', { id: device.id, address, known: reached.join(', ') || 'none' });
  if (reached.length < 2) throw nothing(`${address} is the only address of ${device.id}`);
  return keep({ is: 'split', device: device.id, address }, [device], desk);
}

/** A name that a person gives, and no look changes. Empty text takes it away. Throws `correction/bad-name`. */
export async function nameDevice(text: string, name: string, desk: CorrectionDesk): Promise<Corrected> {
  const device = await findDevice(desk.store, text);
  const given = name.trim();
  // C0, C1 and the controls that turn the direction of text around
  if (given.length > MOST_NAME || /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(given))
    throw new Fault('correction/bad-name', { most: MOST_NAME });
  if (given !== '') return keep({ is: 'name', device: device.id, name: given }, [device], desk);
  return dropOf(device, 'name', desk);
}

/** Keeps a device out of lists and alerts, or takes it back in. */
export async function ignoreDevice(text: string, ignored: boolean, desk: CorrectionDesk): Promise<Corrected> {
  const device = await findDevice(desk.store, text);
  if (!ignored) return dropOf(device, 'ignore', desk);
  if (device.ignored === true) throw nothing(`${device.id} is ignored already`);
  return keep({ is: 'ignore', device: device.id }, [device], desk);
}

/** Takes one correction back. Throws `correction/not-found`. */
export async function undoCorrection(id: string, desk: CorrectionDesk): Promise<Corrected> {
  const correction = await correctionCalled(desk.store, id);
  if (correction === undefined) throw new Fault('correction/not-found', { id });
  await dropCorrections(desk.store, [id]);
  return { correction, devices: await concludedAnew(idsOf(correction), desk.store) };
}

/** Whether a word is of the form of a correction's id; a run of `apply` has another. */
export function isCorrectionId(text: string): boolean {
  return /^c[0-9a-f]{8}$/.test(text);
}

async function named(texts: readonly string[], { store }: CorrectionDesk): Promise<readonly Device[]> {
  const devices = new Map<string, Device>();
  for (const text of texts) {
    const device = await findDevice(store, text);
    devices.set(device.id, device);
  }
  return [...devices.values()];
}

type Said = Correction extends infer C ? (C extends unknown ? Omit<C, 'id' | 'at'> : never) : never;

async function keep(
  said: Said,
  devices: readonly Device[],
  { store, clock, dice }: CorrectionDesk,
): Promise<Corrected> {
  // an `Omit` of each kind of correction, with what it left out
  const correction = { id: `c${formatHex(dice.bytes(4))}`, at: clock.now(), ...said } as Correction;
  await keepCorrection(store, correction);
  return {
    correction,
    devices: await concludedAnew(
      devices.flatMap(({ id, aliases }) => [id, ...aliases]),
      store,
    ),
  };
}

/** Takes back all that was said of that kind of one device. */
async function dropOf(device: Device, is: 'name' | 'ignore', { store }: CorrectionDesk): Promise<Corrected> {
  const ids = [device.id, ...device.aliases];
  const own = (await correctionsOf(store)).filter((one) => one.is === is && ids.includes(one.device));
  const last = own.at(-1);
  if (last === undefined)
    throw nothing(is === 'name' ? `nobody gave ${device.id} a name` : `${device.id} is not ignored`);
  await dropCorrections(
    store,
    own.map(({ id }) => id),
  );
  return { correction: last, devices: await concludedAnew(ids, store) };
}

/** The same evidence with other corrections: those devices that these ids mean now. */
async function concludedAnew(ids: readonly string[], store: Store): Promise<readonly Device[]> {
  const { devices } = await remember(store, [], []);
  return devices.filter((device) => [device.id, ...device.aliases].some((id) => ids.includes(id)));
}

function idsOf(correction: Correction): readonly string[] {
  return correction.is === 'merge' ? correction.devices : [correction.device];
}

function nothing(detail: string): Fault {
  return new Fault('correction/nothing', { detail });
}

const MOST_NAME = 200;
