import type { Port, PortState } from '../../model/device.ts';
import { type Attempt, type Millis, OBSERVED, type Observation, type Outcome } from '../../model/observation.ts';
import { type Endpoint, formatEndpoint } from '../../net/endpoint.ts';
import { compareText } from './canonical.ts';
import { entryOf } from './entries.ts';

/** The ports of a device: what answered, what was asked in vain, and what it says it serves but nobody asked. */
export function portsOf(observations: readonly Observation[], attempts: readonly Attempt[]): Port[] {
  const ports = new Map<string, Seen>();
  for (const { id, at, from, protocol, claims, relayed } of observations) {
    // a server's ports are not the device's
    if (relayed === true) continue;
    // whoever speaks to a port serves nothing by it
    if (servesAt(from) && protocol !== OBSERVED) {
      const port = seen(ports, from);
      port.answered = at;
      if (!speechless.has(protocol) && (port.service === undefined || outranks(protocol, port.service)))
        port.service = protocol;
      if (!port.protocols.has(protocol)) port.evidence.push(id);
      port.protocols.add(protocol);
    }
    for (const claim of claims) {
      if (claim.is !== 'service') continue;
      const port = seen(ports, { address: from.address, port: claim.port, transport: claim.transport });
      port.claimed ??= claim.service;
      port.claimant ??= id;
    }
  }
  for (const { at, target, outcome } of attempts) {
    const event = events[outcome];
    if (event === undefined) continue;
    const port = seen(ports, target);
    port[event] = Math.max(port[event] ?? at, at);
  }
  return [...ports.values()].map(portOf).sort(comparePorts);
}

interface Seen {
  readonly endpoint: Endpoint;
  answered?: Millis;
  refused?: Millis;
  silent?: Millis;
  service?: string;
  claimed?: string;
  claimant?: string;
  readonly evidence: string[];
  readonly protocols: Set<string>;
}

function seen(ports: Map<string, Seen>, { address, port, transport }: Endpoint): Seen {
  const endpoint = { address, port, transport };
  return entryOf(ports, `${transport}/${port}/${address}`, () => ({ endpoint, evidence: [], protocols: new Set() }));
}

function portOf({ endpoint, answered, refused, silent, service, claimed, claimant, evidence }: Seen): Port {
  const state = stateOf(answered, refused, silent);
  const known = service ?? claimed;
  const all = claimant === undefined || evidence.includes(claimant) ? evidence : [...evidence, claimant];
  return known === undefined ? { endpoint, state, evidence: all } : { endpoint, state, service: known, evidence: all };
}

/** A web server that others are guests of is called after itself, whoever of them was heard first. */
function outranks(protocol: string, present: string): boolean {
  return guests.has(present) && !guests.has(protocol);
}

/** The newest outcome; but silence is news only when it comes well after the last word. */
function stateOf(answered: Millis | undefined, refused: Millis | undefined, silent: Millis | undefined): PortState {
  const word = answered !== undefined && (refused === undefined || answered >= refused) ? 'answered' : 'refused';
  const spoken = word === 'answered' ? answered : refused;
  if (spoken === undefined) return silent === undefined ? 'untested' : 'silent';
  return silent !== undefined && silent > spoken + oneRunMs ? 'silent' : word;
}

/** An announcement from a dynamic UDP port (RFC 6335 section 6) tells of no service there. */
function servesAt({ transport, port }: Endpoint): boolean {
  return port > 0 && (transport === 'tcp' || port < 49152);
}

function comparePorts(a: Port, b: Port): number {
  const [left, right] = [a.endpoint, b.endpoint];
  return (
    left.port - right.port ||
    compareText(left.transport, right.transport) ||
    compareText(formatEndpoint(left), formatEndpoint(right))
  );
}

// One of several questions to a port stays without an answer while the others have theirs: that port answered.
const oneRunMs = 60_000;
// A connect that is answered says that somebody listens, not what is spoken; a handshake not what is spoken inside.
const speechless = new Set(['knock', 'tls']);
// They are served below a path of somebody's web server.
const guests = new Set(['wsd', 'escl', 'epos', 'ssdp']);
// Garbage is an answer. What was never sent says nothing.
const events: Readonly<Record<Outcome, 'answered' | 'refused' | 'silent' | undefined>> = {
  answered: 'answered',
  garbled: 'answered',
  refused: 'refused',
  silent: 'silent',
  unreachable: 'silent',
  forbidden: undefined,
};
