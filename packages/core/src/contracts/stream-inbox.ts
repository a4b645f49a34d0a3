import { type Conversation, read, type StreamEnd } from './conversation.ts';

/** Where the first message of a stream's bytes ends, and what it is. */
export interface Taken<T> {
  readonly value: T;
  /** How many bytes it has, from the first. */
  readonly size: number;
}

/** `too-much`: more bytes or more pieces than any such message has; whoever goes on for ever is not heard out. */
export type Arrived<T> = { readonly value: T } | StreamEnd | 'too-much';

/**
 * What has come on a stream and was not taken yet. A stream cuts messages anywhere and joins them as it likes: `next`
 * reads until `first` finds a whole one at the beginning.
 */
export class StreamInbox {
  readonly #mostBytes: number;
  readonly #mostPieces: number;
  #held: Uint8Array = new Uint8Array();

  constructor(mostBytes: number, mostPieces = 64) {
    this.#mostBytes = mostBytes;
    this.#mostPieces = mostPieces;
  }

  /** What was not taken. */
  get held(): Uint8Array {
    return this.#held;
  }

  *next<T>(first: (bytes: Uint8Array) => Taken<T> | undefined, waitMs: number): Conversation<Arrived<T>> {
    for (let pieces = 0; ; pieces++) {
      const taken = first(this.#held);
      if (taken !== undefined) {
        this.#held = this.#held.subarray(taken.size);
        return { value: taken.value };
      }
      if (this.#held.length > this.#mostBytes || pieces >= this.#mostPieces) return 'too-much';
      const piece = yield* read(waitMs);
      if (typeof piece === 'string') return piece;
      const joined = new Uint8Array(this.#held.length + piece.length);
      joined.set(this.#held);
      joined.set(piece, this.#held.length);
      this.#held = joined;
    }
  }
}
