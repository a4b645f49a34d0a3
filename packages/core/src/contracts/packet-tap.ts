import type { CapturedPacket } from '../formats/capture-packet.ts';
import type { Transport } from '../net/endpoint.ts';

/** Programs that hand on what passes an interface, as far as the system lets them. */
export const tapTools = ['dumpcap', 'tcpdump'] as const;
export type TapTool = (typeof tapTools)[number];

/** What is to be seen: packets to and from one port on one interface. */
export interface TapAsked {
  readonly interface: string;
  readonly port: number;
  /** Both if absent. */
  readonly transport?: Transport;
  /** The first that is there and permitted if absent. */
  readonly tool?: TapTool;
}

export interface OpenTap {
  readonly tool: TapTool;
  /** Resolves when it is over; with the tool's own words where it ended by itself. */
  readonly over: Promise<string | undefined>;
  /** Packets that it did not see in time, as far as it has said by then: when it is over. */
  lost(): number;
}

/** Sees what passes and sends nothing: no socket is bound, no connection taken. */
export interface PacketTaps {
  /**
   * Hands over each packet from the moment on at which it resolves, until the signal ends it. Throws `Fault`
   * `observe/no-tool`, `observe/not-permitted` or `observe/tool-failed`.
   */
  open(asked: TapAsked, taken: (packet: CapturedPacket) => void, signal: AbortSignal): Promise<OpenTap>;
}
