import type { Device, Listener, PortState, Verdict } from '@quietport/core';
import type { PortExplanation } from '@quietport/knowledge';
import {
  askRegistry,
  ianaRegistry,
  inferencesOf,
  type NumberRange,
  type PortInference,
  type PortOutcome,
  parsePortQuery,
  type RegistryRow,
  type RegistryTransport,
} from '@quietport/knowledge/registry';

/** The parts of the answer about a port. */
export const portParts = ['registry', 'practice', 'here', 'network'] as const;
export type PortPart = (typeof portParts)[number];

/** What can be said without looking anywhere: the question, the registry's word, and what usually sits there. */
export interface PortLookup {
  readonly query: {
    readonly text: string;
    readonly port: number | null;
    readonly portEnd: number | null;
    readonly transport: RegistryTransport | null;
    readonly name: string | null;
  };
  readonly outcome: PortOutcome;
  /** Why it is no question; only with `invalid`. */
  readonly why: string | null;
  /** The day of the registry. */
  readonly snapshot: string;
  readonly ranges: readonly NumberRange[];
  readonly rows: readonly RegistryRow[];
  readonly inferences: readonly PortInference[];
  /** What usually sits there; empty before `withPractice`. */
  readonly practice: readonly PortExplanation[];
  /** The numbers that it is about, from and to: several where a name has several. */
  readonly spans: readonly (readonly [from: number, to: number])[];
}

/** What a device of the network is known to have at the number. */
export interface NetworkPort {
  readonly device: Device | undefined;
  readonly address: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly state: PortState;
  readonly evidence: readonly string[];
}

/** Sockets of this machine, and in sentences what could not be seen. */
export interface HereTold {
  readonly listeners: readonly Listener[];
  readonly gaps: readonly string[];
}

/** Where the answer is looked for beyond our own tables. A source that is absent was not asked. */
export interface PortSources {
  here?(spans: PortLookup['spans'], transport: RegistryTransport | null, signal: AbortSignal): Promise<HereTold>;
  devices?(signal: AbortSignal): Promise<readonly Device[]>;
  /** What a host answered just now. */
  probed?: { readonly ports: readonly NetworkPort[]; readonly notes: readonly string[] };
}

/** The whole answer. A part that was not asked for is absent. */
export interface PortAnswer extends PortLookup {
  readonly here?: HereTold;
  readonly network?: { readonly ports: readonly NetworkPort[]; readonly notes: readonly string[] };
  readonly verdict?: Verdict;
}

/** What the registry says: no machine is touched, and of the registry only the lines that answer are read. */
export function lookUpPort(text: string): PortLookup {
  const { snapshot } = ianaRegistry;
  const query = parsePortQuery(text, (name) => ianaRegistry.named(name).length > 0);
  if ('invalid' in query) {
    const asked = { text, port: null, portEnd: null, transport: null, name: null };
    const nothing = { ranges: [], rows: [], inferences: [], practice: [], spans: [] };
    return { query: asked, outcome: 'invalid', why: query.why, snapshot, ...nothing };
  }
  const { outcome, ranges, rows } = askRegistry(query, ianaRegistry);
  const spans = spansOf(query, rows);
  const inferences = inferencesOf(rows);
  return { query, outcome, why: null, snapshot, ranges, rows, inferences, practice: [], spans };
}

/** The same with what usually sits there: a table that who asks the registry alone does without. */
export async function withPractice(lookup: PortLookup): Promise<PortLookup> {
  const { practiceOf } = await import('@quietport/knowledge');
  const practice = lookup.spans.flatMap(([from, to]) => practiceOf(from, to, lookup.query.transport));
  return { ...lookup, practice };
}

/** Looks here and on the network as far as sources are given, and judges. What is loaded for that is loaded here. */
export async function answerPort(lookup: PortLookup, sources: PortSources, signal: AbortSignal): Promise<PortAnswer> {
  if (lookup.outcome === 'invalid') return lookup;
  if (sources.here === undefined && sources.devices === undefined && sources.probed === undefined) return lookup;
  const wanted = (source: unknown) => source !== undefined;
  if (lookup.spans.length === 0) {
    const nothing = { ports: [], notes: [] };
    const empty = {
      ...(wanted(sources.here) ? { here: none } : {}),
      ...(wanted(sources.devices) ? { network: nothing } : {}),
    };
    return { ...lookup, ...empty, verdict: noNumber };
  }
  const { transport } = lookup.query;
  // the system is asked for TCP and UDP: what it does not show is not taken for free
  const shown = transport === null || transport === 'tcp' || transport === 'udp';
  const here = shown
    ? await sources.here?.(lookup.spans, transport, signal)
    : wanted(sources.here)
      ? unseen
      : undefined;
  const devices = await sources.devices?.(signal);
  const { judgeLookup, knownPorts } = await import('./port-verdict.ts');
  const known = devices === undefined ? undefined : knownPorts(lookup, devices);
  const network = joined(known, sources.probed);
  const found = { ...lookup, ...(network === undefined ? {} : { network }) };
  const answer = here === undefined ? found : { ...found, here };
  return { ...answer, verdict: judgeLookup(shown ? answer : found) };
}

/** Whether the registry that we carry is older than a year: a newer one has other rows. */
export function isAged(snapshot: string, now: number): boolean {
  return now - Date.parse(snapshot) > 366 * 24 * 60 * 60 * 1000;
}

function spansOf(query: PortLookup['query'], rows: readonly RegistryRow[]): PortLookup['spans'] {
  if (query.port !== null) return [[query.port, query.portEnd!]];
  const spans = new Map(rows.flatMap((row) => (row.port === null ? [] : [[`${row.port}-${row.portEnd}`, row]])));
  return [...spans.values()].map((row) => [row.port!, row.portEnd!]);
}

/** What a host answered just now counts more than what is remembered of it. */
function joined(
  known: readonly NetworkPort[] | undefined,
  probed: PortSources['probed'],
): PortAnswer['network'] | undefined {
  if (probed === undefined) return known === undefined ? undefined : { ports: known, notes: [] };
  const place = (row: NetworkPort) => `${row.address} ${row.transport} ${row.port}`;
  const fresh = new Set(probed.ports.map(place));
  return { ports: [...probed.ports, ...(known ?? []).filter((row) => !fresh.has(place(row)))], notes: probed.notes };
}

const none: HereTold = { listeners: [], gaps: [] };
const unseen: HereTold = { listeners: [], gaps: ['SCTP and DCCP sockets are not looked at: only TCP and UDP are.'] };
const noNumber: Verdict = {
  word: 'unknown',
  reasons: [{ rule: 'port/no-number', text: 'There is no number that could be looked at.', evidence: [] }],
  next: 'Ask by the number, if you have met one.',
};
