import type { Transport } from '@quietport/core';
import { commonRows } from './practice-common.ts';
import { printingRows } from './practice-printing.ts';
import type { PortExplanation, PracticeRow } from './practice-row.ts';

/** Every row of the table: a number may have several, for several who use it. */
export const portExplanations: readonly PortExplanation[] = [
  ...printingRows.flatMap((row) => explanationsOf(row, 'printing')),
  ...commonRows.flatMap((row) => explanationsOf(row, 'general')),
];

/** What usually sits on these numbers, the printer world first; of all transports where none is named. */
export function practiceOf(from: number, to: number, transport: string | null = null): readonly PortExplanation[] {
  if (from === to && !isExplained(from)) return [];
  return portExplanations.filter(
    (row) => row.port <= to && row.portEnd >= from && (transport === null || row.transport === transport),
  );
}

/** Whether any row speaks of this number: most have none, and lists of thousands ask for each. */
function isExplained(port: number): boolean {
  explained ??= new Set(portExplanations.flatMap((row) => numbersFrom(row.port, row.portEnd)));
  return explained.has(port);
}

function numbersFrom(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

let explained: ReadonlySet<number> | undefined;

/** What one port usually is, in one row: the printer world first, then the narrowest. */
export function explainPort(port: number, transport: Transport): PortExplanation | undefined {
  const rows = practiceOf(port, port, transport);
  const printing = rows.filter(({ world }) => world === 'printing');
  return [...(printing.length > 0 ? printing : rows)].sort((a, b) => a.portEnd - a.port - (b.portEnd - b.port))[0];
}

function explanationsOf(row: PracticeRow, world: PortExplanation['world']): PortExplanation[] {
  const [ports, transports, holder, confidence, source] = row;
  const [port, portEnd] = typeof ports === 'number' ? [ports, ports] : ports;
  const each: readonly Transport[] = transports === 'both' ? ['tcp', 'udp'] : [transports];
  return each.map((transport) => ({ port, portEnd, transport, holder, world, confidence, source }));
}
