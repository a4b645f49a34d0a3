import {
  type Catalogue,
  type Device,
  type Evidence,
  Fault,
  type Field,
  type Known,
  knownReadings,
  type Merge,
  type Observation,
  PERSON,
  type Store,
} from '@quietport/core';
import { spokenEvidence, spokenFields } from './corrections/book.ts';

/** One piece of evidence, followed down to the fields of the packet. */
export interface Proof {
  readonly observation: Observation;
  readonly rule: string;
  /** The field that said it, and with it the rest of the packet. */
  readonly path: string;
  readonly field: Field | undefined;
  readonly fields: readonly Field[];
}

export interface FactProof {
  /** A fact, or a reading by its name (`supply.black`). */
  readonly fact: string;
  readonly known: Known<string>;
  readonly evidence: readonly Proof[];
  readonly against: readonly { readonly value: string; readonly evidence: readonly Proof[] }[];
}

export interface Why {
  readonly device: Device;
  readonly facts: readonly FactProof[];
  readonly merges: readonly Merge[];
}

/** Why we say what we say of a device: each fact down to the bytes. Throws `usage/no-such-fact`. */
export async function why(device: Device, fact: string | undefined, store: Store, catalogue: Catalogue): Promise<Why> {
  const known: [string, Known<string>][] = [...Object.entries(device.facts), ...knownReadings(device)];
  const wanted = fact === undefined ? known : known.filter(([key]) => isMeant(key, fact));
  if (fact !== undefined && wanted.length === 0)
    throw new Fault('usage/no-such-fact', { fact, known: known.map(([key]) => key).join(', ') || 'none' });
  const facts: FactProof[] = [];
  for (const [key, value] of wanted) {
    const against: { value: string; evidence: readonly Proof[] }[] = [];
    for (const other of value.against)
      against.push({ value: other.value, evidence: await proofs(other.evidence, store, catalogue) });
    facts.push({ fact: key, known: value, evidence: await proofs(value.evidence, store, catalogue), against });
  }
  return { device, facts, merges: device.merges };
}

/** `supply.black` is one of `supplies`. */
function isMeant(key: string, asked: string): boolean {
  const wanted = asked.toLowerCase();
  const [group = ''] = key.split('.');
  return key.toLowerCase() === wanted || (key.includes('.') && (plurals[group] === wanted || group === wanted));
}

/** Evidence followed down to the packets and fields; what retention has taken is left out. */
export async function proofs(
  evidence: readonly (Pick<Evidence, 'observation' | 'path' | 'rule'> & Partial<Evidence>)[],
  store: Store,
  catalogue: Catalogue,
): Promise<readonly Proof[]> {
  const list: Proof[] = [];
  for (const row of evidence) {
    const observation =
      (await store.observations.get(row.observation)) ?? (await spokenEvidence(store, row.observation));
    // evidence outlives its observation only where retention has taken the bytes
    if (observation === undefined) continue;
    const room = catalogue.find((protocol) => protocol.id === observation.protocol);
    const fields = row.protocol === PERSON ? spokenFields(observation) : (room?.describe(observation.raw).fields ?? []);
    list.push({
      observation,
      rule: row.rule,
      path: row.path,
      fields,
      field: fields.find((field) => field.path === row.path),
    });
  }
  return list;
}

const plurals: Readonly<Record<string, string>> = {
  supply: 'supplies',
  tray: 'trays',
  counter: 'counters',
  alert: 'alerts',
};
