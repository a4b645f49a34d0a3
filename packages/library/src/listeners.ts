import type {
  Host,
  Listener,
  LocalSocket,
  PortPolicy,
  PortScene,
  Reason,
  SocketsAsked,
  SocketsTold,
  Verdict,
} from '@quietport/core';
import { classifyOwner, evidenceOf, isPrintPort, judgeListener, type OwnerClass } from '@quietport/core/listeners';
import { practiceOf } from '@quietport/knowledge';
import { ianaRegistry } from '@quietport/knowledge/ports';
import type { HereTold, PortLookup } from './port-answer.ts';
import { fitsNumber, type PortNumbers, portScene, wordsOf } from './port-verdict.ts';

/** Who listens here, each with the kind of its owner and a verdict. */
export interface ListenersTold {
  readonly listeners: readonly Listener[];
  readonly policy: PortPolicy;
  /** In sentences: what could not be seen from here, and what would show it. */
  readonly gaps: readonly string[];
}

/** Asks this machine. What cannot be seen is told, and is no error. */
export async function listeners(asked: SocketsAsked, host: Host, signal: AbortSignal): Promise<ListenersTold> {
  return judgeSockets(await host.sockets(asked, signal));
}

/** What a machine told, classed and judged. */
export function judgeSockets({ sockets, policy, gaps }: SocketsTold): ListenersTold {
  return { listeners: sockets.map(judging(policy)).sort(byPlace), policy, gaps };
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

/**
 * Classes and judges sockets. One program may hold thousands: what depends on the program alone is found once for all
 * sockets that differ in their number and address only.
 */
function judging(policy: PortPolicy): (socket: LocalSocket) => Listener {
  const programs = new Map<string, Program>();
  const numbers = new Map<string, Numbers>();
  return (socket) => {
    const { transport, port } = socket;
    // the kind never follows from the number, save that UDP has client sockets by their range
    const program = `${transport === 'udp' ? port : ''} ${programKey(socket)}`;
    const { owner, words, verdicts } = remembered(programs, program, () => ({
      owner: classifyOwner(socket, policy),
      words: wordsOf(socket),
      verdicts: new Map<string, Verdict>(),
    }));
    const number = remembered(numbers, `${port}/${transport}`, () => numbersOf(port, transport));
    const evidence = evidenceOf(socket);
    const fits = fitsNumber(words, number.services, number.practice);
    const verdict = remembered(verdicts, `${number.key} ${fits}`, () =>
      judgeListener(socket, owner.kind, {
        ...number.scene,
        owners: [{ kind: owner.kind, fits, exposure: socket.exposure, evidence }],
      }),
    );
    // one by one: spreading a socket into a larger object takes V8 twenty times as long, and there are thousands
    return {
      transport,
      port,
      family: socket.family,
      address: socket.address,
      exposure: socket.exposure,
      state: socket.state,
      dualStack: socket.dualStack,
      pid: socket.pid,
      pids: socket.pids,
      process: socket.process,
      executable: socket.executable,
      replaced: socket.replaced,
      script: socket.script,
      user: socket.user,
      uid: socket.uid,
      package: socket.package,
      unit: socket.unit,
      container: socket.container,
      ownerVisible: socket.ownerVisible,
      ownerGap: socket.ownerGap,
      namespace: socket.namespace,
      forwardsTo: socket.forwardsTo,
      signer: socket.signer,
      ownerKind: owner.kind,
      ownerReasons: withEvidence(owner.reasons, evidence),
      verdict: { word: verdict.word, reasons: withEvidence(verdict.reasons, evidence), next: verdict.next },
    };
  };
}

interface Program {
  readonly owner: OwnerClass;
  readonly words: readonly string[];
  /** By what is known of the number, and whether the program fits it. */
  readonly verdicts: Map<string, Verdict>;
}

/** All that classing and judging read of a socket but its number: sockets with the same key are of one kind and word. */
function programKey(socket: LocalSocket): string {
  const { process, executable, script, package: from, unit, container, signer, forwardsTo } = socket;
  const { transport, state, exposure, replaced, ownerVisible, ownerGap } = socket;
  const program = `${process}\0${executable}\0${script}\0${from}\0${unit}\0${container}\0${signer}\0${forwardsTo}`;
  return `${program}\0${transport}${state}${exposure}${replaced}${ownerVisible}${ownerGap}`;
}

function withEvidence(reasons: readonly Reason[], evidence: readonly string[]): readonly Reason[] {
  return reasons.map(({ rule, text }) => ({ rule, text, evidence }));
}

function remembered<Value>(known: Map<string, Value>, key: string, find: () => Value): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = find();
  known.set(key, value);
  return value;
}

/** What is known of a number, whoever holds it. */
interface Numbers {
  readonly services: readonly string[];
  readonly practice: PortNumbers['practice'];
  readonly scene: PortScene;
  /** The same for numbers that are judged alike. */
  readonly key: string;
}

/** Most numbers are nothing special: for them the names in the registry are all that is read of it. */
function numbersOf(port: number, transport: LocalSocket['transport']): Numbers {
  const { names: services, epson } = ianaRegistry.brief(port, transport);
  const practice = practiceOf(port, port, transport);
  if (!epson && practice.length === 0 && !isPrintPort(port, 'tcp')) return { ...plain, services };
  const rows = epson ? ianaRegistry.between(port, port).filter((row) => row.transport === transport) : [];
  return { services, practice, ...judgedAs({ spans: [[port, port]], transport, rows, practice }) };
}

function judgedAs(numbers: PortNumbers): Pick<Numbers, 'scene' | 'key'> {
  const scene = portScene(numbers, [], null);
  const { prints, epsonNumber, published, usual } = scene;
  return { scene, key: [prints, epsonNumber, published, usual.printing, usual.general].join() };
}

const plain = { practice: [], ...judgedAs({ spans: [], transport: null, rows: [], practice: [] }) };

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
