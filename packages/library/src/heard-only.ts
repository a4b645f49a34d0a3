import { type FactKey, OBSERVED, type Observation } from '@quietport/core';

/** A device that was named by an announcement, which anybody can send, and confirmed by nobody. */
export interface Announced {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  readonly uuid: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  /** Its last announcement was a goodbye. */
  readonly leaves: boolean;
}

/** Somebody who spoke on a port whose protocol was never published, and how many different messages were kept. */
export interface Unpublished {
  readonly address: string;
  readonly messages: number;
}

/** What was announced in a look and not found: the latest word of each sender on each device. */
export function announcedIn(observations: readonly Observation[]): readonly Announced[] {
  const found = new Set(observations.filter(({ announced }) => announced !== true).map(keyOf));
  const rows = new Map<string, Announced>();
  for (const observation of observations) {
    const key = keyOf(observation);
    if (observation.announced !== true || found.has(key)) continue;
    const { from, protocol } = observation;
    const told = (fact: FactKey) => factOf(observation, fact) ?? rows.get(key)?.[fact as 'model'] ?? null;
    rows.set(key, {
      ...{ address: from.address, port: from.port, protocol },
      ...{ uuid: told('uuid'), make: told('make'), model: told('model'), serial: told('serial') },
      leaves: observation.validForMs === 0,
    });
  }
  return [...rows.values()];
}

export function unpublishedIn(observations: readonly Observation[]): readonly Unpublished[] {
  const counts = new Map<string, number>();
  for (const { protocol, from } of observations)
    if (protocol === OBSERVED) counts.set(from.address, (counts.get(from.address) ?? 0) + 1);
  return [...counts].map(([address, messages]) => ({ address, messages }));
}

function keyOf(observation: Observation): string {
  const { from, protocol } = observation;
  return `${protocol} ${from.address} ${factOf(observation, 'uuid') ?? ''}`;
}

function factOf({ claims }: Observation, wanted: FactKey): string | undefined {
  for (const claim of claims) if (claim.is === 'fact' && claim.fact === wanted) return claim.value;
  return undefined;
}
