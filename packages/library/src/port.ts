import type { Verdict } from '@quietport/core';
import {
  askRegistry,
  ianaRegistry,
  inferencesOf,
  parsePortQuery,
  type RegistryRow,
} from '@quietport/knowledge/registry';
import type { Speaker } from './observe/speakers.ts';
import type { HereTold, NetworkPort, PortAnswer, PortLookup, PortPart, PortSources } from './port-answer.ts';

/** Every part of the answer, in order. */
export const portParts: readonly PortPart[] = ['registry', 'practice', 'here', 'network'];

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
  const { judgeLookup, knownPorts, notKnownOf } = await import('./port-verdict.ts');
  const known = devices === undefined ? undefined : knownPorts(lookup, devices);
  const heard = joined(known, sources.probed);
  const speakers = heard === undefined ? undefined : await sources.speakers?.(signal);
  const network = heard && {
    ...heard,
    ...(speakers && { speakers: speakers.filter((row) => isAskedFor(row, lookup)) }),
  };
  const found = { ...lookup, ...(network === undefined ? {} : { network }) };
  const answer = here === undefined ? found : { ...found, here };
  const notKnown = notKnownOf(answer, sources.probed !== undefined);
  return { ...answer, verdict: judgeLookup(shown ? answer : found), notKnown };
}

function isAskedFor({ port, transport }: Speaker, { spans, query }: PortLookup): boolean {
  const here = spans.some(([from, to]) => port >= from && port <= to);
  return here && (query.transport === null || query.transport === transport);
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
