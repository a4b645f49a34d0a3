import type { Device, FactKey } from '@quietport/core';
import type { Context } from '../command.ts';
import { type Painted, paint } from '../output/paint.ts';

/** Each fact with its grade and sources, and what contradicts it. */
export function printFacts(context: Context, device: Device): void {
  for (const fact of order) {
    const known = device.facts[fact];
    if (known === undefined) continue;
    const sources = [...new Set(known.evidence.map((row) => row.protocol))].join(', ');
    context.print(line(fact), known.value, paint('dim', `  ${known.grade} (${sources})`));
    for (const other of known.against) {
      const says = [...new Set(other.evidence.map((row) => row.protocol))].join(', ');
      context.print(line(''), paint('yellow', `but ${other.value}`), paint('dim', `  (${says})`));
    }
  }
}

/** The label of a line. */
export function line(label: string): Painted {
  return paint('dim', label.padEnd(13));
}

const order: readonly FactKey[] = [
  'make',
  'model',
  'serial',
  'uuid',
  'firmware',
  'name',
  'location',
  'adminUrl',
  'kind',
];
