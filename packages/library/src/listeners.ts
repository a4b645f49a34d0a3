import type { Host, Listener, LocalSocket, PortPolicy, SocketsAsked } from '@quietport/core';
import { classifyOwner, judgeListener } from '@quietport/core/listeners';
import { practiceOf } from '@quietport/knowledge';
import { ianaRegistry } from '@quietport/knowledge/ports';
import type { HereTold, PortLookup } from './port.ts';
import { type PortNumbers, portScene } from './port-verdict.ts';

/** Who listens here, each with the kind of its owner and a verdict. */
export interface ListenersTold {
  readonly listeners: readonly Listener[];
  readonly policy: PortPolicy;
  /** In sentences: what could not be seen from here, and what would show it. */
  readonly gaps: readonly string[];
}

/** Asks this machine. What cannot be seen is told, and is no error. */
export async function listeners(asked: SocketsAsked, host: Host, signal: AbortSignal): Promise<ListenersTold> {
  const { sockets, policy, gaps } = await host.sockets(asked, signal);
  const numbers = new Map<string, PortNumbers>();
  const lookUp = ({ port, transport }: LocalSocket): PortNumbers => {
    const key = `${port}/${transport}`;
    const known = numbers.get(key) ?? numbersOf(port, transport);
    numbers.set(key, known);
    return known;
  };
  const rows = sockets.map((socket) => judged(socket, policy, lookUp(socket)));
  return { listeners: rows.sort(byPlace), policy, gaps };
}

/** The part of the answer about a port that says who holds it on this machine, outgoing connections too. */
export async function listenersOf(
  spans: PortLookup['spans'],
  transport: PortLookup['query']['transport'],
  host: Host,
  signal: AbortSignal,
): Promise<HereTold> {
  // the system tells of TCP and UDP; a question about SCTP or DCCP has no answer here
  if (transport !== null && transport !== 'tcp' && transport !== 'udp') return { listeners: [], gaps: [] };
  const ports = spans.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  return listeners({ ports, clients: true, ...(transport === null ? {} : { transport }) }, host, signal);
}

function judged(socket: LocalSocket, policy: PortPolicy, numbers: PortNumbers): Listener {
  const { kind, reasons } = classifyOwner(socket, policy);
  const owned = { ...socket, ownerKind: kind, ownerReasons: reasons };
  return { ...owned, verdict: judgeListener(socket, kind, portScene(numbers, [owned], null)) };
}

function numbersOf(port: number, transport: LocalSocket['transport']): PortNumbers {
  const rows = ianaRegistry.between(port, port).filter((row) => row.transport === transport);
  return { spans: [[port, port]], rows, practice: practiceOf(port, port, transport) };
}

/** Own namespace first, then by number: the two families and transports of one service stand together. */
function byPlace(a: Listener, b: Listener): number {
  return (
    compare(a.namespace ?? '', b.namespace ?? '') ||
    a.port - b.port ||
    compare(a.transport, b.transport) ||
    compare(a.family, b.family) ||
    compare(a.address, b.address) ||
    (a.pid ?? 0) - (b.pid ?? 0)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
