import type { DeviceKind } from '../../model/claim.ts';
import type { Evidence, Known } from '../../model/device.ts';
import { type Candidate, concluded, evidenceOf } from './candidate.ts';

/**
 * The kind, from its candidates in order of trust. A more specific kind is no contradiction of a general one: an `mfp`
 * is a `printer` too. What prints by one word and scans by another is an `mfp`, though nobody says so.
 */
export function kindFrom(candidates: readonly Candidate[]): Known<string> | undefined {
  const said = candidates.filter(({ value }) => value !== 'unknown');
  const chosen = mostSpecific(said);
  if (chosen === undefined) return undefined;
  const halves = said.filter(({ value }) => value === 'printer' || value === 'scanner');
  if (halves.includes(chosen) && halves.length === 2) return printsAndScans(said, halves);
  const others = said.filter((other) => other !== chosen);
  const broader = others.filter(({ value }) => isA(chosen.value, value));
  const against = others.filter((other) => !broader.includes(other));
  const known = concluded(chosen, against);
  return { ...known, evidence: [...known.evidence, ...evidenceBy('less-specific', broader)] };
}

export function isKind(text: string): text is DeviceKind {
  return kinds.has(text);
}

/** The kind of a device whose fact says `text`. */
export function kindOf(text: string | undefined): DeviceKind {
  return text !== undefined && isKind(text) ? text : 'unknown';
}

/** The most trusted one, then whatever says the same more closely. */
function mostSpecific(said: readonly Candidate[]): Candidate | undefined {
  let chosen = said[0];
  for (let next = chosen; next !== undefined; ) {
    chosen = next;
    const general = chosen.value;
    next = said.find(({ value }) => isA(value, general));
  }
  return chosen;
}

function printsAndScans(said: readonly Candidate[], halves: readonly Candidate[]): Known<string> {
  const against = said.filter((other) => !halves.includes(other) && !isA('mfp', other.value));
  return {
    value: 'mfp',
    grade: 'inferred',
    evidence: evidenceBy('prints-and-scans', halves),
    against: against.map((other) => ({ value: other.value, evidence: evidenceOf(other) })),
  };
}

function evidenceBy(rule: string, candidates: readonly Candidate[]): Evidence[] {
  return candidates.flatMap(evidenceOf).map((entry) => ({ ...entry, rule }));
}

function isA(special: string, general: string): boolean {
  if (special === general) return false;
  return (general === 'other' && special !== 'other') || (generals.get(special)?.includes(general) ?? false);
}

const generals = new Map<string, readonly string[]>([
  ['mfp', ['printer', 'scanner']],
  ['pos-printer', ['printer']],
  ['label-printer', ['printer']],
]);

const kinds: ReadonlySet<string> = new Set<DeviceKind>([
  ...(['printer', 'mfp', 'scanner', 'pos-printer', 'label-printer', 'projector', 'print-server'] as const),
  ...(['other', 'unknown'] as const),
]);
