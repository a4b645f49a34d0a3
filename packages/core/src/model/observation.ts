import type { Endpoint } from '../net/endpoint.ts';
import type { Claim } from './claim.ts';

/** Milliseconds since 1970, wall time. */
export type Millis = number;
export type ObservationId = string;
export type ProtocolId = string;

/** Where we stood when we heard it: the machine and its interface (`lo`, `eth0`; `capture` for a file). */
export interface Vantage {
  readonly host: string;
  readonly interface: string;
}

/** The protocol of what was heard on a watched port: its bytes, and no word of what they mean. */
export const OBSERVED: ProtocolId = 'observe';

/** What a conversation reports of one thing heard. `raw` is the whole packet; `claims` are what it lets us say. */
export interface Told {
  readonly from: Endpoint;
  readonly protocol: ProtocolId;
  readonly raw: Uint8Array;
  readonly claims: readonly Claim[];
  /** How long the sender says it holds (a DNS TTL, a max-age). */
  readonly validForMs?: number;
  /** Heard from a server about a device that is not the sender (a CUPS queue, a proxy): the address is not the device's. */
  readonly relayed?: boolean;
  /** What was heard on a watched port (`OBSERVED`): its number. */
  readonly watched?: number;
  /** Said unasked by whoever it was, and nothing proves it: no device is made of it, and none was seen by it. */
  readonly announced?: boolean;
}

/** One thing heard; immutable; the only raw material. */
export interface Observation extends Told {
  readonly id: ObservationId;
  readonly at: Millis;
  readonly vantage: Vantage;
}

/** How something that was asked ended. Silence is data too. */
export type Outcome = 'answered' | 'silent' | 'refused' | 'unreachable' | 'garbled' | 'forbidden';

/** One thing asked. */
export interface Attempt {
  readonly at: Millis;
  readonly vantage: Vantage;
  readonly target: Endpoint;
  readonly probe: string;
  readonly outcome: Outcome;
}
