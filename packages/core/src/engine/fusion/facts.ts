import type { FactKey } from '../../model/claim.ts';
import type { Device, Evidence, Known } from '../../model/device.ts';
import type { Observation } from '../../model/observation.ts';
import { type Candidate, concluded } from './candidate.ts';
import { compareText } from './canonical.ts';
import { entryOf } from './entries.ts';
import { plainUuid, serialKey } from './keys.ts';
import { isKind, kindFrom } from './kind.ts';
import { makerOf, plainModel, plainText } from './makers.ts';
import { type Trust, trustOf } from './trust.ts';

/** What the observations of one device say of each fact. They are in canonical order. */
export function factsOf(observations: readonly Observation[]): Device['facts'] {
  const facts: { [K in FactKey]?: Known<string> } = {};
  const collected = collect(observations);
  for (const fact of factKeys) {
    const candidates = collected.get(fact);
    if (candidates === undefined) continue;
    const list = [...candidates.values()].sort(byTrust);
    const known = fact === 'kind' ? kindFrom(list) : concluded(list[0]!, list.slice(1));
    if (known !== undefined) facts[fact] = known;
  }
  return facts;
}

/** The maker in comparable form, by the deepest source that names one. */
export function makerToldIn(observations: readonly Observation[]): string | undefined {
  const make = factsOf(observations.filter(tellsMake)).make;
  return make && makerOf(make.value);
}

interface Collecting {
  value: string;
  rank: number;
  at: number;
  readonly evidence: { rank: number; evidence: Evidence }[];
  readonly known: Set<string>;
  readonly toldBy: Set<string>;
  said: boolean;
}

function collect(observations: readonly Observation[]): Map<FactKey, Map<string, Collecting>> {
  const facts = new Map<FactKey, Map<string, Collecting>>();
  for (const [at, observation] of observations.entries()) {
    for (const claim of observation.claims) {
      if (claim.is !== 'fact') continue;
      const { fact, value, path } = claim;
      const plain = comparable(fact, value);
      if (plain === undefined) continue;
      const trust = trustOf(observation, path, claim.basis);
      const values = entryOf(facts, fact, () => new Map<string, Collecting>());
      const known = values.get(plain);
      if (known !== undefined) add(known, observation, value, path, trust, at);
      else values.set(plain, start(observation, value, path, trust, at));
    }
  }
  return facts;
}

function start(observation: Observation, value: string, path: string, trust: Trust, at: number): Collecting {
  const { rank } = trust;
  const fresh: Collecting = { value, rank, at, evidence: [], known: new Set(), toldBy: new Set(), said: false };
  add(fresh, observation, value, path, trust, at);
  return fresh;
}

/** The earliest telling by each field is the evidence; the newest among the deepest source gives the spelling. */
function add(to: Collecting, observation: Observation, value: string, path: string, trust: Trust, at: number): void {
  const { id, protocol } = observation;
  if (trust.rank <= to.rank) {
    to.rank = trust.rank;
    to.at = at;
    to.value = value;
  }
  const teller = `${protocol} ${trust.rule} ${path}`;
  if (!to.known.has(teller)) {
    to.known.add(teller);
    to.evidence.push({ rank: trust.rank, evidence: { observation: id, protocol, path, rule: trust.rule } });
  }
  if (trust.rule === 'derived') return;
  to.said = true;
  if (trust.rule !== 'relayed') to.toldBy.add(protocol);
}

/** Two texts with one comparable form say the same. `undefined`: the text says nothing (a placeholder). */
function comparable(fact: FactKey, value: string): string | undefined {
  if (fact === 'serial') return serialKey(value);
  // shown even where it identifies nobody: the device says it
  if (fact === 'uuid') return plainUuid(value);
  if (fact === 'kind') return isKind(value) ? value : undefined;
  if (fact === 'make') return makerOf(value);
  if (fact === 'model') return plainModel(value);
  if (fact === 'adminUrl') return plainText(value).replace(/\/$/, '');
  return plainText(value);
}

function byTrust(a: Candidate, b: Candidate): number {
  return a.rank - b.rank || b.at - a.at || compareText(a.value, b.value);
}

function tellsMake({ claims }: Observation): boolean {
  return claims.some((claim) => claim.is === 'fact' && claim.fact === 'make');
}

const factKeys: readonly FactKey[] = [
  ...(['kind', 'make', 'model', 'serial', 'uuid', 'firmware', 'name', 'location', 'adminUrl'] as const),
];
