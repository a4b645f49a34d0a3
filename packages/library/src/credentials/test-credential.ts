import {
  type Door,
  Fault,
  type FleetScope,
  isInScope,
  isKnownToWork,
  isResting,
  type Locksmith,
  lastTryOf,
  MOST_TRIES,
  nextTryAt,
  notesAt,
  REST_MS,
  triesLeft,
  type Vault,
} from '@quietport/core';
import type { House } from '../house.ts';
import { type InspectRequest, planInspect } from '../inspect.ts';
import { findDevice } from '../inventory.ts';
import type { FindPlan } from '../plan.ts';
import { runPlan } from '../run.ts';
import { findSet } from './credentials.ts';
import { doorsOf } from './doors.ts';
import { askedBy, VaultLocksmith } from './locksmith.ts';

export interface TestCredentialRequest extends Omit<InspectRequest, 'host'> {
  readonly name: string;
  /** A device of the inventory by any of its names, or the address or name of a host. */
  readonly target: string;
  readonly fleet?: FleetScope;
}

/** What came of a key at one host. */
export interface TestedCredential {
  readonly name: string;
  readonly address: string;
  /** The device that is known to be there. */
  readonly device: string | undefined;
  /**
   * `silent`: no answer to the key, which says neither yes nor no. `not-asked`: the host spoke nothing that the key is
   * for, so that it was not shown.
   */
  readonly outcome: 'worked' | 'refused' | 'silent' | 'not-asked';
  readonly why: string | undefined;
  /** True where the host answered anything, with this key or without. */
  readonly answered: boolean;
  /** All of it in a sentence. */
  readonly text: string;
}

/**
 * Shows one key to one host and says what came of it. It counts as any other try. Throws `Fault` `credentials/not-found`,
 * `credentials/out-of-scope`, `credentials/enough-tries` and `credentials/resting`.
 */
export async function testCredential(
  request: TestCredentialRequest,
  vault: Vault,
  house: House,
  signal: AbortSignal,
  planned: (plan: FindPlan) => void = () => undefined,
): Promise<TestedCredential> {
  const { name, target, ...how } = request;
  const set = await findSet(name, vault);
  if (set.secret.for === 'ncdp2-token')
    throw new Fault('usage/bad-arguments', {
      detail: 'A token of NCDP/2 opens a device to orders, and no look shows it',
      next: 'quietport plan FILE logs in with it and changes nothing.',
    });
  const host = await addressOf(target, house);
  const only = new VaultLocksmith({ vault, store: house.store, clock: house.clock }, name);
  const heard: { taken: boolean; told?: { readonly worked: boolean; readonly why: string | undefined } } = {
    taken: false,
  };
  const locksmith: Locksmith = {
    next: async (kind, address, tried) => {
      const key = await only.next(kind, address, tried);
      heard.taken ||= key !== undefined;
      return key;
    },
    told: async (address, key, worked, why) => {
      heard.told = { worked, why };
      await only.told(address, key, worked, why);
    },
    forecast: (places) => only.forecast(places),
  };
  const single: House = { ...house, locksmith };
  const plan = await planInspect({ ...how, host, methods: askedBy[set.secret.for] }, single, signal);
  const [address = host] = plan.order.addresses;
  const door = await doorsOf(house.store, house.clock).at(address);
  if (!isInScope(set.scope, door))
    throw new Fault('credentials/out-of-scope', { name, target: address, scope: set.scope.join(', ') });
  await demandTry(door, set, vault, house.clock.now());
  planned(plan);
  const { observations } = await runPlan({ ...plan, order: { ...plan.order, addresses: [address] } }, single, signal);
  const { taken, told } = heard;
  const outcome: TestedCredential['outcome'] =
    told === undefined ? (taken ? 'silent' : 'not-asked') : told.worked ? 'worked' : 'refused';
  const tested = { name, address, device: door.device?.id, outcome, why: told?.why, answered: observations.length > 0 };
  return { ...tested, text: textOf(tested) };
}

function textOf({ name, address, outcome, why, answered }: Omit<TestedCredential, 'text'>): string {
  const without = answered ? 'It answers without it.' : 'Nobody answers there at all.';
  switch (outcome) {
    case 'worked':
      return `${address} opens to "${name}".`;
    case 'refused':
      return `${address} does not open to "${name}"${why === undefined ? '' : `: ${why}`}.`;
    case 'silent':
      return `${address} gave no answer to "${name}", which says neither yes nor no. ${without}`;
    case 'not-asked':
      return `${address} speaks nothing that "${name}" is for: it was not shown. ${without}`;
  }
}

/** A person's order is no reason to lock a door. */
async function demandTry(door: Door, set: Awaited<ReturnType<typeof findSet>>, vault: Vault, now: number) {
  const row = notesAt(await vault.notes.read(), door);
  if (isKnownToWork(row, set)) return;
  const target = door.device?.id ?? door.address;
  if (isResting(row, set, now)) {
    const at = new Date(lastTryOf(row, set) ?? now - REST_MS).toISOString();
    throw new Fault('credentials/resting', { target, name: set.name, at });
  }
  if (triesLeft(row, now) > 0) return;
  const after = new Date(nextTryAt(row, now)).toISOString();
  throw new Fault('credentials/enough-tries', { target, most: MOST_TRIES, after });
}

/** The address of a device of the inventory, or the words themselves where the inventory does not know them. */
export async function addressOf(target: string, { store }: Pick<House, 'store'>): Promise<string> {
  try {
    const device = await findDevice(store, target);
    const addresses = device.interfaces.flatMap((row) => row.addresses);
    const address = addresses.find((each) => each === target) ?? addresses[0];
    if (address === undefined) throw new Fault('device/no-address', { id: device.id });
    return address;
  } catch (error) {
    if (error instanceof Fault && error.code === 'device/not-found') return target;
    throw error;
  }
}
