import type { Clock } from '../../contracts/clock.ts';
import type { UdpOptions } from '../../contracts/network.ts';
import type { HostProbe, Sweep } from '../../contracts/protocol.ts';
import type { Told } from '../../model/observation.ts';
import type { Gate, SweepSocket } from '../gate/gate.ts';
import { probablyMissing } from './missing.ts';
import { NeighbourWindow } from './neighbour-window.ts';

/** One protocol's question in a sweep. `port` is where all the swept hosts serve it. */
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
  /** The longest that the answers to a pass are waited for. */
  readonly waitMs: number;
  /** Set for an on-link sweep: so many addresses may be unresolved at a time. */
  readonly neighbourLimit?: number;
}

export interface Swept {
  readonly answered: ReadonlySet<string>;
  readonly passes: number;
}

/**
 * Asks every address by one datagram a question, then the silent ones again until probably nobody is missing any more
 * (never more than `passes` times). An address that answered any question is asked no more: the conversations with
 * hosts ask the rest.
 */
export async function sweep(
  order: SweepOrder,
  gate: Gate,
  clock: Clock,
  heard: (told: Told) => void,
  signal: AbortSignal,
): Promise<Swept> {
  const run = new SweepRun(order, gate, clock, heard, signal);
  try {
    await run.open();
    return await run.run();
  } finally {
    run.close();
  }
}

interface Asked {
  readonly socket: SweepSocket;
  readonly packet: Uint8Array;
}

class SweepRun {
  readonly #order: SweepOrder;
  readonly #gate: Gate;
  readonly #clock: Clock;
  readonly #heard: (told: Told) => void;
  readonly #signal: AbortSignal;
  readonly #window: NeighbourWindow | undefined;
  readonly #asked: Asked[] = [];
  /** The silent addresses, and when each was asked last. */
  readonly #silent: Map<string, number>;
  readonly #answered = new Set<string>();
  readonly #firstAnswers: number[] = [];
  /** The longest that an answer took so far. */
  #slowestMs: number | undefined;
  #lastHeard = 0;

  constructor(order: SweepOrder, gate: Gate, clock: Clock, heard: (told: Told) => void, signal: AbortSignal) {
    this.#order = order;
    this.#gate = gate;
    this.#clock = clock;
    this.#heard = heard;
    this.#signal = signal;
    this.#silent = new Map(order.addresses.map((address) => [address, Number.NaN]));
    this.#window = order.neighbourLimit === undefined ? undefined : new NeighbourWindow(order.neighbourLimit, clock);
  }

  async open(): Promise<void> {
    const { questions, addresses, community, token, neighbourLimit } = this.#order;
    const [address] = addresses;
    if (address === undefined) return;
    const options: UdpOptions = {
      family: 4,
      receiveBuffer: RECEIVE_BUFFER,
      // a datagram to an unresolved neighbour stays in the kernel until that is given up
      ...(neighbourLimit === undefined ? {} : { sendBuffer: neighbourLimit * WAITING_BYTES }),
    };
    for (const { probe, sweep: question, port } of questions) {
      const socket = await this.#gate.sweepSocket(probe, { address, port }, options);
      if (socket === 'forbidden') continue;
      socket.listen((datagram) => {
        if (datagram.from.port !== port) return;
        const told = question.read(datagram, token);
        if (told !== undefined) this.#hear(told);
      });
      this.#asked.push({ socket, packet: question.packet(community, token) });
    }
  }

  async run(): Promise<Swept> {
    const { passes } = this.#order;
    const answered = this.#answered;
    if (this.#asked.length === 0) return { answered, passes: 0 };
    while (this.#firstAnswers.length < passes && this.#silent.size > 0 && !this.#signal.aborted) {
      this.#firstAnswers.push(0);
      await this.#pass();
      const sentAt = this.#clock.monotonic();
      // whoever is slower than everybody so far is asked once too often, but not lost: the socket stays open
      await this.#listen(sentAt, 1, SHORTEST_MS);
      if (!this.#enough()) continue;
      // the last pass is waited for longer; who comes late may show that it was not the last
      await this.#listen(sentAt, 2, LINGER_MS);
      if (this.#enough()) break;
    }
    return { answered, passes: this.#firstAnswers.length };
  }

  close(): void {
    for (const { socket } of this.#asked) socket.close();
  }

  #hear(told: Told): void {
    const { address } = told.from;
    const askedAt = this.#silent.get(address);
    if (askedAt === undefined && !this.#answered.has(address)) return; // a reply to nobody
    this.#lastHeard = this.#clock.monotonic();
    if (askedAt !== undefined) {
      this.#silent.delete(address);
      this.#answered.add(address);
      this.#firstAnswers[this.#firstAnswers.length - 1]!++;
      this.#slowestMs = Math.max(this.#slowestMs ?? 0, this.#lastHeard - askedAt);
    }
    this.#heard(told);
  }

  #enough(): boolean {
    const asked = this.#firstAnswers.length;
    if (this.#silent.size === 0 || asked >= this.#order.passes) return true;
    // one pass alone cannot tell a network without loss from one with it
    const cheap = this.#window === undefined && this.#silent.size <= FEW;
    return asked > 1 && probablyMissing(this.#firstAnswers) < (cheap ? MISSING_OF_FEW : MISSING);
  }

  async #pass(): Promise<void> {
    const addresses = [...this.#silent.keys()];
    for (let at = 0; at < addresses.length && !this.#signal.aborted; ) {
      const wanted = Math.min(BATCH, addresses.length - at);
      const count = this.#window === undefined ? wanted : await this.#window.take(wanted, this.#signal);
      const batch = addresses.slice(at, at + count).filter((address) => this.#silent.has(address));
      // all questions at once: an address takes its neighbour slot once
      for (const asked of this.#asked) await this.#ask(asked, batch);
      at += count;
    }
  }

  async #ask({ socket, packet }: Asked, addresses: readonly string[]): Promise<void> {
    for (let at = 0; at < addresses.length && !this.#signal.aborted; ) {
      const count = this.#gate.allowance(addresses.length - at);
      if (count === 0) {
        await this.#clock.sleep(1, this.#signal);
        continue;
      }
      const batch = addresses.slice(at, at + count);
      const now = this.#clock.monotonic();
      for (const address of batch) if (this.#silent.has(address)) this.#silent.set(address, now);
      await socket.sendEach(packet, batch);
      at += count;
    }
  }

  /**
   * Waits until `times` the slowest answer so far have passed since the last packet left and since the last answer came,
   * but `leastMs` at least and `waitMs` at most. Before the first answer nothing is known: then it is all of `waitMs`.
   */
  async #listen(sentAt: number, times: number, leastMs: number): Promise<void> {
    const { waitMs } = this.#order;
    while (!this.#signal.aborted && this.#silent.size > 0) {
      const slowest = this.#slowestMs ?? waitMs;
      const patience = Math.min(waitMs, Math.max(leastMs, times * slowest + MARGIN_MS));
      const now = this.#clock.monotonic();
      const left = Math.max(sentAt, this.#lastHeard) + patience - now;
      if (left <= 0 || now - sentAt > LONGEST * waitMs) return;
      // in short naps, for the first answers shorten the wait
      await this.#clock.sleep(Math.min(left, SHORTEST_MS), this.#signal);
    }
  }
}

/** Fewer than this many hosts probably missing count as none: a quarter, or a twentieth where one more pass is cheap. */
const MISSING = 0.25;
const MISSING_OF_FEW = 0.05;
const FEW = 4_096;
// so many datagrams leave before those that came are read: a system's socket holds more than this
const BATCH = 128;
const RECEIVE_BUFFER = 8 * 1024 * 1024;
/** What Linux counts for a small datagram that waits (768 bytes on 64 bits), with room. */
const WAITING_BYTES = 1_024;
const SHORTEST_MS = 20;
const LINGER_MS = 200;
const MARGIN_MS = 10;
/** Somebody who answers without end is not waited for: so many times `waitMs` are the most. */
const LONGEST = 10;
