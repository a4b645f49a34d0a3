import {
  lineStarts,
  linesAt,
  linesBetween,
  linesNamed,
  nameOfLine,
  type RangeLine,
  rangeLines,
  rowsOfLine,
} from './registry-lines.ts';
import type { RegistryData, RegistryRow, RegistryTransport } from './registry-row.ts';

/** IANA's registry as it was on the day of the snapshot. */
export interface Registry {
  readonly snapshot: string;
  /** Every row that covers any number from `from` to `to`, in order. */
  between(from: number, to: number): readonly RegistryRow[];
  /** The names on one number, and whether any column speaks of Epson: for thousands of questions, without the rest. */
  brief(port: number, transport: RegistryTransport): { readonly names: readonly string[]; readonly epson: boolean };
  /** Every row of this name in any case, in order: those with numbers first. */
  named(name: string): readonly RegistryRow[];
}

/** Opens a snapshot: nothing is read before it is asked for, and then only the lines that answer. */
export function openRegistry(data: RegistryData): Registry {
  // the bounds are read once for thousands of questions; of the rest only the lines that answer
  let ranges: ((from: number, to: number) => readonly string[]) | undefined;
  const rangesOver = (from: number, to: number) => {
    ranges ??= coveringLines(rangeLines(data.ranges));
    return ranges(from, to);
  };
  // the same for the lines of single numbers: halving the text for each of thousands takes longer than reading it once
  let starts: Int32Array | undefined;
  return {
    snapshot: data.snapshot,
    between(from, to) {
      const lines = [...linesBetween(data.numbers, from, to), ...rangesOver(from, to)];
      return lines.flatMap(rowsOfLine).sort(inOrder);
    },
    brief(port, transport) {
      starts ??= lineStarts(data.numbers);
      const names: string[] = [];
      let epson = false;
      const read = (line: string) => {
        const name = nameOfLine(line, transport);
        if (name !== '') names.push(name);
        epson ||= /epson/i.test(line);
      };
      for (const line of linesAt(data.numbers, starts[port] ?? 0, port)) read(line);
      for (const line of rangesOver(port, port)) read(line);
      return { names, epson };
    },
    named(name) {
      const texts = [data.numbers, data.ranges, data.names];
      return texts
        .flatMap((text) => linesNamed(text, name))
        .flatMap(rowsOfLine)
        .sort(inOrder);
    },
  };
}

/** Finds those of these lines that cover any number of a span: from the last that begins in time, back to where none reaches. */
function coveringLines(lines: readonly RangeLine[]): (from: number, to: number) => readonly string[] {
  const sorted = [...lines].sort((a, b) => a.from - b.from);
  let furthest = -1;
  const reach = sorted.map((range) => {
    furthest = Math.max(furthest, range.to);
    return furthest;
  });
  return (from, to) => {
    const found: string[] = [];
    for (let i = firstBehind(sorted, to) - 1; i >= 0 && reach[i]! >= from; i--)
      if (sorted[i]!.to >= from) found.push(sorted[i]!.line);
    return found;
  };
}

/** The first line that begins behind this number. */
function firstBehind(sorted: readonly RangeLine[], number: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.from <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By number (none comes last), then tcp, udp, sctp, dccp, not stated, then name. */
export function inOrder(a: RegistryRow, b: RegistryRow): number {
  return (
    (a.port ?? Number.MAX_SAFE_INTEGER) - (b.port ?? Number.MAX_SAFE_INTEGER) ||
    (a.portEnd ?? 0) - (b.portEnd ?? 0) ||
    place(a.transport) - place(b.transport) ||
    compare(a.service ?? '', b.service ?? '')
  );
}

function place(transport: RegistryTransport | null): number {
  return transport === null ? order.length : order.indexOf(transport);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const order: readonly RegistryTransport[] = ['tcp', 'udp', 'sctp', 'dccp'];
