import type { Varbind } from '../formats/snmp-varbind.ts';
import type { DeviceKind } from '../model/claim.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Endpoint, Transport } from '../net/endpoint.ts';
import type { Clock } from './clock.ts';
import type { Secret } from './credentials.ts';
import type { Cryptography } from './cryptography.ts';
import type { Datagram, HttpAsked, HttpServed } from './network.ts';

/**
 * What a virtual device is. Every room's `answers` reads from it what the room needs; `quirks` are the named deviations
 * of single devices, by room (`'enpc.probe-length': '68'`), and `recordings` hold what a room replays.
 */
export interface VirtualDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly make: string;
  readonly model: string;
  readonly serial: string;
  readonly uuid: string;
  readonly mac: string;
  readonly firmware: string;
  readonly name: string;
  readonly hostname: string;
  readonly location: string;
  /** IEEE 1284 device ID text. */
  readonly deviceId: string;
  readonly address: string;
  readonly prefixLength: number;
  readonly gateway: string;
  readonly state: 'idle' | 'processing' | 'stopped' | 'asleep';
  readonly stateReasons: readonly string[];
  readonly supplies: readonly VirtualSupply[];
  readonly impressions: number;
  /** Ids of the protocols that it speaks. */
  readonly speaks: readonly string[];
  readonly quirks: Readonly<Record<string, string>>;
  readonly recordings: Readonly<Record<string, string>>;
  /** What a real device answered, by room: where there is something, it is all that the room answers. */
  readonly replays?: {
    readonly address: string;
    readonly rooms: Readonly<Record<string, readonly Exchange[]>>;
  };
  /** What rooms that ride on SNMP add to its agent's objects; whoever serves it asks them. */
  readonly snmpObjects?: readonly Varbind[];
  /** Who may read it, where its protocols ask for that; without any, whoever everybody may be (`public`). */
  readonly secrets?: readonly Secret[];
  /** What it needs for them; whoever serves it hands it in. */
  readonly cryptography?: Cryptography;
  /** The time that it lives in; whoever serves it hands it in. */
  readonly clock?: Pick<Clock, 'now'>;
  /** Takes what is printed on it. */
  readonly prints?: (printed: Printed) => void;
  /** Where it serves a standard port. */
  port(standard: number, transport: Transport): number;
}

export interface VirtualSupply {
  readonly name: string;
  readonly kind: 'ink' | 'toner' | 'waste-ink' | 'waste-toner' | 'drum' | 'ribbon';
  readonly colorant: string;
  /** `#RRGGBB` or `none`. */
  readonly rgb: string;
  /** Percent, or Printer-MIB's -1, -2, -3. */
  readonly level: number;
}

/** A document as it came to a virtual printer. */
export interface Printed {
  /** Its `id`. */
  readonly device: string;
  readonly way: 'ipp' | 'raw' | 'lpd';
  /** The number that the printer gave the job. */
  readonly job: number;
  readonly name: string;
  readonly user: string;
  /** MIME media type, as the sender called it. */
  readonly format: string;
  readonly bytes: Uint8Array;
}

/** A datagram to send in answer. */
export interface Reply {
  readonly bytes: Uint8Array;
  /** The sender of the question if absent. */
  readonly to?: Endpoint;
  readonly delayMs?: number;
}

/**
 * One behaviour of a virtual device. Numbers are the standard's; where the device serves them is `device.port`.
 * - `udp`: answers datagrams; `groups` are joined; `broadcast` hears broadcasts as well; `announce` is sent unasked at
 *   the start (and `farewell` at an orderly end) to `to`; `groupTtl` is how many routers what it says to a group may pass (255 if absent)
 * - `tcp`: a byte stream; `open` gives one connection's behaviour
 * - `http`: requests on a port
 * - `sink`: takes what comes and counts it (a print port); with `atOnce`, so many connections and no more
 */
export type Answering =
  | {
      readonly on: 'udp';
      readonly port: number;
      readonly broadcast: boolean;
      readonly groups: readonly string[];
      readonly groupTtl?: number;
      answer(datagram: Datagram): readonly Reply[];
      readonly announce?: readonly { readonly bytes: Uint8Array; readonly to: Endpoint }[];
      readonly farewell?: readonly { readonly bytes: Uint8Array; readonly to: Endpoint }[];
    }
  | { readonly on: 'tcp'; readonly port: number; open(): StreamBehaviour }
  | { readonly on: 'http'; readonly port: number; serve(asked: HttpAsked): HttpServed }
  | { readonly on: 'sink'; readonly port: number; readonly atOnce?: number };

/** One connection: what is said first, and what each arrival is answered with. `'close'` ends the connection. */
export interface StreamBehaviour {
  greet(): readonly Uint8Array[];
  take(bytes: Uint8Array): readonly Uint8Array[] | 'close';
  /** The other side has said all that it will. */
  closed?(): void;
}
