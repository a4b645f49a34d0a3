import type { Millis, Told } from '../model/observation.ts';
import type { Endpoint } from '../net/endpoint.ts';
import type { Conversation } from './conversation.ts';
import type { Datagram } from './network.ts';

/**
 * What went between two others, as a capture shows it. `at` is when it was complete, by the capture's clock.
 * - `udp`: a datagram
 * - `http`: one exchange in the clear
 * - `tcp`: what was said on a connection that is no HTTP, turn by turn, with the server's words joined
 * - `neighbour`: who has an address and by which MAC, by its own word (ARP, NDP)
 */
export type Overheard =
  | OverheardDatagram
  | OverheardHttp
  | OverheardStream
  | {
      readonly over: 'neighbour';
      readonly at: Millis;
      readonly interface: string;
      readonly address: string;
      readonly mac: string;
    };

export interface OverheardDatagram extends Datagram {
  readonly over: 'udp';
  readonly at: Millis;
  readonly to: Endpoint;
}

export interface OverheardHttp {
  readonly over: 'http';
  readonly at: Millis;
  /** How long the answer took to be complete. */
  readonly afterMs: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  readonly asked: Uint8Array;
  /** True where the client showed a login or a cookie: the answer may be for one person alone. */
  readonly personal: boolean;
  readonly status: number;
  /** By names in lower case, without cookies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: Uint8Array;
}

export interface OverheardStream {
  readonly over: 'tcp';
  readonly at: Millis;
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** What was heard before anything was said is the first turn's, with nothing said. */
  readonly turns: readonly { readonly said: Uint8Array; readonly heard: Uint8Array; readonly afterMs: number }[];
}

/** What a room makes of something overheard, with the time of the packet that said it. */
export interface OverheardTold {
  readonly at: Millis;
  readonly told: Told;
}

/** A room's ear for one capture: what it heard before may explain what comes. Everything is handed to it in order of time. */
export interface Overhearing {
  take(heard: Overheard): readonly OverheardTold[];
  /** What was held back, at the end of the capture. */
  end?(): readonly OverheardTold[];
}

/** For rooms to which each thing overheard speaks for itself. */
export function overhearing(read: (heard: Overheard) => readonly (Told | undefined)[]): () => Overhearing {
  return () => ({
    take: (heard) => read(heard).flatMap((told) => (told === undefined ? [] : [{ at: heard.at, told }])),
  });
}

/** What a conversation tells that does nothing but tell. */
export function tellings(talk: Conversation<unknown>): readonly Told[] {
  const told: Told[] = [];
  for (let step = talk.next(undefined); !step.done; step = talk.next(undefined))
    if (step.value.do === 'tell') told.push(step.value.told);
  return told;
}
