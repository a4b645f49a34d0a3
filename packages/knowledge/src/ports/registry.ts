import { linesBetween, linesNamed, rowsOfLine } from './registry-lines.ts';
import type { RegistryData, RegistryRow, RegistryTransport } from './registry-row.ts';

/** IANA's registry as it was on the day of the snapshot. */
export interface Registry {
  readonly snapshot: string;
  /** Every row that covers any number from `from` to `to`, in order. */
  between(from: number, to: number): readonly RegistryRow[];
  /** Every row of this name in any case, in order: those with numbers first. */
  named(name: string): readonly RegistryRow[];
}

/** Opens a snapshot: nothing is read before it is asked for, and then only the lines that answer. */
export function openRegistry(data: RegistryData): Registry {
  // the rows of ranges cover any number: they are few, and are read once for thousands of questions
  let ranges: readonly RegistryRow[] | undefined;
  const rangeRows = () => {
    ranges ??= data.ranges
      .split('\n')
      .filter((line) => line !== '')
      .flatMap(rowsOfLine);
    return ranges;
  };
  return {
    snapshot: data.snapshot,
    between(from, to) {
      const rows = [...linesBetween(data.numbers, from, to).flatMap(rowsOfLine), ...rangeRows()];
      return rows.filter((row) => row.port! <= to && row.portEnd! >= from).sort(inOrder);
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
