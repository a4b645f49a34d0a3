import type { Clock } from '../../contracts/clock.ts';
import type { Datagram, UdpSocket } from '../../contracts/network.ts';
import type { HostProbe, Sweep } from '../../contracts/protocol.ts';
import type { Told } from '../../model/observation.ts';
import type { Gate } from '../gate/gate.ts';

/** One protocol's question in a sweep. `port` is where the swept hosts serve it. */
export interface SweepQuestion {
  readonly probe: HostProbe;
  readonly sweep: Sweep;
  readonly port: number;
}

export interface SweepOrder {
  readonly questions: readonly SweepQuestion[];
  readonly addresses: readonly string[];
  readonly community: string;
  readonly token: Uint8Array;
  /** The most times that one silent address is asked. */
  readonly passes: number;
  /** How long the answers to a pass are waited for. */
  readonly waitMs: number;
  /** Set for an on-link sweep: so many addresses may be unresolved at a time. */
  readonly neighbourLimit?: number;
}

/**
 * Asks every address by one datagram a question, then the silent ones again until a pass brings nothing new. An address
 * that answered any question is asked no more: the conversations with hosts ask the rest.
 */
export async function sweep(
  order: SweepOrder,
  gate: Gate,
  clock: Clock,
  heard: (told: Told) => void,
  signal: AbortSignal,
): Promise<{ readonly answered: ReadonlySet<string>; readonly passes: number }> {
  const pending = new Set(order.addresses);
  const answered = new Set<string>();
  let lastHeard = clock.monotonic();
  const asked = await openQuestions(order, gate, (told) => {
    if (!pending.has(told.from.address) && !answered.has(told.from.address)) return; // a reply to nobody
    lastHeard = clock.monotonic();
    if (pending.delete(told.from.address)) answered.add(told.from.address);
    heard(told);
  });
  let passes = 0;
  try {
    while (passes < order.passes && pending.size > 0 && asked.length > 0 && !signal.aborted) {
      const before = answered.size;
      await sendPass([...pending], asked, order, gate, clock, pending, signal);
      passes++;
      await quiet(order.waitMs, () => lastHeard, clock, signal);
      // one pass more than the last that brought something: loss hits the same host twice in a row now and then
      if (answered.size === before && passes > 1) break;
    }
  } finally {
    for (const { socket } of asked) socket.close();
  }
  return { answered, passes };
}

interface Asked {
  readonly question: SweepQuestion;
  readonly socket: UdpSocket;
  readonly packet: Uint8Array;
}

async function openQuestions(order: SweepOrder, gate: Gate, heard: (told: Told) => void): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const question of order.questions) {
    const standard = question.sweep.port;
    const socket = await gate.sweepSocket(question.probe, standard, { family: 4, receiveBuffer: RECEIVE_BUFFER });
    if (socket === 'forbidden') continue;
    socket.listen((datagram: Datagram) => {
      if (datagram.from.port !== question.port) return;
      const told = question.sweep.read(datagram, order.token);
      if (told !== undefined) heard(told);
    });
    asked.push({ question, socket, packet: question.sweep.packet(order.community, order.token) });
  }
  return asked;
}

async function sendPass(
  addresses: readonly string[],
  asked: readonly Asked[],
  order: SweepOrder,
  gate: Gate,
  clock: Clock,
  pending: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  const window = order.neighbourLimit === undefined ? undefined : new NeighbourWindow(order.neighbourLimit, clock);
  for (const { question, socket, packet } of asked) {
    let sent = 0;
    for (let i = 0; i < addresses.length && !signal.aborted; ) {
      let batch = gate.allowance(Math.min(BATCH, addresses.length - i));
      if (window !== undefined) batch = window.take(batch);
      if (batch === 0) {
        await clock.sleep(1, signal);
        continue;
      }
      const sending: Promise<unknown>[] = [];
      for (const address of addresses.slice(i, i + batch)) {
        if (!pending.has(address)) continue;
        sent++;
        sending.push(socket.send(packet, { address, port: question.port, transport: 'udp' }));
      }
      i += batch;
      await Promise.all(sending);
    }
    gate.ledger.sent(question.probe.id, question.port, 'udp', sent * packet.length, sent);
  }
}

/**
 * Linux keeps at most gc_thresh3 neighbours and silently drops datagrams beyond; an address that nobody has stays
 * unresolved for three seconds (three solicitations, a second apart). So a slot is taken for that long.
 */
class NeighbourWindow {
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #taken: { readonly at: number; readonly count: number }[] = [];
  #held = 0;

  constructor(limit: number, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  take(wanted: number): number {
    const now = this.#clock.monotonic();
    while (this.#taken.length > 0 && now - this.#taken[0]!.at > RESOLVING_MS) this.#held -= this.#taken.shift()!.count;
    const got = Math.max(0, Math.min(wanted, this.#limit - this.#held));
    if (got > 0) {
      this.#taken.push({ at: now, count: got });
      this.#held += got;
    }
    return got;
  }
}

/** Waits for answers until `waitMs` have passed since the last one came (or since now). */
async function quiet(waitMs: number, lastHeard: () => number, clock: Clock, signal: AbortSignal): Promise<void> {
  const start = clock.monotonic();
  for (;;) {
    const left = Math.max(start, lastHeard()) + waitMs - clock.monotonic();
    if (left <= 0 || signal.aborted || clock.monotonic() - start > 10 * waitMs) return;
    await clock.sleep(left, signal);
  }
}

const BATCH = 256;
const RECEIVE_BUFFER = 8 * 1024 * 1024;
const RESOLVING_MS = 3_100;
