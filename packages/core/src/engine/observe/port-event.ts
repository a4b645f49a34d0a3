import type { HeardBytes } from './hint.ts';

/** Something that happened on a watched port. All but a datagram and a piece have no bytes. */
export interface PortEvent extends HeardBytes {
  readonly what: 'datagram' | 'connect' | 'piece' | 'end';
  readonly interface: string;
  /** To us or from us; absent where it went between others, or from us to ourselves. */
  readonly way?: 'in' | 'out';
}
