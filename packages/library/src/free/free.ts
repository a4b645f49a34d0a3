import {
  chooseFree,
  type Device,
  type FreeFacts,
  type FreeReason,
  type Host,
  type LocalSocket,
  type Network,
  type PassedOver,
  type PortPolicy,
  reasonsFor,
  type Transport,
} from '@quietport/core';
import { registryFacts } from './registry-facts.ts';
import { testBind } from './test-bind.ts';

export interface FreeRequest {
  readonly count: number;
  readonly from: number;
  readonly to: number;
  readonly transports: readonly Transport[];
  readonly near?: number;
  /** The same name gives the same numbers, as long as nothing takes them. */
  readonly project: string;
}

export interface FreePort {
  readonly port: number;
  readonly reasons: readonly FreeReason[];
}

export interface FreeAnswer {
  readonly request: FreeRequest;
  readonly suggestions: readonly FreePort[];
  /** What was passed over, by rule. */
  readonly passedOver: readonly PassedOver[];
  /** In sentences: what could not be seen or tried from here. */
  readonly gaps: readonly string[];
}

/** What `free` looks at beside its tables. */
export interface FreeSources {
  readonly host: Host;
  /** For test binds only: nothing is sent. */
  readonly network: Network;
  readonly devices: readonly Device[];
}

/** Numbers to take that collide with nothing: by the rules of `chooseFree`, then by test binds. */
export async function free(request: FreeRequest, sources: FreeSources, signal: AbortSignal): Promise<FreeAnswer> {
  const { sockets, policy, gaps } = await sources.host.sockets({ clients: true }, signal);
  const tables = registryFacts();
  const facts: FreeFacts = {
    ...tables,
    policy,
    clientNumbers: clientNumbersOf(policy, tables.clientNumbers),
    heldHere: heldBy(sockets),
    seenOnNetwork: seenOn(sources.devices),
  };
  const { ports, passedOver } = chooseFree(request, facts);
  const suggestions: FreePort[] = [];
  let taken = 0;
  for (const port of ports) {
    if (suggestions.length === request.count || signal.aborted) break;
    const { free: isFree, bound, untried } = await testBind(sources.network, port, request.transports);
    if (isFree) suggestions.push({ port, reasons: [...reasonsFor(port, facts), bindReason(bound, untried)] });
    else taken++;
    if (untried.length > 0 && bound.length === 0) break;
  }
  const refused = { rule: 'bind', text: 'a test bind failed', ports: taken };
  return { request, suggestions, passedOver: taken === 0 ? passedOver : [...passedOver, refused], gaps };
}

/** This system's own range before those of systems as they come, and not twice where it is as it came. */
function clientNumbersOf({ clients }: PortPolicy, usual: FreeFacts['clientNumbers']): FreeFacts['clientNumbers'] {
  if (clients === null) return usual;
  const others = usual.filter(({ from, to }) => from !== clients.from || to !== clients.to);
  return [{ system: 'this system', ...clients }, ...others];
}

function heldBy(sockets: readonly LocalSocket[]): FreeFacts['heldHere'] {
  const holders = new Map(
    sockets.map(({ port, transport, process, user }) => [`${port}/${transport}`, process ?? user ?? 'somebody']),
  );
  return (port, transport) => holders.get(`${port}/${transport}`);
}

function seenOn(devices: readonly Device[]): FreeFacts['seenOnNetwork'] {
  const seen = new Map(devices.flatMap(({ id, ports }) => ports.map(({ endpoint }) => [endpoint.port, id] as const)));
  return (port) => seen.get(port);
}

function bindReason(bound: readonly string[], untried: readonly string[]): FreeReason {
  const not = untried.length === 0 ? '' : `; could not be tried: ${untried.join(', ')}`;
  return { rule: 'bind', text: `bound and let go just now: ${bound.join(', ')}${not}` };
}
