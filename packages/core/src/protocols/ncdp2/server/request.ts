import type { Ncdp2Head } from '../codec.ts';

/** A datagram that may be answered. */
export interface Request extends Ncdp2Head {
  readonly letter: 'P' | 'Q' | 'C' | 'S';
  readonly token: Uint8Array;
  readonly version: number;
  /** Bytes of the whole datagram: all replies together have at most three times as many. */
  readonly size: number;
}
