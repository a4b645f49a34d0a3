import type { Outcome, Told } from '../model/observation.ts';
import type { Endpoint } from '../net/endpoint.ts';
import type { Credential, SecretKind } from './credentials.ts';
import type { Cryptography } from './cryptography.ts';
import type { Datagram, HttpOutcome, HttpRequest, KnockOutcome, TlsOutcome } from './network.ts';

/**
 * What a conversation may ask of the world, one thing at a time. A conversation is a generator: it yields an effect and
 * is resumed with what happened. It imports no socket and no clock, and a test drives it by hand.
 */
export type Effect =
  | { readonly do: 'send'; readonly bytes: Uint8Array; readonly to: Endpoint }
  | { readonly do: 'hear'; readonly waitMs: number }
  | { readonly do: 'http'; readonly request: HttpRequest; readonly waitMs: number }
  | { readonly do: 'knock'; readonly to: Endpoint; readonly waitMs: number }
  | { readonly do: 'dial'; readonly to: Endpoint; readonly waitMs: number }
  | { readonly do: 'say'; readonly bytes: Uint8Array }
  | { readonly do: 'read'; readonly waitMs: number }
  | { readonly do: 'hang-up' }
  | { readonly do: 'tls'; readonly to: Endpoint; readonly waitMs: number }
  | { readonly do: 'neighbour'; readonly address: string }
  | { readonly do: 'cryptography' }
  | { readonly do: 'take-key'; readonly kind: SecretKind; readonly address: string; readonly tried: readonly string[] }
  | {
      readonly do: 'key-told';
      readonly address: string;
      readonly name: string;
      readonly worked: boolean;
      readonly why?: string;
    }
  | { readonly do: 'chance'; readonly count: number }
  | { readonly do: 'tell'; readonly told: Told };

/** A datagram, and how much of the wait was left when it came. */
export interface Heard extends Datagram {
  readonly leftMs: number;
}

/** What each effect is answered with. */
export type Answer =
  | boolean
  | string
  | Heard
  | undefined
  | HttpOutcome
  | KnockOutcome
  | TlsOutcome
  | Uint8Array
  | StreamEnd
  | Cryptography
  | Credential;

/** Why no bytes came on a stream: the other side has ended it, or the time is over. */
export type StreamEnd = 'ended' | 'silent';

/** How the whole conversation ended, for the attempt's record. */
export interface Ending {
  readonly is: Outcome;
  /** The port that this is about, where it is not the first of the lead or of the probe. */
  readonly port?: number;
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

/**
 * Opens a TCP stream to talk on. A conversation has one at a time: a second `dial` hangs up the first. Never to a print
 * port, whatever the probe declares.
 */
export function* dial(to: Endpoint, waitMs: number): Conversation<KnockOutcome> {
  return (yield { do: 'dial', to, waitMs }) as KnockOutcome;
}

/** Writes on the stream. False where it is gone. */
export function* say(bytes: Uint8Array): Conversation<boolean> {
  return (yield { do: 'say', bytes }) as boolean;
}

/** The next bytes on the stream, cut as they arrived. A stream is read for half a minute at most, then it is silent. */
export function* read(waitMs: number): Conversation<Uint8Array | StreamEnd> {
  return (yield { do: 'read', waitMs }) as Uint8Array | StreamEnd;
}

/** Closes the stream; the end of the conversation does it as well. */
export function* hangUp(): Conversation<void> {
  yield { do: 'hang-up' };
}

/** A TLS handshake and nothing after it: what certificate is shown, and in which version. */
export function* tls(to: Endpoint, waitMs: number): Conversation<TlsOutcome> {
  return (yield { do: 'tls', to, waitMs }) as TlsOutcome;
}

/**
 * The next key of that kind which may be tried on this host, the one that worked before first. `undefined` where there
 * is none, or where the host has had its share of tries. Taking it counts: say with `keyTold` what came of it.
 */
export function* takeKey(
  kind: SecretKind,
  address: string,
  tried: readonly string[] = [],
): Conversation<Credential | undefined> {
  return (yield { do: 'take-key', kind, address, tried }) as Credential | undefined;
}

/**
 * Whether the key that was taken opened the door. Silence says neither: then it is not called. `why` it did not, in plain
 * words, is shown to the person whose key it is.
 */
export function* keyTold(address: string, name: string, worked: boolean, why?: string): Conversation<void> {
  yield { do: 'key-told', address, name, worked, ...(why === undefined ? {} : { why }) };
}

/** What the system remembers of an on-link host: the line of its neighbour table. It sends nothing. */
export function* neighbour(address: string): Conversation<string | undefined> {
  return (yield { do: 'neighbour', address }) as string | undefined;
}

/** The arithmetic of secrets. */
export function* cryptography(): Conversation<Cryptography> {
  return (yield { do: 'cryptography' }) as Cryptography;
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
