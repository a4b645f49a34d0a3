import { type NumberRange, rangesOf } from './number-ranges.ts';
import type { PortQuery } from './port-query.ts';
import type { Registry } from './registry.ts';
import type { RegistryRow } from './registry-row.ts';

/** The words of ports.md 2.5. `invalid` is for what is no question at all. */
export type PortOutcome =
  | 'assigned'
  | 'reserved'
  | 'unassigned'
  | 'no-row'
  | 'dynamic'
  | 'name-only'
  | 'not-found'
  | 'invalid';

export interface RegistryAnswer {
  readonly outcome: Exclude<PortOutcome, 'invalid'>;
  readonly ranges: readonly NumberRange[];
  /** With `no-row` those of the other transports. */
  readonly rows: readonly RegistryRow[];
}

/** What the registry says to a question. */
export function askRegistry(query: PortQuery, registry: Registry): RegistryAnswer {
  const { port, portEnd, transport, name } = query;
  const all = name === null ? registry.between(port!, portEnd!) : registry.named(name);
  // a row without a transport counts for all of them
  const fitting = transport === null ? all : all.filter((row) => row.transport === null || row.transport === transport);
  const rows = fitting.length > 0 ? fitting : all;
  const spans: readonly (readonly [number, number])[] =
    name === null ? [[port!, portEnd!]] : rows.flatMap((row) => (row.port === null ? [] : [[row.port, row.portEnd!]]));
  return { outcome: outcomeOf(name, all, fitting), ranges: rangesOf(spans), rows };
}

function outcomeOf(
  name: string | null,
  all: readonly RegistryRow[],
  fitting: readonly RegistryRow[],
): RegistryAnswer['outcome'] {
  // every number below the dynamic ones has a row
  if (all.length === 0) return name === null ? 'dynamic' : 'not-found';
  if (fitting.length === 0) return 'no-row';
  if (fitting.some(({ status }) => status === 'assigned' || status === 'alias' || status === 'squat'))
    return 'assigned';
  if (fitting.every(({ status }) => status === 'name-only')) return 'name-only';
  return fitting.every(({ status }) => status === 'unassigned') ? 'unassigned' : 'reserved';
}
