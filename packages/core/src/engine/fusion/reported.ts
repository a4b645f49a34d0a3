import { isReported, type Reported } from '../../model/claim.ts';
import type { Observation, ProtocolId } from '../../model/observation.ts';
import type { Reading } from '../../model/reading.ts';
import { entryOf, listOf } from './entries.ts';
import { trustOf } from './trust.ts';

/** The newest telling of one row of one source's table. */
export interface ReportedRow<C extends Reported = Reported> {
  readonly claim: C;
  readonly reading: Reading;
}

/** What one source tells at present. */
export interface ReportedBy {
  readonly source: ProtocolId;
  readonly rank: number;
  readonly rows: readonly ReportedRow[];
}

/**
 * Each source's present tables. `observations` are in canonical order. A row that the newest packet of a whole table
 * lacks is gone; one that a table told in parts has not named for a day is gone, too: a packet may have been lost before.
 * What a server relays counts only where the device itself tells nothing.
 */
export function reportedBy(observations: readonly Observation[]): ReportedBy[] {
  const own = reportedIn(observations.filter(({ relayed }) => relayed !== true));
  return own.length > 0 ? own : reportedIn(observations);
}

function reportedIn(observations: readonly Observation[]): ReportedBy[] {
  const sources = new Map<ProtocolId, { rank: number; rows: Map<string, ReportedRow>; newest: Observation }>();
  for (const observation of observations) {
    for (const claim of observation.claims) {
      if (!isReported(claim)) continue;
      const { id, at, protocol } = observation;
      const trust = trustOf(observation, claim.path, 'told');
      const source = entryOf(sources, protocol, () => ({ rank: trust.rank, rows: new Map(), newest: observation }));
      source.newest = observation;
      const evidence = { observation: id, protocol, path: claim.path, rule: trust.rule };
      source.rows.set(`${claim.is} ${claim.row}`, { claim, reading: { source: protocol, observedAt: at, evidence } });
    }
  }
  return [...sources]
    .map(([source, { rank, rows, newest }]) => ({
      source,
      rank,
      rows: [...rows.values()].filter((row) => isPresent(row, newest)),
    }))
    .sort((a, b) => a.rank - b.rank || (a.source < b.source ? -1 : 1));
}

function isPresent({ claim, reading }: ReportedRow, newest: Observation): boolean {
  if (claim.whole === true) return reading.evidence.observation === newest.id;
  // an alert is over as soon as a later reading does not repeat it
  return reading.observedAt >= newest.at - (claim.is === 'alert' ? ONE_RUN_MS : ONE_DAY_MS);
}

/** The rows of one kind, in the order of the source's table. */
export function rowsOf<K extends Reported['is']>(
  { rows }: ReportedBy,
  kind: K,
): ReportedRow<Extract<Reported, { is: K }>>[] {
  return rows
    .filter((row): row is ReportedRow<Extract<Reported, { is: K }>> => row.claim.is === kind)
    .sort((a, b) => compareRows(a.claim.row, b.claim.row));
}

/** `1.2` before `1.10`. */
export function compareRows(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x = '', y = ''] = [left[i], right[i]];
    const difference = Number(x) - Number(y);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** All tellings of the counters, by source and name, in canonical order. */
export function countsIn(observations: readonly Observation[]): Map<string, Count[]> {
  const counts = new Map<string, Count[]>();
  for (const observation of observations) {
    for (const claim of observation.claims) {
      if (claim.is !== 'counter') continue;
      const { id, at, protocol, relayed } = observation;
      const { rank, rule } = trustOf(observation, claim.path, 'told');
      const evidence = { observation: id, protocol, path: claim.path, rule };
      const { row, name, unit, value } = claim;
      const reading = { source: protocol, observedAt: at, evidence };
      listOf(counts, JSON.stringify([protocol, relayed === true, row, name])).push({
        row,
        name,
        unit,
        value,
        rank,
        reading,
      });
    }
  }
  return counts;
}

export interface Count {
  readonly row: string;
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly rank: number;
  readonly reading: Reading;
}

/** All packets of one look at a device lie within this. */
export const ONE_RUN_MS = 60_000;
export const ONE_DAY_MS = 86_400_000;
