import type { Claim } from '../../model/claim.ts';
import type { Supply } from '../../model/reading.ts';
import { isTelling, levelsDisagree } from '../../model/supply-level.ts';
import { ONE_DAY_MS, ONE_RUN_MS, type ReportedBy, type ReportedRow, rowsOf } from './reported.ts';

/**
 * The supplies of a device, of all its sources: what several tell of is one supply. The fullest table gives the order;
 * the rows of the others are put to it by colour and kind, then by name, then by their place in tables of one length,
 * and only where that is clear. What fits nowhere stands behind.
 */
export function suppliesOf(sources: readonly ReportedBy[]): Supply[] {
  const tables = sources.flatMap(tablesOf).filter((rows) => rows.length > 0);
  const [fullest, ...others] = tables.sort((a, b) => b.length - a.length);
  if (fullest === undefined) return [];
  const groups = fullest.map((row) => [row]);
  for (const table of others) joinTable(groups, table);
  return groups.map(supplyOf);
}

type SupplyClaim = Extract<Claim, { is: 'supply' }>;
type Row = ReportedRow<SupplyClaim>;

/** A source may have a second table of the same things, a maker's own beside the standard's. */
function tablesOf(source: ReportedBy): Row[][] {
  const tables = new Map<string, Row[]>();
  for (const row of tableOf(source)) {
    const { table = '' } = row.claim;
    tables.set(table, [...(tables.get(table) ?? []), row]);
  }
  return [...tables.values()];
}

/** The rows of one source; the colour's own row counts more than the words of the name. */
function tableOf(source: ReportedBy): Row[] {
  const colours = new Map(rowsOf(source, 'colorant').map(({ claim }) => [claim.row, claim.value]));
  return rowsOf(source, 'supply').map(({ claim, reading }) => {
    const { colorantRow, ...rest } = claim;
    const named = colorantRow === undefined ? undefined : colours.get(colorantRow);
    const colorant = named === undefined || nameless.has(named) ? claim.colorant : named;
    return { claim: colorant === undefined ? rest : { ...rest, colorant }, reading };
  });
}

function joinTable(groups: Row[][], table: readonly Row[]): void {
  const left = new Set(table);
  const same = groups.length === table.length;
  const bases = groups.map(([first]) => first!);
  const free = new Set(groups.keys());
  for (const keyOf of keys) {
    const mine = unique([...free], (index) => keyOf(bases[index]!, index));
    const theirs = unique([...left], (row) => keyOf(row, same ? table.indexOf(row) : -1));
    for (const [key, row] of theirs) {
      const index = mine.get(key);
      if (index === undefined || contradict(bases[index]!.claim, row.claim)) continue;
      groups[index]!.push(row);
      free.delete(index);
      left.delete(row);
    }
  }
  for (const row of left) groups.push([row]);
}

const keys: readonly ((row: Row, place: number) => string | undefined)[] = [
  ({ claim }) => (claim.colorant === undefined ? undefined : `${claim.colorant} ${claim.kind}`),
  ({ claim }) => plain(claim.name),
  // one of the two may not know of what kind it is
  ({ claim }) => (claim.colorant === undefined || !holdsColour(claim) ? undefined : claim.colorant),
  ({ claim }) => (receptacle(claim) && claim.colorant === undefined ? claim.kind : undefined),
  (_, place) => (place < 0 ? undefined : String(place)),
];

/** A colour can be that of a cartridge and of a drum: drums and the like do not hold it. */
function holdsColour({ kind }: SupplyClaim): boolean {
  return kind === 'ink' || kind === 'toner' || kind === 'unknown' || kind === 'other';
}

function receptacle({ direction }: SupplyClaim): boolean {
  return direction === 'filled';
}

function contradict(a: SupplyClaim, b: SupplyClaim): boolean {
  const vague = (kind: SupplyClaim['kind']) => kind === 'unknown' || kind === 'other';
  if (a.direction !== b.direction) return true;
  if (a.kind !== b.kind && !vague(a.kind) && !vague(b.kind)) return true;
  return a.colorant !== undefined && b.colorant !== undefined && a.colorant !== b.colorant;
}

/** The keys that one entry alone has. */
function unique<T>(entries: readonly T[], keyOf: (entry: T) => string | undefined): Map<string, T> {
  const found = new Map<string, T>();
  const twice = new Set<string>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === undefined) continue;
    if (found.has(key)) twice.add(key);
    else found.set(key, entry);
  }
  for (const key of twice) found.delete(key);
  return found;
}

function supplyOf(group: readonly Row[]): Supply {
  const best = group.reduce((a, b) => (isBetter(b, a) ? b : a));
  const others = group.filter((row) => row !== best);
  const also = others.map(({ claim: { level, raw }, reading }) => ({ ...reading, level, raw }));
  const near = (at: number) => Math.abs(at - best.reading.observedAt) <= ONE_RUN_MS;
  const { is: _is, path: _path, row: _row, whole: _whole, colorantRow: _colorantRow, ...more } = best.claim;
  const { named, table: _table, ...told } = more;
  const name =
    named === false ? (group.find(({ claim }) => claim.named !== false)?.claim.name ?? told.name) : told.name;
  const partNumber = told.partNumber ?? group.find(({ claim }) => claim.partNumber !== undefined)?.claim.partNumber;
  const kind = group.find(({ claim }) => claim.kind !== 'unknown' && claim.kind !== 'other')?.claim.kind;
  const colorant = best.claim.colorant ?? others.find(({ claim }) => claim.colorant !== undefined)?.claim.colorant;
  const thresholds = group.find(({ claim }) => claim.thresholds !== undefined)?.claim.thresholds;
  return {
    ...told,
    name,
    ...(partNumber === undefined ? {} : { partNumber }),
    kind: told.kind === 'unknown' || told.kind === 'other' ? (kind ?? told.kind) : told.kind,
    ...(colorant === undefined ? {} : { colorant }),
    ...(thresholds === undefined ? {} : { thresholds }),
    ...best.reading,
    also,
    against: also.filter((row) => near(row.observedAt) && levelsDisagree(row.level, best.claim.level, told.direction)),
  };
}

/** A level that tells something before one that does not, then the newer one, then the source that stands first. */
function isBetter(a: Row, b: Row): boolean {
  const newer = a.reading.observedAt - b.reading.observedAt;
  const [tells, told] = [isTelling(a.claim.level), isTelling(b.claim.level)];
  if (tells !== told && Math.abs(newer) <= ONE_DAY_MS) return tells;
  return newer > ONE_RUN_MS;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const nameless: ReadonlySet<string> = new Set(['', 'none', 'unknown', 'other', 'process']);
