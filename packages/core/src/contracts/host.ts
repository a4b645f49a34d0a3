import type { LocalSocket, PortPolicy } from '../model/listener.ts';
import type { Transport } from '../net/endpoint.ts';

/** Which sockets are asked for. Nothing named is everything that listens. */
export interface SocketsAsked {
  readonly ports?: readonly number[];
  readonly transport?: Transport;
  /** Outgoing sockets, too, where they hold one of `ports`. */
  readonly clients?: boolean;
}

/** What the machine told. What it kept back is said in sentences, and is no error. */
export interface SocketsTold {
  readonly sockets: readonly LocalSocket[];
  readonly policy: PortPolicy;
  /** One sentence each: what could not be seen from here, and what would show it. */
  readonly gaps: readonly string[];
}

/** This machine: who holds its ports. */
export interface Host {
  sockets(asked: SocketsAsked, signal: AbortSignal): Promise<SocketsTold>;
}
