import type { Device, Listener, PortState, Verdict } from '@quietport/core';
import type { PortExplanation } from '@quietport/knowledge';
import type {
  NumberRange,
  PortInference,
  PortOutcome,
  RegistryRow,
  RegistryTransport,
} from '@quietport/knowledge/registry';
import type { Speaker } from './observe/speakers.ts';

/** The parts of the answer about a port. */
export type PortPart = 'registry' | 'practice' | 'here' | 'network';

/** What can be said without looking anywhere: the question, the registry's word, and what usually sits there. */
export interface PortLookup {
  readonly query: {
    readonly text: string;
    readonly port: number | null;
    readonly portEnd: number | null;
    readonly transport: RegistryTransport | null;
    readonly name: string | null;
  };
  readonly outcome: PortOutcome;
  /** Why it is no question; only with `invalid`. */
  readonly why: string | null;
  /** The day of the registry. */
  readonly snapshot: string;
  readonly ranges: readonly NumberRange[];
  readonly rows: readonly RegistryRow[];
  readonly inferences: readonly PortInference[];
  /** What usually sits there; empty before `withPractice`. */
  readonly practice: readonly PortExplanation[];
  /** The numbers that it is about, from and to: several where a name has several. */
  readonly spans: readonly (readonly [from: number, to: number])[];
}

/** What a device of the network is known to have at the number. */
export interface NetworkPort {
  readonly device: Device | undefined;
  readonly address: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly state: PortState;
  /** What is spoken there, where it is known. */
  readonly service?: string | undefined;
  readonly evidence: readonly string[];
}

/** Sockets of this machine, and in sentences what could not be seen. */
export interface HereTold {
  readonly listeners: readonly Listener[];
  readonly gaps: readonly string[];
}

/** Where the answer is looked for beyond our own tables. A source that is absent was not asked. */
export interface PortSources {
  here?(spans: PortLookup['spans'], transport: RegistryTransport | null, signal: AbortSignal): Promise<HereTold>;
  devices?(signal: AbortSignal): Promise<readonly Device[]>;
  /** Who spoke at watched ports in a language that is not known here. */
  speakers?(signal: AbortSignal): Promise<readonly Speaker[]>;
  /** What a host answered just now. */
  probed?: { readonly ports: readonly NetworkPort[]; readonly notes: readonly string[] };
}

/** The whole answer. A part that was not asked for is absent. */
export interface PortAnswer extends PortLookup {
  readonly here?: HereTold;
  readonly network?: {
    readonly ports: readonly NetworkPort[];
    /** Absent where nobody asked for them. They may serve nothing: they spoke, and the verdict rests on no such word. */
    readonly speakers?: readonly Speaker[];
    readonly notes: readonly string[];
  };
  readonly verdict?: Verdict;
  /** What it leaves open, in sentences. */
  readonly notKnown?: readonly string[];
}
