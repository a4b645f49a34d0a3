import type { Clock } from '../../contracts/clock.ts';
import type { Answer, Conversation, Effect, Ending } from '../../contracts/conversation.ts';
import type { Dice } from '../../contracts/dice.ts';
import type { Datagram } from '../../contracts/network.ts';
import type { Told } from '../../model/observation.ts';
import type { GatedSocket } from '../gate/gate.ts';

/** One conversation with one host. */
export interface HostTalk<E extends Ending> {
  readonly address: string;
  /** The socket that it shares with others. */
  readonly socket: GatedSocket;
  readonly talk: Conversation<E>;
  tell(told: Told): void;
  ended(ending: E | Ending): void;
}

/**
 * Performs conversations with thousands of hosts, `atOnce` at a time, on few sockets: a datagram goes to the conversation
 * with its sender, and one clock wakes all that wait. They may send, hear, tell and want chance: nothing else is worth
 * having a thousand times. `talks` is asked for the next one when there is room; an address must not come twice at a time.
 * Ends when all have ended, or with the signal: who is not heard out then has no ending.
 */
export async function converseMany<E extends Ending>(
  talks: Iterator<HostTalk<E>>,
  { clock, dice }: { readonly clock: Clock; readonly dice: Dice },
  atOnce: number,
  signal: AbortSignal,
): Promise<void> {
  const hall = new Hall(talks, clock, dice, atOnce, signal);
  hall.fill();
  while (hall.busy && !signal.aborted) {
    await clock.sleep(TICK_MS, signal);
    hall.wake();
  }
  hall.close();
}

interface Guest<E extends Ending> {
  readonly of: HostTalk<E>;
  readonly queue: Datagram[];
  /** Until when it listens; `undefined` while it does not. */
  until: number | undefined;
  forbidden: boolean;
}

class Hall<E extends Ending> {
  readonly #talks: Iterator<HostTalk<E>>;
  readonly #clock: Clock;
  readonly #dice: Dice;
  readonly #atOnce: number;
  readonly #signal: AbortSignal;
  readonly #guests = new Map<string, Guest<E>>();
  readonly #sockets = new Set<GatedSocket>();
  #more = true;
  #filling = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(talks: Iterator<HostTalk<E>>, clock: Clock, dice: Dice, atOnce: number, signal: AbortSignal) {
    this.#talks = talks;
    this.#clock = clock;
    this.#dice = dice;
    this.#atOnce = atOnce;
    this.#signal = signal;
  }

  /** A failure of ours ends it all. */
  get busy(): boolean {
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#more || this.#guests.size > 0;
  }

  fill(): void {
    // whoever ends while we fill leaves room for this very loop
    if (this.#filling) return;
    this.#filling = true;
    while (this.#more && this.#guests.size < this.#atOnce && !this.#signal.aborted) {
      const next = this.#talks.next();
      if (next.done === true) this.#more = false;
      else this.#enter(next.value);
    }
    this.#filling = false;
  }

  /** Whoever has waited long enough has heard nothing. */
  wake(): void {
    const now = this.#clock.monotonic();
    for (const guest of [...this.#guests.values()]) {
      if (guest.until === undefined || guest.until > now) continue;
      guest.until = undefined;
      this.#go(guest, undefined);
    }
    this.fill();
  }

  close(): void {
    this.#guests.clear();
    for (const socket of this.#sockets) socket.listen(() => undefined);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #enter(of: HostTalk<E>): void {
    if (!this.#sockets.has(of.socket)) {
      this.#sockets.add(of.socket);
      of.socket.listen((datagram) => this.#hear(datagram));
    }
    const guest: Guest<E> = { of, queue: [], until: undefined, forbidden: false };
    this.#guests.set(of.address, guest);
    this.#go(guest, undefined);
  }

  #hear(datagram: Datagram): void {
    const guest = this.#guests.get(datagram.from.address);
    if (guest === undefined) return;
    if (guest.until === undefined) {
      if (guest.queue.length < MOST_WAITING) guest.queue.push(datagram);
      return;
    }
    const leftMs = Math.max(0, guest.until - this.#clock.monotonic());
    guest.until = undefined;
    this.#go(guest, { from: datagram.from, bytes: datagram.bytes, leftMs });
  }

  /** Goes on with what happened, up to the next thing that takes time. */
  #go(guest: Guest<E>, happened: Answer): void {
    try {
      let answer = happened;
      for (;;) {
        const step = guest.of.talk.next(answer);
        if (step.done === true) {
          this.#end(guest, step.value);
          return;
        }
        const effect = step.value;
        if (effect.do === 'send') {
          this.#send(guest, effect);
          return;
        }
        if (effect.do === 'hear') {
          const datagram = guest.queue.shift();
          if (datagram === undefined) {
            guest.until = this.#clock.monotonic() + effect.waitMs;
            return;
          }
          answer = { ...datagram, leftMs: effect.waitMs };
        } else answer = this.#atOnceDone(guest, effect);
      }
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  #atOnceDone({ of }: Guest<E>, effect: Effect): Answer {
    switch (effect.do) {
      case 'tell':
        of.tell(effect.told);
        return undefined;
      case 'chance':
        return this.#dice.bytes(effect.count);
      default:
        throw new RangeError(`a conversation among many wants "${effect.do}"`);
    }
  }

  #send(guest: Guest<E>, { bytes, to }: Extract<Effect, { do: 'send' }>): void {
    guest.of.socket.send(bytes, to, this.#signal).then(
      (sent) => {
        if (sent === 'forbidden') guest.forbidden = true;
        if (this.#guests.get(guest.of.address) === guest) this.#go(guest, sent === true);
      },
      (error: unknown) => {
        this.#failure ??= { error };
      },
    );
  }

  #end(guest: Guest<E>, ending: E): void {
    this.#guests.delete(guest.of.address);
    const forbidden = guest.forbidden && ending.is !== 'answered';
    guest.of.ended(forbidden ? { ...ending, is: 'forbidden' } : ending);
    this.fill();
  }
}

const TICK_MS = 20;
const MOST_WAITING = 64;
