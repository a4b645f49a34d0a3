import type { Millis } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';

/** A piece of what was heard on a port: a datagram, or what arrived at once on a connection. */
export interface HeardBytes {
  readonly at: Millis;
  readonly from: Endpoint;
  /** Absent where the system did not say which of our addresses it was sent to. */
  readonly to?: Endpoint;
  readonly bytes: Uint8Array;
}

export type HintKind =
  | 'likeness'
  | 'nothing-known'
  | 'length-field'
  | 'constant'
  | 'counter'
  | 'time'
  | 'repeat'
  | 'pairing'
  | 'text'
  | 'entropy';

/**
 * How much a hint weighs. `seen`: counted or measured, and no reading of it. `like`: a decoder took every byte, or several
 * independent things agree. `perhaps`: it fits, and chance could do the same.
 */
export type HintWeight = 'seen' | 'like' | 'perhaps';

/** Something that the bytes suggest. Never a fact, and never a word about the device that sent them. */
export interface Hint {
  readonly kind: HintKind;
  readonly weight: HintWeight;
  readonly text: string;
  /** What it rests on, with the offsets. */
  readonly because: string;
  /** The messages that it is about, by their places in the list, from 0; at most 32 of them. */
  readonly messages: readonly number[];
}

/** A hint about these messages. */
export function hint(
  kind: HintKind,
  weight: HintWeight,
  text: string,
  because: string,
  messages: readonly number[],
): Hint {
  return { kind, weight, text, because, messages: messages.slice(0, MOST_NAMED) };
}

const MOST_NAMED = 32;
