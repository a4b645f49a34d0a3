import { type Claim, isReported } from '../../model/claim.ts';
import type { Device, Evidence } from '../../model/device.ts';
import { type Attempt, OBSERVED, type Observation, type ObservationId } from '../../model/observation.ts';
import type { RollEntry } from '../../model/roll.ts';
import { compareText } from './canonical.ts';
import { listOf } from './entries.ts';
import type { Conflict } from './groups.ts';
import { nearest } from './nearest.ts';
import { addressKey, textOf } from './places.ts';
import { type HeardAt, placing } from './placing.ts';
import { type StateTold, tellersOfState } from './state.ts';
import { type VisitsAt, visitsAt } from './visits.ts';

/** What fusion made of the observations, so far as it says which of them something hangs on. */
export interface Concluded {
  readonly devices: readonly Device[];
  readonly roll: readonly RollEntry[];
  readonly conflicts: readonly Conflict[];
}

/**
 * The observations that later ones have superseded (docs/decisions/0007-what-the-log-keeps.md): among those of one host
 * at one place that say the same, the first and the latest stay. A state or a reading that changed in between has been
 * news, so what lies on both sides of it stays. `concluded` is what `fuse` made of the same observations and attempts: whatever it
 * names as evidence stays, too. Law: to fuse without the superseded ones gives the same devices.
 */
export function superseded(
  observations: readonly Observation[],
  concluded: Concluded,
  attempts: readonly Attempt[] = [],
): readonly ObservationId[] {
  const kept = named(concluded);
  for (const id of turnsOfState(observations, concluded.devices)) kept.add(id);
  const { places, unplaced } = placing(observations);
  const askedAt = new Map<string, Attempt[]>();
  for (const attempt of attempts) listOf(askedAt, addressKey(attempt.vantage, attempt.target.address)).push(attempt);
  return [
    ...between(unplaced.map(({ observation }) => observation)),
    ...places.flatMap((heardAt) => [...supersededAt(heardAt, kept, askedAt.get(heardAt.place.key) ?? [])]),
  ].filter((id) => !kept.has(id));
}

/** At one place. Where hosts took turns, their times tell them apart: nothing goes unless they come out the same without. */
function supersededAt(
  { place, heard }: HeardAt,
  kept: ReadonlySet<ObservationId>,
  attempts: readonly Attempt[],
): ReadonlySet<ObservationId> {
  const before = visitsAt(place, heard);
  const ids = before.visits.flatMap(({ observations }) => between(observations)).filter((id) => !kept.has(id));
  const gone = new Set(ids);
  if (gone.size === 0 || !severalKeys(heard)) return gone;
  for (const { id } of before.shared?.observations ?? []) gone.delete(id);
  if (before.visits.length > 1) for (const id of heardNextTo(attempts, heard)) gone.delete(id);
  const after = visitsAt(
    place,
    heard.filter(({ observation }) => !gone.has(observation.id)),
  );
  return sameVisits(before, after, gone) ? gone : new Set();
}

/** Of each run of observations that say the same, all but the first and the last. */
function between(observations: readonly Observation[]): ObservationId[] {
  const gone: ObservationId[] = [];
  const runs = new Map<string, { news: string; first: ObservationId; last: ObservationId }>();
  const alike = new Map<string, Observation[]>();
  for (const observation of observations) listOf(alike, likenessOf(observation)).push(observation);
  // two of a kind are the first and the last: to compare their words would be in vain
  for (const observation of [...alike.values()].flatMap((list) => (list.length < 3 ? [] : list))) {
    const line = lineOf(observation);
    const news = newsOf(observation);
    const { id } = observation;
    const run = runs.get(line);
    if (run?.news !== news) runs.set(line, { news, first: id, last: id });
    else {
      if (run.last !== run.first) gone.push(run.last);
      run.last = id;
    }
  }
  return gone;
}

/** Observations of one line have this in common. */
function likenessOf({ protocol, from, claims }: Observation): string {
  let count = 0;
  for (const claim of claims) if (isReported(claim) || lasting.has(claim.is)) count++;
  return `${protocol} ${from.address} ${from.port} ${count}`;
}

/**
 * Who says what of who it is and what it serves. Where in the packet a record stood says nothing: a responder may
 * shuffle its records each time.
 */
function lineOf({ vantage, from, protocol, relayed, claims, raw }: Observation): string {
  const said = claims.flatMap((claim) => {
    // which rows of a table it tells of: their values are news
    if (isReported(claim)) return [`${claim.is} ${claim.row}`];
    return lasting.has(claim.is) ? [textOfClaim(claim)] : [];
  });
  said.sort(compareText);
  const sender = [vantage.host, vantage.interface, from.address, from.port, from.transport, protocol, relayed === true];
  // where nothing is known of a protocol, its bytes are all that it says
  return JSON.stringify(protocol === OBSERVED ? [sender, [...raw]] : [sender, said]);
}

/** What else it says, of which a change is news though the rest stays: how it is, and a goodbye. */
function newsOf({ claims, validForMs }: Observation): string {
  const said = claims.flatMap((claim) => (lasting.has(claim.is) ? [] : [textOfClaim(claim)]));
  return JSON.stringify([validForMs === 0, said]);
}

function textOfClaim(claim: Claim): string {
  return JSON.stringify({ ...claim, path: claim.path.replace(/\[\d+\]/g, '[]') });
}

/** False where all that tells a key tells the same ones: then there is one host, whatever its times. */
function severalKeys(heard: HeardAt['heard']): boolean {
  let first: string | undefined;
  for (const { keys } of heard) {
    if (keys.length === 0) continue;
    const text = textOf(keys);
    first ??= text;
    if (text !== first) return true;
  }
  return false;
}

/** An attempt is put down to whoever was heard next to it in time. */
function heardNextTo(attempts: readonly Attempt[], heard: HeardAt['heard']): ObservationId[] {
  const line = { times: heard.map(({ observation }) => observation.at), owners: [...heard.keys()] };
  return attempts.flatMap(({ at }) => {
    const index = nearest(line, at);
    return index === undefined ? [] : [heard[index]!.observation.id];
  });
}

function sameVisits(before: VisitsAt, after: VisitsAt, gone: ReadonlySet<ObservationId>): boolean {
  const text = ({ visits, shared }: VisitsAt) =>
    JSON.stringify([
      visits.map(({ observations }) => observations.flatMap(({ id }) => (gone.has(id) ? [] : [id]))),
      shared?.clash,
      shared?.observations.map(({ id }) => id),
    ]);
  return text(before) === text(after);
}

/** The observations that ids, facts, ports, merges and conflicts point to. */
function named({ devices, roll, conflicts }: Concluded): Set<ObservationId> {
  const ids = new Set<ObservationId>(conflicts.flatMap(({ evidence }) => evidence));
  const add = (evidence: readonly Evidence[]) => {
    for (const { observation } of evidence) ids.add(observation);
  };
  for (const { facts, ports, merges, supplies, trays, counters, alerts } of devices) {
    for (const { evidence } of [...ports, ...merges]) for (const id of evidence) ids.add(id);
    add([...supplies, ...trays, ...counters, ...alerts].map(({ evidence }) => evidence));
    for (const { also } of supplies) add(also.map(({ evidence }) => evidence));
    for (const { anchors } of counters) add(anchors);
    for (const known of Object.values(facts)) {
      add(known.evidence);
      for (const other of known.against) add(other.evidence);
    }
  }
  for (const { keys } of roll) for (const key of keys) if (key.startsWith(ANCHOR)) ids.add(key.slice(ANCHOR.length));
  return ids;
}

/**
 * Where each device's present state began, and the last word before it: several protocols tell of one state, and none
 * of their own runs shows the turn.
 */
function turnsOfState(observations: readonly Observation[], devices: readonly Device[]): ObservationId[] {
  const byId = new Map(observations.map((observation) => [observation.id, observation]));
  return devices.flatMap((device) => {
    const heard = device.observations.flatMap((id) => byId.get(id) ?? []);
    return tellersOfState(heard).flatMap(lastTurn);
  });
}

function lastTurn(words: readonly StateTold[]): ObservationId[] {
  let turn: ObservationId[] = [];
  let last: { word: string; id: ObservationId } | undefined;
  for (const { id, claim } of words) {
    if (last?.word !== claim.word) turn = last === undefined ? [id] : [last.id, id];
    last = { word: claim.word, id };
  }
  return turn;
}

const lasting: ReadonlySet<Claim['is']> = new Set(['fact', 'mac', 'address', 'hostname', 'service']);
// the key of a roll entry that names the observation it hangs on
const ANCHOR = 'observation:';
