import type { DecodeFailure } from '../bytes/decode-error.ts';
import type { Field } from '../bytes/field.ts';
import type { Varbind } from '../formats/snmp-varbind.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Exposed } from '../model/exposure.ts';
import type { Told } from '../model/observation.ts';
import type { Endpoint, Transport } from '../net/endpoint.ts';
import type { Conversation, Ending } from './conversation.ts';
import type { Datagram } from './network.ts';
import type { Overhearing } from './overheard.ts';
import type { ReplayPlace } from './replay.ts';
import type { SnmpGet } from './snmp-get.ts';
import type { Answering, VirtualDevice } from './virtual-device.ts';

/** A port by its number in the standards. A virtual fleet may serve it elsewhere (`HostTarget.port`). */
export interface PortUse {
  readonly port: number;
  readonly transport: Transport;
  /** The protocol's name in the port registry or in practice, for the port pages. */
  readonly service: string;
}

/** What `describe` gives for one packet: its fields, and the decoded value as plain JSON (bytes as hex text). */
export type Described =
  | { readonly ok: true; readonly value: unknown; readonly fields: readonly Field[] }
  | { readonly ok: false; readonly error: DecodeFailure; readonly fields: readonly Field[] };

/** One segment as a probe sees it. */
export interface Segment {
  readonly interface: string;
  readonly family: 4 | 6;
  /** Broadcast addresses and groups to ask, each with the probe's port. */
  readonly targets: readonly Endpoint[];
  /** How long the whole talk may take. */
  readonly patienceMs: number;
  /** Our own addresses on that interface. */
  readonly own: readonly string[];
  /** SNMP community for reading. */
  readonly community: string;
  /** The monotonic clock when the talk begins, for a room that remembers from one look to the next; 0 if absent. */
  readonly nowMs?: number;
}

/** Something heard about a host that tells where to ask next: a service claim that an earlier observation made. */
export interface Lead {
  readonly service: string;
  readonly port: number;
  readonly transport: Transport;
  readonly resource?: string;
  readonly endpoint?: string;
}

/** One host as a probe sees it. */
export interface HostTarget {
  readonly address: string;
  /** Where this host serves a standard port (the same number on every real host). */
  port(standard: number, transport: Transport): number;
  readonly leads: readonly Lead[];
  /** How long to wait for one answer, and how often to ask. */
  readonly waitMs: number;
  readonly tries: number;
  /** SNMP community for reading. */
  readonly community: string;
  /** For a probe that rides on it, where some room provides it. */
  readonly snmpGet?: SnmpGet;
}

/** Asks a whole segment, by broadcast or group. */
export interface SegmentProbe {
  readonly id: string;
  readonly reach: 'segment';
  readonly ports: readonly PortUse[];
  /** To the limited and the directed broadcast addresses. */
  readonly broadcast: boolean;
  /** Groups by family: `{ 4: '224.0.0.251', 6: 'ff02::fb' }`. */
  readonly groups: { readonly 4?: string; readonly 6?: string };
  /** Local port where the protocol wants one, shared with others on this machine. Groups are joined then. */
  readonly localPort?: number;
  /** How many routers its datagrams to a group may pass; 255 if absent, as mDNS wants it, whose groups no router passes on. */
  readonly groupTtl?: number;
  /**
   * What is announced to its groups at its port is heard as well, on a socket that stands on the group's own address;
   * what it says leaves from a port of its own.
   */
  readonly hearsAnnouncements?: boolean;
  talk(segment: Segment): Conversation;
  /** Between two looks: hears what is announced, and asks whoever announced it. Ends when the driver ends it. */
  attend?(segment: Segment): Conversation;
}

/** Asks one host. */
export interface HostProbe {
  readonly id: string;
  readonly reach: 'host';
  readonly ports: readonly PortUse[];
  /** The services whose leads it follows to other ports of the same host (never to a print port: the gate sees to it). */
  readonly followsLeads?: readonly string[];
  /** It has no usual place: only leads bring it to a host, those of its own room as well (a discovery that says where to read on). */
  readonly onlyByLead?: boolean;
  /** It only knocks: each knock is recorded by its port. */
  readonly knocks?: boolean;
  /** A sign of life where a datagram gets none: asked of silent addresses in small ranges, before anything else. */
  readonly presence?: boolean;
  /** Last of all, and only of hosts on our own segments that have answered. It declares no port and sends nothing. */
  readonly afterwards?: boolean;
  /** Only where a person asks for it by name. */
  readonly onRequest?: boolean;
  /**
   * It speaks by this ability of another room: it is asked of hosts that have answered that room, after it, and what is
   * said belongs to that room in a recording.
   */
  readonly rides?: keyof Abilities;
  talk(host: HostTarget): Conversation;
  /** The same question for thousands of hosts, where one datagram asks and one answers. */
  readonly sweep?: Sweep;
}

/** Asks hosts again for what they told before, in few packets: how they are, and whether they are still the same. */
export interface PollProbe {
  readonly id: string;
  readonly reach: 'host';
  readonly ports: readonly PortUse[];
  /**
   * What to ask a host again, by the packets that it answered last (`raw` of its observations of this room, oldest
   * first). `undefined` where they do not tell enough: then only a look helps.
   */
  recall(packets: readonly Uint8Array[]): Recalled | undefined;
}

/** The questions for one known host. */
export interface Recalled {
  talk(host: HostTarget): Conversation<PollEnding>;
}

/** `differs`: another device answers there, or this one has changed who it is; nothing of it was told: look again. */
export interface PollEnding extends Ending {
  readonly differs?: true;
}

/** A question that fits into one datagram and is the same for every host, but for 4 bytes of ours. */
export interface Sweep {
  readonly port: number;
  /** `token`: 4 bytes that come back in the answer where the protocol has room for them. */
  packet(community: string, token: Uint8Array): Uint8Array;
  /** The answer as an observation, or `undefined` where the datagram answers nothing that we asked. */
  read(datagram: Datagram, token: Uint8Array): Told | undefined;
}

/** Listens without asking (joining a group still makes the kernel report it). */
export interface ListenProbe {
  readonly id: string;
  readonly reach: 'listen';
  readonly ports: readonly PortUse[];
  readonly groups: { readonly 4?: string; readonly 6?: string };
  /** It stands on the group's own address: a server on this machine keeps what is sent to it alone. */
  readonly onGroupAddress?: boolean;
  /** Ends when the driver ends it. */
  talk(segment: Segment): Conversation;
}

export type Probe = SegmentProbe | HostProbe | ListenProbe;

/** What one room can do for others that ride on it. */
export interface Abilities {
  readonly snmpGet: (host: HostTarget) => SnmpGet;
}

/** One room: what the catalogue lists. */
export interface Protocol {
  readonly id: string;
  readonly title: string;
  readonly ports: readonly PortUse[];
  readonly probes: readonly Probe[];
  /** The same room with a memory that lasts as long as what this gives: for whoever looks again and again. */
  readonly lasting?: () => Protocol;
  /** How it asks hosts again that have answered it. */
  readonly poll?: PollProbe;
  /**
   * What it says only on a person's order that names one device, with a permit of its own at the gate: no look, however
   * it was asked for, performs it.
   */
  readonly orders?: readonly HostProbe[];
  /** False where the protocol has no packets of its own (a knock). */
  readonly decodes?: boolean;
  readonly abilities?: Partial<Abilities>;
  /** One packet, field by field. Total: any bytes give fields or an error. */
  describe(bytes: Uint8Array): Described;
  /** The device side: what a virtual device that speaks this protocol answers. */
  readonly answers?: (device: VirtualDevice) => readonly Answering[];
  /** The device side of a room that rides on SNMP: what it adds to the objects of the device's agent. */
  readonly snmpObjects?: (device: VirtualDevice) => readonly Varbind[];
  /** What one packet of a device shows to be open to anybody, for the audit. */
  readonly exposes?: (bytes: Uint8Array) => readonly Exposed[];
  /**
   * A packet as a recording may hold it, without what opens doors; `undefined` where nothing is left of it. Absent: as
   * it is.
   */
  readonly keeps?: (bytes: Uint8Array) => Uint8Array | undefined;
  /** The device side of a recorded device. Absent: each recorded question is answered as it was. */
  readonly replay?: (exchanges: readonly Exchange[], place: ReplayPlace) => readonly Answering[];
  /**
   * A file that holds answers of this protocol alone (a walk, the body of an answer) as the exchanges that would have
   * brought them. `undefined` where it is something else.
   */
  readonly fromDump?: (bytes: Uint8Array) => readonly Exchange[] | undefined;
  /**
   * What it makes of traffic between others, without a word of its own: an ear for one capture. Questions alone say
   * nothing of who asks.
   */
  readonly overhear?: () => Overhearing;
}

/** The list of all rooms. */
export type Catalogue = readonly Protocol[];
