import type { Outcome, Told } from '../model/observation.ts';
import type { Endpoint } from '../net/endpoint.ts';
import type { Datagram, HttpOutcome, HttpRequest, KnockOutcome } from './network.ts';

/**
 * What a conversation may ask of the world, one thing at a time. A conversation is a generator: it yields an effect and
 * is resumed with what happened. It imports no socket and no clock, and a test drives it by hand.
 */
export type Effect =
  | { readonly do: 'send'; readonly bytes: Uint8Array; readonly to: Endpoint }
  | { readonly do: 'hear'; readonly waitMs: number }
  | { readonly do: 'http'; readonly request: HttpRequest; readonly waitMs: number }
  | { readonly do: 'knock'; readonly to: Endpoint; readonly waitMs: number }
  | { readonly do: 'chance'; readonly count: number }
  | { readonly do: 'tell'; readonly told: Told };

/** A datagram, and how much of the wait was left when it came. */
export interface Heard extends Datagram {
  readonly leftMs: number;
}

/** What each effect is answered with. */
export type Answer = boolean | Heard | undefined | HttpOutcome | KnockOutcome | Uint8Array;

/** How the whole conversation ended, for the attempt's record. */
export interface Ending {
  readonly is: Outcome;
}

export type Conversation<T = Ending> = Generator<Effect, T, Answer>;

/** Sends a datagram. False where the gate or the system did not let it go: the target is then not worth waiting for. */
export function* send(bytes: Uint8Array, to: Endpoint): Conversation<boolean> {
  return (yield { do: 'send', bytes, to }) as boolean;
}

/** The next datagram on this conversation's socket, or `undefined` when the time is over. */
export function* hear(waitMs: number): Conversation<Heard | undefined> {
  return (yield { do: 'hear', waitMs }) as Heard | undefined;
}

/** One HTTP exchange. */
export function* http(request: HttpRequest, waitMs: number): Conversation<HttpOutcome> {
  return (yield { do: 'http', request, waitMs }) as HttpOutcome;
}

/** TCP connect and close; not a byte is written. */
export function* knock(to: Endpoint, waitMs: number): Conversation<KnockOutcome> {
  return (yield { do: 'knock', to, waitMs }) as KnockOutcome;
}

/** Random bytes, for tokens and request ids. */
export function* chance(count: number): Conversation<Uint8Array> {
  return (yield { do: 'chance', count }) as Uint8Array;
}

/** Reports one thing heard: the driver adds identity, time and vantage and puts it into the evidence log. */
export function* tell(told: Told): Conversation<void> {
  yield { do: 'tell', told };
}

/**
 * Hears until the time is over or `take` returns true. `take` is itself a conversation, so that it can tell.
 * Bounded: a flood beyond `most` datagrams ends the hearing. True where `take` ended it.
 */
export function* hearAll(
  waitMs: number,
  take: (heard: Heard) => Conversation<boolean | undefined>,
  most = 10_000,
): Conversation<boolean> {
  let left = waitMs;
  for (let count = 0; count < most; count++) {
    const heard = yield* hear(left);
    if (heard === undefined) return false;
    if ((yield* take(heard)) === true) return true;
    left = heard.leftMs;
  }
  return false;
}
