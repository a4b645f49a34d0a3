import type { Clock } from '../../contracts/clock.ts';
import type { Answer, Conversation, Effect, Ending, StreamEnd } from '../../contracts/conversation.ts';
import type { Locksmith } from '../../contracts/credentials.ts';
import type { Cryptography } from '../../contracts/cryptography.ts';
import type { Dice } from '../../contracts/dice.ts';
import type { Datagram, KnockOutcome, TcpStream } from '../../contracts/network.ts';
import type { Outcome, Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import type { GatedNetwork, GatedSocket } from '../gate/gate.ts';

/** What a conversation is performed on. */
export interface Stage {
  readonly network: GatedNetwork;
  /** Opens the conversation's datagram socket, at the first effect that needs one. */
  socket(): Promise<GatedSocket>;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly cryptography: Cryptography;
  /** Absent where no keys are at hand. */
  readonly locksmith?: Locksmith | undefined;
  /** The line of the neighbour table, once there is one. */
  neighbour?(address: string): string | undefined;
  tell(told: Told): void;
  knocked(to: Endpoint, outcome: KnockOutcome): void;
  /** A key did not open this host's door, and the host said why. */
  refused(address: string, key: string, why: string): void;
}

/**
 * Performs a conversation: each effect it yields is done, and it is resumed with what happened. Ends with the
 * conversation, or with the signal (as silence). Whatever the gate forbade makes the ending `forbidden`.
 */
export async function converse(talk: Conversation, stage: Stage, signal: AbortSignal): Promise<Ending> {
  const ear = new Ear(stage);
  const line = new Line(stage);
  let forbidden = false;
  try {
    let step = talk.next();
    while (!step.done) {
      if (signal.aborted) return { is: 'silent' };
      step = talk.next(await perform(step.value));
    }
    const ending: Outcome = forbidden && step.value.is !== 'answered' ? 'forbidden' : step.value.is;
    return { ...step.value, is: ending };
  } finally {
    ear.close();
    line.hangUp();
  }

  async function perform(effect: Effect): Promise<Answer> {
    switch (effect.do) {
      case 'send': {
        const socket = await ear.socket();
        const sent = await socket.send(effect.bytes, effect.to, signal);
        if (sent === 'forbidden') forbidden = true;
        return sent === true;
      }
      case 'hear':
        return ear.hear(effect.waitMs, signal);
      case 'http': {
        const outcome = await stage.network.http(effect.request, stage.clock.timeout(effect.waitMs, signal));
        if (outcome.is === 'forbidden') forbidden = true;
        return outcome;
      }
      case 'knock': {
        const outcome = await stage.network.knock(effect.to, stage.clock.timeout(effect.waitMs, signal));
        if (outcome === 'forbidden') forbidden = true;
        stage.knocked(effect.to, outcome);
        return outcome;
      }
      case 'dial': {
        const outcome = await line.dial(effect.to, effect.waitMs, signal);
        if (outcome === 'forbidden') forbidden = true;
        return outcome;
      }
      case 'say':
        return line.say(effect.bytes);
      case 'read':
        return line.read(effect.waitMs, signal);
      case 'hang-up':
        line.hangUp();
        return undefined;
      case 'tls': {
        const outcome = await stage.network.tls(effect.to, stage.clock.timeout(effect.waitMs, signal));
        if (outcome.is === 'forbidden') forbidden = true;
        return outcome;
      }
      case 'neighbour':
        return stage.neighbour?.(effect.address);
      case 'cryptography':
        return stage.cryptography;
      case 'take-key':
        return stage.locksmith?.next(effect.kind, effect.address, effect.tried);
      case 'key-told':
        await stage.locksmith?.told(effect.address, effect.name, effect.worked, effect.why);
        if (!effect.worked && effect.why !== undefined) stage.refused(effect.address, effect.name, effect.why);
        return undefined;
      case 'chance':
        return stage.dice.bytes(effect.count);
      case 'tell':
        stage.tell(effect.told);
        return undefined;
    }
  }
}

/** A conversation's ear: datagrams wait in a bounded queue until it listens; the newest are dropped when it is full. */
class Ear {
  readonly #stage: Stage;
  readonly #queue: Datagram[] = [];
  #socket: Promise<GatedSocket> | undefined;
  #wake: (() => void) | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  socket(): Promise<GatedSocket> {
    this.#socket ??= this.#stage.socket().then((socket) => {
      socket.listen((datagram) => {
        if (this.#queue.length >= MOST_WAITING) return;
        this.#queue.push(datagram);
        this.#wake?.();
      });
      return socket;
    });
    return this.#socket;
  }

  async hear(waitMs: number, signal: AbortSignal): Promise<Answer> {
    const { clock } = this.#stage;
    const until = clock.monotonic() + waitMs;
    await this.socket();
    while (this.#queue.length === 0) {
      const left = until - clock.monotonic();
      if (left <= 0 || signal.aborted) return undefined;
      await this.#next(Math.min(left, LONGEST_SLEEP), signal);
    }
    const { from, bytes } = this.#queue.shift()!;
    return { from, bytes, leftMs: Math.max(0, until - clock.monotonic()) };
  }

  close(): void {
    this.#socket?.then(
      (socket) => socket.close(),
      () => undefined, // it never opened: whoever asked for it has been told
    );
  }

  async #next(ms: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    // a reason of our own: without one a DOMException with its stack is made for every datagram
    const stop = () => woken.abort('woken');
    this.#wake = stop;
    signal.addEventListener('abort', stop, { once: true });
    await this.#stage.clock.sleep(ms, woken.signal);
    signal.removeEventListener('abort', stop);
    this.#wake = undefined;
  }
}

/** A conversation's stream: one at a time, and not for ever: whoever drips a byte now and then is not heard out. */
class Line {
  readonly #stage: Stage;
  #stream: TcpStream | undefined;
  #until = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async dial(to: Endpoint, waitMs: number, signal: AbortSignal): Promise<KnockOutcome> {
    this.hangUp();
    const stream = await this.#stage.network.dial(to, this.#stage.clock.timeout(waitMs, signal));
    if (typeof stream === 'string') return stream;
    this.#stream = stream;
    this.#until = this.#stage.clock.monotonic() + LONGEST_STREAM_MS;
    return 'answered';
  }

  async say(bytes: Uint8Array): Promise<boolean> {
    if (this.#stream === undefined) return false;
    try {
      await this.#stream.write(bytes);
      return true;
    } catch {
      // the other side is gone; what it said before can still be read
      return false;
    }
  }

  async read(waitMs: number, signal: AbortSignal): Promise<Uint8Array | StreamEnd> {
    if (this.#stream === undefined) return 'ended';
    const left = this.#until - this.#stage.clock.monotonic();
    if (left <= 0) return 'silent';
    const until = this.#stage.clock.timeout(Math.min(waitMs, left), signal);
    try {
      const bytes = await this.#stream.read(until);
      if (bytes !== undefined) return bytes;
      return until.aborted ? 'silent' : 'ended';
    } catch {
      // a reset is an end as well
      return until.aborted ? 'silent' : 'ended';
    }
  }

  hangUp(): void {
    this.#stream?.close();
    this.#stream = undefined;
  }
}

// 64 KiB datagrams times this many is the most that one conversation may hold: 64 MiB
const MOST_WAITING = 1_000;
const LONGEST_SLEEP = 3_600_000;
// the longest talk of ours takes a few seconds with a device that answers
const LONGEST_STREAM_MS = 30_000;
