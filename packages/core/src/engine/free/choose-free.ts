import type { FreeFacts, FreeQuestion } from './free-facts.ts';
import { freeRules } from './free-rules.ts';

/** What a rule took from the numbers that were asked for. */
export interface PassedOver {
  readonly rule: string;
  readonly text: string;
  readonly ports: number;
}

export interface FreeChoice {
  /** Every number that passes, the best first. */
  readonly ports: readonly number[];
  readonly passedOver: readonly PassedOver[];
}

/** A reason for a suggestion: the rule that the number passed. */
export interface FreeReason {
  readonly rule: string;
  readonly text: string;
}

/**
 * The numbers that collide with nothing that is known, the best first. No dice: with `near` by distance, of two the
 * higher first; else upward from a number that the name of the project picks, round to the beginning, and those with
 * four unassigned neighbours on both sides, above 10080 and outside Kubernetes' node ports before all others.
 */
export function chooseFree(question: FreeQuestion, facts: FreeFacts): FreeChoice {
  const passing: number[] = [];
  const against = new Map<string, PassedOver>();
  for (let port = question.from; port <= question.to; port++) {
    const refusal = refusalOf(port, question, facts);
    if (refusal === undefined) passing.push(port);
    else {
      const key = `${refusal.rule} ${refusal.text}`;
      against.set(key, { ...refusal, ports: (against.get(key)?.ports ?? 0) + 1 });
    }
  }
  const { near } = question;
  const ports =
    near === undefined
      ? tiersOf(passing, facts).flatMap((tier) => from(tier, hash(question.project)))
      : passing.sort((a, b) => Math.abs(a - near) - Math.abs(b - near) || b - a);
  return { ports, passedOver: [...against.values()] };
}

/** Why this number: each rule that it passed, in words. */
export function reasonsFor(port: number, facts: FreeFacts): readonly FreeReason[] {
  const passed = freeRules.map(({ rule, pass }) => ({ rule, text: pass(facts) }));
  const [low, high] = roomAround(port, facts);
  const neighbours = { rule: 'neighbours', text: `unassigned neighbours: ${low}-${high}, so a second one fits beside` };
  return high - low >= 2 * ROOM ? [...passed, neighbours] : passed;
}

function refusalOf(port: number, question: FreeQuestion, facts: FreeFacts): FreeReason | undefined {
  for (const { rule, against } of freeRules) {
    const text = against(port, facts, question);
    if (text !== undefined) return { rule, text };
  }
  return undefined;
}

function tiersOf(ports: readonly number[], facts: FreeFacts): readonly (readonly number[])[] {
  const tiers: number[][] = [[], [], []];
  for (const port of ports) {
    const [low, high] = roomAround(port, facts);
    const node = port >= facts.nodePorts.from && port <= facts.nodePorts.to;
    const best = high - low === 2 * ROOM && port > LAST_REFUSED;
    tiers[node ? 2 : best ? 0 : 1]!.push(port);
  }
  return tiers;
}

/** The run of unassigned numbers around one, four to each side at most. */
function roomAround(port: number, facts: FreeFacts): readonly [low: number, high: number] {
  let low = port;
  let high = port;
  while (low > port - ROOM && facts.unassigned(low - 1)) low--;
  while (high < port + ROOM && facts.unassigned(high + 1)) high++;
  return [low, high];
}

/** The same list, begun elsewhere. */
function from(ports: readonly number[], seed: number): readonly number[] {
  const at = ports.length === 0 ? 0 : seed % ports.length;
  return [...ports.slice(at), ...ports.slice(0, at)];
}

/** FNV-1a, 32 bits: small, and the same everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

const ROOM = 4;
/** The highest number that browsers refuse. */
const LAST_REFUSED = 10_080;
