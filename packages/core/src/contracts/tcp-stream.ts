import type { Endpoint } from '../net/endpoint.ts';

/** How a TCP connect ended. */
export type KnockOutcome = 'answered' | 'refused' | 'silent' | 'unreachable' | 'forbidden';

export interface TcpStream {
  readonly remote: Endpoint;
  readonly local: Endpoint;
  /** The next bytes, or `undefined` when the other side has ended. */
  read(signal?: AbortSignal): Promise<Uint8Array | undefined>;
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Says that nothing more comes from here, passes over what the other side still says, and waits for its end. `ended`:
   * it has taken everything and closed in order. `broken`: it broke off. `silent`: the signal came first.
   */
  finish(signal: AbortSignal): Promise<'ended' | 'broken' | 'silent'>;
  close(): void;
}

/** Something that serves until it is closed. */
export interface Listening {
  readonly local: Endpoint;
  close(): Promise<void>;
}
