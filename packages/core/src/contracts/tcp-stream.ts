import type { Endpoint } from '../net/endpoint.ts';

/** How a TCP connect ended. */
export type KnockOutcome = 'answered' | 'refused' | 'silent' | 'unreachable' | 'forbidden';

export interface TcpStream {
  readonly remote: Endpoint;
  readonly local: Endpoint;
  /** The next bytes, or `undefined` when the other side has ended. */
  read(signal?: AbortSignal): Promise<Uint8Array | undefined>;
  write(bytes: Uint8Array): Promise<void>;
  close(): void;
}

/** Something that serves until it is closed. */
export interface Listening {
  readonly local: Endpoint;
  close(): Promise<void>;
}
