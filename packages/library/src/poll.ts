import {
  Alone,
  type Attempt,
  type DeviceId,
  formatHex,
  Gate,
  type KnownHost,
  type LedgerRow,
  noteLook,
  type Observation,
  outdatedNotes,
  type PollProbe,
  pollHosts,
  type Refusal,
} from '@quietport/core';
import { correctionsOf } from './corrections/book.ts';
import type { House } from './house.ts';
import { remember } from './inventory.ts';
import { type FindPlan, type FindRequest, planFind } from './plan.ts';
import { type News, rememberSome, type Shelf, takeFrom } from './poll-memory.ts';

export interface PollRequest extends Omit<FindRequest, 'targets' | 'methods' | 'passive' | 'again' | 'sweepOnly'> {
  /** Ids of devices; all of the inventory if none. */
  readonly ids?: readonly DeviceId[];
}

/** What a poll brought; the readings are in the store. */
export interface Polled {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly answered: number;
  readonly silent: number;
  /** The addresses of devices that only a look can ask: they told too little to be polled, or are not what they were. */
  readonly lookAt: readonly string[];
  readonly ledger: readonly LedgerRow[];
  readonly refused: readonly Refusal[];
}

export interface PollProgress {
  /** Before the first packet. */
  planned?(plan: FindPlan): void;
  /** Each thing heard, as it comes: nothing of it is held here. */
  observed?(observation: Observation): void;
}

/**
 * Asks known devices again how they are, by what they told before: a few packets each, and no walk where nothing has
 * moved. Devices are taken from the store, asked, fused and kept some hundred at a time, so that memory does not grow with
 * them. Whoever cannot be polled is named for a look.
 */
export async function poll(
  request: PollRequest,
  house: House,
  signal: AbortSignal,
  progress: PollProgress = {},
): Promise<Polled> {
  const { store, clock, dice } = house;
  const startedAt = clock.now();
  const probe = house.catalogue.find((room) => room.poll !== undefined)?.poll;
  const roll = await store.roll.all();
  const alone = new Alone(roll, await correctionsOf(house.store));
  const wanted = request.ids === undefined ? undefined : new Set(request.ids);
  const ids = alone.ids().filter((id) => wanted === undefined || wanted.has(id));
  const own = new Set(ids);
  const targets = roll.flatMap(({ id, aliasOf, keys }) => (own.has(aliasOf ?? id) ? keys.flatMap(addressIn) : []));
  const { ids: _, ...how } = request;
  const plan = await planFind({ ...how, targets: [...new Set(targets)] }, house, signal);
  progress.planned?.(plan);
  const gate = new Gate(house.network, plan.policy, clock);
  const asked = byAddress(await store.attempts.all());
  const looks = await store.looks.all();
  const lookAt: string[] = [];
  const heard = new Set<string>();
  const attempted: Attempt[] = [];
  let whole = false;

  for (let at = 0; at < ids.length && !signal.aborted; at += AT_A_TIME) {
    const shelf = await takeFrom(store, ids.slice(at, at + AT_A_TIME));
    const { hosts, others } = hostsOf(shelf, probe);
    lookAt.push(...others);
    if (probe === undefined || hosts.length === 0) continue;
    const news: { observations: Observation[]; attempts: Attempt[] } = { observations: [], attempts: [] };
    await pollHosts(
      hosts,
      probe,
      plan.order,
      { gate, clock, dice, host: house.host },
      {
        observed: (observation) => {
          news.observations.push(observation);
          progress.observed?.(observation);
        },
        attempted: (attempt) => news.attempts.push(attempt),
        ended: (address, ending) => {
          if ('differs' in ending && ending.differs === true) lookAt.push(address);
          else if (ending.is === 'answered') heard.add(address);
        },
      },
      signal,
    );
    attempted.push(...news.attempts);
    await keep(shelf, hosts, news);
  }
  await rememberSilence();
  if (whole) await remember(store, [], []);
  return {
    startedAt,
    finishedAt: clock.now(),
    answered: heard.size,
    silent: attempted.filter(({ outcome }) => outcome === 'silent').length,
    lookAt: [...new Set(lookAt)],
    ledger: gate.ledger.rows(),
    refused: gate.ledger.refusals(),
  };

  async function keep({ devices, evidence }: Shelf, hosts: readonly KnownHost[], news: News): Promise<void> {
    const asking = new Set(hosts.map(({ address }) => address));
    const touched = devices.filter(({ interfaces }) =>
      interfaces.some(({ addresses }) => addresses.some((address) => asking.has(address))),
    );
    const mine = new Set(touched.flatMap(({ observations }) => observations));
    const places = new Set(evidence.flatMap(({ id, from }) => (mine.has(id) ? [from.address] : [])));
    const before = { devices: touched, evidence: evidence.filter(({ id }) => mine.has(id)) };
    const attempts = [...places].flatMap((address) => asked.get(address) ?? []);
    whole = !(await rememberSome(store, alone, before, attempts, news, looks)) || whole;
  }

  /** A poll is a look of the devices that it asked: who was silent in two of them is not there. */
  async function rememberSilence(): Promise<void> {
    const known = new Set(attempted.map(({ target }) => target.address));
    const notes = noteLook([], attempted, known, { at: clock.now(), id: formatHex(dice.bytes(5)) });
    if (notes.length === 0) return;
    await store.transaction(async (inside) => {
      await inside.looks.append(notes);
      await inside.looks.remove(outdatedNotes(await inside.looks.all()));
    });
    const silent = new Set(notes.flatMap((note) => note.silent));
    const missing = roll.filter(({ keys }) => keys.flatMap(addressIn).some((address) => silent.has(address)));
    const mute = [...new Set(missing.map(({ id, aliasOf }) => aliasOf ?? id))];
    const [current, now] = [await store.looks.all(), byAddress(await store.attempts.all())];
    for (let at = 0; at < mute.length; at += AT_A_TIME) {
      const before = await takeFrom(store, mute.slice(at, at + AT_A_TIME));
      const places = new Set(before.evidence.map(({ from }) => from.address));
      const attempts = [...places].flatMap((address) => now.get(address) ?? []);
      const nothing = { observations: [], attempts: [] };
      whole = !(await rememberSome(store, alone, before, attempts, nothing, current)) || whole;
    }
  }
}

/** Each device where it answered last, with what to ask; and the addresses of those of whom too little is known. */
function hostsOf(
  { devices, evidence }: Shelf,
  probe: PollProbe | undefined,
): { readonly hosts: readonly KnownHost[]; readonly others: readonly string[] } {
  const room = probe?.id.split('.')[0];
  const byId = new Map(evidence.map((observation) => [observation.id, observation]));
  const hosts = new Map<string, KnownHost>();
  const others: string[] = [];
  for (const { observations, interfaces } of devices) {
    const own = observations.flatMap((id) => byId.get(id) ?? []);
    const told = own.filter(({ protocol, relayed }) => protocol === room && relayed !== true);
    const last = told.at(-1);
    const packets =
      last === undefined
        ? []
        : told.filter(({ at, from }) => from.address === last.from.address && at >= last.at - ONE_RUN_MS);
    const recalled = probe?.recall(packets.map(({ raw }) => raw));
    if (recalled !== undefined && last !== undefined && !hosts.has(last.from.address))
      hosts.set(last.from.address, { address: last.from.address, recalled });
    else others.push(...interfaces.flatMap(({ addresses }) => addresses));
  }
  return { hosts: [...hosts.values()], others };
}

/** The address in the key of a place (`address:host/eth0/192.0.2.9`). */
function addressIn(key: string): readonly string[] {
  return key.startsWith('address:') ? [key.slice(key.lastIndexOf('/') + 1)] : [];
}

function byAddress(attempts: readonly Attempt[]): ReadonlyMap<string, readonly Attempt[]> {
  const rows = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const { address } = attempt.target;
    const list = rows.get(address) ?? [];
    rows.set(address, list);
    list.push(attempt);
  }
  return rows;
}

const AT_A_TIME = 250;
/** All packets of one look at a device lie within this. */
const ONE_RUN_MS = 60_000;
