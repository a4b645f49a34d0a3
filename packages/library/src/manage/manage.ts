import { type Device, type Dice, Fault, formatHex } from '@quietport/core';
import { findDevice } from '../inventory.ts';
import type { Journal, JournalChange } from './journal.ts';
import { withDevice } from './open-device.ts';
import {
  type IdentifyAction,
  type ManageWish,
  type ManageWorld,
  type OpenDevice,
  type Property,
  type PropertyChange,
  type PropertyValues,
  properties,
} from './writer.ts';

/** What a device is to be like. */
export interface DesiredDevice {
  /** A device of the inventory by any of its names. */
  readonly id: string;
  readonly values: PropertyValues;
}

/** What is to be changed of one device, or why it cannot be. */
export interface PlannedDevice {
  readonly device: Device;
  readonly protocol: string | undefined;
  readonly address: string | undefined;
  readonly changes: readonly PropertyChange[];
  readonly problem: Fault | undefined;
  /** The change in the journal that this one takes back. */
  readonly undoes?: string;
}

/** What came of one device. */
export interface AppliedDevice extends PlannedDevice {
  /** `unknown`: the connection broke, or the device keeps something else; the journal has what was there before. */
  readonly outcome: 'done' | 'unchanged' | 'not-done' | 'unknown';
}

/** Reads what devices are like and says what would be changed; the devices check it, and nothing is changed. */
export async function plan(desired: readonly DesiredDevice[], world: ManageWorld): Promise<readonly PlannedDevice[]> {
  const planned: PlannedDevice[] = [];
  // names are looked up first: a wrong one sends nothing anywhere
  const found = [];
  for (const row of desired) found.push({ ...row, device: await findDevice(world.house.store, row.id) });
  for (const { device, values } of found)
    planned.push(await planOne(device, world, wishFor(Object.keys(values)), (now) => changesTo(values, now)));
  return planned;
}

/** Does what was planned, device by device: who is there is read again, what was there is written down, then changed. */
export async function apply(
  planned: readonly PlannedDevice[],
  journal: Journal,
  world: ManageWorld,
  told: (row: AppliedDevice) => void = () => undefined,
): Promise<{ readonly run: string; readonly devices: readonly AppliedDevice[] }> {
  const run = newRun(world.house.dice);
  const devices: AppliedDevice[] = [];
  for (const row of planned) {
    // interrupted: what was begun is ended, and nothing more is begun
    if (world.signal.aborted) break;
    const applied = await applyDevice(row, run, journal, world);
    devices.push(applied);
    told(applied);
  }
  return { run, devices };
}

/** What takes an earlier order back, the last one if none is named: only where what it set is still there. */
export async function planUndo(
  run: string | undefined,
  journal: Journal,
  world: ManageWorld,
): Promise<readonly PlannedDevice[]> {
  const planned: PlannedDevice[] = [];
  for (const change of (await journal.toUndo(run)).toReversed()) {
    const device = await findDevice(world.house.store, change.device);
    const wish = wishFor(
      change.changes.map(({ property }) => property),
      change.protocol,
    );
    const row = await planOne(device, world, wish, (now) => changesBack(change, now));
    planned.push({ ...row, undoes: change.id });
  }
  return planned;
}

/** Makes a device show itself. Throws `device/…`, `manage/…` and `credentials/…`. */
export async function identify(
  id: string,
  actions: readonly IdentifyAction[],
  world: ManageWorld,
): Promise<{ readonly device: Device; readonly protocol: string; readonly address: string }> {
  const device = await findDevice(world.house.store, id);
  return withDevice(device, world, {}, async (open) => {
    await open.identify(actions);
    return { device, protocol: open.protocol, address: open.address };
  });
}

async function planOne(
  device: Device,
  world: ManageWorld,
  wish: ManageWish,
  wanted: (now: Readonly<Record<Property, string | null>>) => readonly PropertyChange[],
): Promise<PlannedDevice> {
  let way: Pick<OpenDevice, 'protocol' | 'address'> | undefined;
  let changes: readonly PropertyChange[] = [];
  let problem: Fault | undefined;
  try {
    await withDevice(device, world, wish, async (open) => {
      way = open;
      changes = wanted(await open.read());
      await open.check(changes);
    });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    problem = error;
  }
  return { device, protocol: way?.protocol, address: way?.address, changes, problem };
}

/** The name of an order in the journal. */
export function newRun(dice: Dice): string {
  return formatHex(dice.bytes(6));
}

/** Does what was planned for one device, as part of a run. Throws only what is no `Fault`. */
export async function applyDevice(
  row: PlannedDevice,
  run: string,
  journal: Journal,
  world: ManageWorld,
): Promise<AppliedDevice> {
  const { device, changes, undoes } = row;
  if (row.problem !== undefined) return { ...row, outcome: 'not-done' };
  if (changes.length === 0) return { ...row, outcome: 'unchanged' };
  const { clock, dice } = world.house;
  let written: string | undefined;
  let kept: PropertyValues | undefined;
  try {
    const wish = wishFor(
      changes.map(({ property }) => property),
      row.protocol,
    );
    await withDevice(device, world, wish, async (open) => {
      demandAsPlanned(device, changes, await open.read());
      const id = formatHex(dice.bytes(6));
      const { protocol, address } = open;
      const entry = { is: 'change', id, run, at: clock.now(), device: device.id, protocol, address, changes } as const;
      await journal.append(undoes === undefined ? entry : { ...entry, undoes });
      written = id;
      try {
        await open.write(changes);
      } catch (error) {
        if (error instanceof Fault && error.code === 'manage/not-kept') kept = keptOf(changes, await open.read());
        throw error;
      }
    });
  } catch (error) {
    const problem = error instanceof Fault ? error : undefined;
    const outcome = problem !== undefined && !mayBeDone.has(problem.code) ? 'not-done' : 'unknown';
    if (written !== undefined) await note(journal, written, outcome, clock.now(), String(error), kept);
    if (problem === undefined) throw error;
    return { ...row, problem, outcome };
  }
  if (written !== undefined) await note(journal, written, 'done', clock.now());
  return { ...row, outcome: 'done' };
}

function wishFor(names: readonly string[], protocol?: string): ManageWish {
  const wished = properties.filter((property) => names.includes(property));
  return { properties: wished, ...(protocol === undefined ? {} : { protocol }) };
}

async function note(
  journal: Journal,
  of: string,
  outcome: 'done' | 'not-done' | 'unknown',
  at: number,
  text?: string,
  kept?: PropertyValues,
): Promise<void> {
  const more = { ...(text === undefined ? {} : { text }), ...(kept === undefined ? {} : { kept }) };
  await journal.append({ is: 'outcome', of, at, outcome, ...more });
}

/** What undoing starts from: the device made something of its own of what it was told. */
function keptOf(changes: readonly PropertyChange[], now: Readonly<Record<Property, string | null>>): PropertyValues {
  return Object.fromEntries(changes.map(({ property }) => [property, now[property]]));
}

/** A person agreed to a plan, and to nothing else. */
function demandAsPlanned(
  { id }: Device,
  changes: readonly PropertyChange[],
  now: Readonly<Record<Property, string | null>>,
): void {
  for (const { property, from } of changes)
    if (now[property] !== from)
      throw new Fault('manage/changed-meanwhile', {
        property,
        id,
        now: quoted(now[property]),
        expected: quoted(from),
      });
}

function changesTo(wanted: PropertyValues, now: Readonly<Record<Property, string | null>>): readonly PropertyChange[] {
  return properties.flatMap((property) => {
    const to = wanted[property];
    return to === undefined || to === now[property] ? [] : [{ property, from: now[property], to }];
  });
}

/** What somebody has changed since is left as it is, and said; what is as it was before needs nothing. */
function changesBack(
  { device: id, changes }: JournalChange,
  now: Readonly<Record<Property, string | null>>,
): readonly PropertyChange[] {
  const moved = changes.find(({ property, from, to }) => now[property] !== to && now[property] !== from);
  if (moved !== undefined)
    throw new Fault('manage/changed-meanwhile', {
      property: moved.property,
      id,
      now: quoted(now[moved.property]),
      expected: quoted(moved.to),
    });
  return changes.flatMap(({ property, from, to }) =>
    now[property] === to && to !== from ? [{ property, from: to, to: from }] : [],
  );
}

function quoted(value: string | null): string {
  return value === null ? 'not set' : `"${value}"`;
}

const mayBeDone: ReadonlySet<Fault['code']> = new Set(['manage/lost', 'manage/not-kept']);
