import type { Hint, Host, Likeness, PacketTaps, PortEvent, TapTool, Transport, WrittenPacket } from '@quietport/core';

/** What is to be watched, and how. */
export interface ObserveRequest {
  readonly port: number;
  /** Both if absent. */
  readonly transport?: Transport;
  /** Reads TCP connections until the other side stops; without it they are noted and closed unread. */
  readonly accept?: boolean;
  /** Multicast groups to join: the kernel reports that to the network. */
  readonly groups?: readonly string[];
  /** Sees what passes by a tool of the system in place of sockets of our own. */
  readonly passive?: boolean;
  readonly tool?: TapTool;
  /** Where to see what passes; those that a look would take, if none is named. */
  readonly interfaces?: readonly string[];
  readonly timeoutMs?: number;
  /** Ends after so many messages. */
  readonly count?: number;
  /** Ends after so many bytes; 16 MiB if absent. */
  readonly maxBytes?: number;
  /** How long one connection is read; a minute if absent. */
  readonly connectionMs?: number;
}

/** One thing that happened on the port, as it is told. */
export interface ObservedMessage extends PortEvent {
  /** From 1. */
  readonly number: number;
  /** What the frame is, on a port whose owner published nothing of it. */
  readonly label: 'NCDP/2 open profile' | 'unpublished protocol' | undefined;
  /** What it reminds of at first sight: a hint, and no fact. */
  readonly likeness: Likeness | undefined;
  /** The id of the evidence; absent beyond what is kept of one watch. */
  readonly observation: string | undefined;
}

export interface Observed {
  readonly port: number;
  readonly transport: Transport | undefined;
  /** How it was heard. */
  readonly by: 'sockets' | TapTool;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly messages: readonly ObservedMessage[];
  /** Rest on the messages that have bytes; their places count from 0 among all messages. */
  readonly hints: readonly Hint[];
  /** Hardware addresses in the frames that a tool saw; sockets tell none. */
  readonly macs: readonly string[];
  /** What a reader has to know, one sentence each. */
  readonly notes: readonly string[];
  readonly endedBy: 'timeout' | 'count' | 'bytes' | 'interrupt' | 'tool';
}

/** What of this machine a watch needs beside the house. */
export interface ObserveTools {
  readonly taps: PacketTaps;
  readonly host: Host;
  /** Datagrams to that port that nobody took in time, where the system tells. */
  lostDatagrams(port: number): Promise<number | undefined>;
}

/** Who hears of it while it goes on. */
export interface ObserveListener {
  /** From now on nothing is missed. `where`: sockets or interfaces, in words. */
  ready?(where: readonly string[]): void;
  heard?(message: ObservedMessage): void;
  /** For a file: as the tool saw it, or made from what a socket told. */
  packet?(packet: WrittenPacket): void;
}

/** Where events come from, until the signal ends it. */
export interface Source {
  readonly by: Observed['by'];
  readonly where: readonly string[];
  readonly notes: readonly string[];
  readonly macs?: ReadonlySet<string>;
  /** Resolves where it ends by itself, with the reason in a sentence. */
  readonly over: Promise<string>;
  /** What the system says was lost; to be asked before `close` of sockets, and after it of a tool. */
  lost(): Promise<number>;
  close(): Promise<void>;
}

export type TakeEvent = (event: PortEvent) => void;
