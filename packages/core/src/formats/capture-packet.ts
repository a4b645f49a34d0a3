import type { DecodeFailure } from '../bytes/decode-error.ts';

/** One packet of a capture file, from its link layer on. */
export interface CapturedPacket {
  /** Milliseconds since 1970, with fractions; 0 where the file does not say. */
  readonly at: number;
  /** The link type's number (tcpdump.org, link-layer header types). */
  readonly link: number;
  /** Which interface of the file it was seen on, by its name where the file has one. */
  readonly interface?: string;
  /** As far as it was captured; shared with the file. */
  readonly bytes: Uint8Array;
}

/**
 * How a capture file ended. `cut`: in the middle of a packet, as a file does that is still being written or whose copy
 * was broken off. `damaged`: something stands there that no such file has. What came before it counts.
 */
export type CaptureEnd = { readonly is: 'whole' } | { readonly is: 'cut' | 'damaged'; readonly error: DecodeFailure };

export type CaptureReading = Generator<CapturedPacket, CaptureEnd>;

/** Numbers of link types that are read here. */
export const linkTypes = {
  /** BSD loopback: the family in the byte order of the machine. */
  null: 0,
  ethernet: 1,
  /** Bare IP, by the numbers of three systems. */
  rawBsd: 12,
  raw: 101,
  /** The family in network byte order. */
  loop: 108,
  linuxCooked: 113,
  ipv4: 228,
  ipv6: 229,
  linuxCooked2: 276,
} as const;

/** Beyond this a block or packet is none: the largest snapshot length that libpcap knows is 256 KiB. */
export const MOST_PACKET: number = 1024 * 1024;
