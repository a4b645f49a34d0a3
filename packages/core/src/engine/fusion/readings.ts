import type { Device } from '../../model/device.ts';
import type { Observation } from '../../model/observation.ts';
import type { Alert, Counter, Tray } from '../../model/reading.ts';
import { type Count, compareRows, countsIn, ONE_RUN_MS, type ReportedBy, reportedBy, rowsOf } from './reported.ts';
import { suppliesOf } from './supplies.ts';

/** How a device is by what its sources told last. `observations` are in canonical order. */
export function readingsOf(
  observations: readonly Observation[],
): Pick<Device, 'supplies' | 'trays' | 'counters' | 'alerts'> {
  const sources = reportedBy(observations);
  return {
    supplies: suppliesOf(sources),
    trays: traysOf(sources),
    counters: countersOf(observations),
    alerts: alertsOf(sources),
  };
}

/** Of several sources the one that tells most trays; a tray of another that has the same name adds nothing. */
function traysOf(sources: readonly ReportedBy[]): Tray[] {
  const tables = sources.map((source) => rowsOf(source, 'tray')).sort((a, b) => score(b) - score(a));
  const trays: Tray[] = [];
  const known = new Set<string>();
  for (const table of tables) {
    for (const { claim, reading } of table) {
      const { is: _is, path: _path, row: _row, whole: _whole, ...told } = claim;
      const name = told.name.toLowerCase();
      if (table !== tables[0] && (known.has(name) || table.length === tables[0]?.length)) continue;
      known.add(name);
      trays.push({ ...told, ...reading });
    }
  }
  return trays;
}

function score(rows: readonly { readonly claim: { readonly level: { readonly type: string } } }[]): number {
  return rows.length * 100 + rows.filter(({ claim }) => claim.level.type === 'exact').length;
}

/** One counter a name: the newest source, the deeper one of several in one look. Further markers count for themselves. */
function countersOf(observations: readonly Observation[]): Counter[] {
  const found = [...countsIn(observations).values()].map((counts) => ({
    counter: counterOf(counts),
    row: counts.at(-1)!.row,
    rank: counts.at(-1)!.rank,
  }));
  found.sort((a, b) => a.rank - b.rank || compareRows(a.row, b.row));
  const shown = new Map<string, Counter>();
  const markers = new Map<string, number>();
  for (const { counter, rank } of found) {
    const source = `${rank} ${counter.source} ${counter.name}`;
    const marker = (markers.get(source) ?? 0) + 1;
    markers.set(source, marker);
    const name = `${counter.name} ${marker}`;
    const known = shown.get(name);
    if (known === undefined || counter.observedAt > known.observedAt + ONE_RUN_MS) shown.set(name, counter);
  }
  return [...shown.values()];
}

/** A lower value than the one before begins a new segment: another counter, a repair, a reset. */
function counterOf(counts: readonly Count[]): Counter {
  let start = counts[0]!;
  let before: Count | undefined;
  for (const [i, count] of counts.entries()) {
    const previous = counts[i - 1];
    if (previous === undefined || count.value >= previous.value) continue;
    start = count;
    before = previous;
  }
  const last = counts.at(-1)!;
  return {
    name: last.name,
    value: last.value,
    unit: last.unit,
    ...last.reading,
    segment: {
      since: start.reading.observedAt,
      from: start.value,
      ...(before === undefined ? {} : { before: before.value }),
    },
    anchors: [...(before === undefined ? [] : [before.reading.evidence]), start.reading.evidence],
  };
}

/** Each complaint once, the gravest first. Two sources that say one thing differently are both shown. */
function alertsOf(sources: readonly ReportedBy[]): Alert[] {
  const alerts = new Map<string, Alert>();
  for (const source of sources) {
    for (const { claim, reading } of rowsOf(source, 'alert')) {
      const { is: _is, path: _path, row: _row, whole: _whole, ...told } = claim;
      const key = JSON.stringify([told.code, told.text ?? told.group]);
      if (!alerts.has(key)) alerts.set(key, { ...told, ...reading });
    }
  }
  return [...alerts.values()].sort((a, b) => gravity.indexOf(a.severity) - gravity.indexOf(b.severity));
}

const gravity: readonly Alert['severity'][] = ['critical', 'warning', 'unknown', 'other', 'report'];
