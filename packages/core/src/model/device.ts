import type { Endpoint } from '../net/endpoint.ts';
import type { DeviceKind, FactKey, StateWord } from './claim.ts';
import type { Evidence } from './evidence.ts';
import type { Millis, ObservationId, ProtocolId } from './observation.ts';
import type { Alert, Counter, Supply, Tray } from './reading.ts';

export type { Evidence };

export type DeviceId = string;

/** `confirmed`: two independent sources agree. `claimed`: one says so. `inferred`: a rule of ours read it. */
export type Grade = 'confirmed' | 'claimed' | 'inferred';

/** One thing concluded. */
export interface Known<T> {
  readonly value: T;
  readonly grade: Grade;
  readonly evidence: readonly Evidence[];
  /** Contradiction is a result, not noise. */
  readonly against: readonly { readonly value: T; readonly evidence: readonly Evidence[] }[];
}

export type PortState = 'answered' | 'refused' | 'silent' | 'untested';

export interface Port {
  readonly endpoint: Endpoint;
  readonly state: PortState;
  readonly service?: ProtocolId;
  readonly evidence: readonly ObservationId[];
}

export interface DeviceInterface {
  readonly mac?: string;
  /** Heard from. */
  readonly addresses: readonly string[];
  /** Told by the device, never reached. */
  readonly claimed: readonly string[];
}

/** Why observations were taken for one device. */
export interface Merge {
  readonly rule: string;
  readonly text: string;
  readonly evidence: readonly ObservationId[];
}

export interface Device {
  readonly id: DeviceId;
  /** True until a strong key (serial, UUID, MAC) is known. */
  readonly provisional: boolean;
  /** Earlier ids: they stay valid. */
  readonly aliases: readonly DeviceId[];
  readonly kind: DeviceKind;
  readonly facts: { readonly [K in FactKey]?: Known<string> };
  readonly hostnames: readonly string[];
  readonly interfaces: readonly DeviceInterface[];
  /** Servers that told of it: it is a queue or a device of theirs, and not what stands at their address. */
  readonly via?: readonly { readonly address: string; readonly protocol: ProtocolId }[];
  readonly ports: readonly Port[];
  readonly state: { readonly word: StateWord; readonly reasons: readonly string[]; readonly since: Millis };
  readonly supplies: readonly Supply[];
  readonly trays: readonly Tray[];
  readonly counters: readonly Counter[];
  readonly alerts: readonly Alert[];
  readonly merges: readonly Merge[];
  readonly observations: readonly ObservationId[];
  readonly seen: { readonly first: Millis; readonly last: Millis };
  /** A person said that it is not ours to look after. */
  readonly ignored?: boolean;
}
