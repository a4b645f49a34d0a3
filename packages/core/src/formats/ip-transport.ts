import type { Decoded } from '../bytes/decode-error.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';

/** RFC 768: `from 2 · to 2 · length 2 · checksum 2 · data` */
export interface UdpDatagram {
  readonly fromPort: number;
  readonly toPort: number;
  /** Shared with the packet. */
  readonly payload: Uint8Array;
}

/** RFC 9293 section 3.1, without options. */
export interface TcpSegment {
  readonly fromPort: number;
  readonly toPort: number;
  readonly sequence: number;
  readonly syn: boolean;
  readonly ack: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  /** Shared with the packet. */
  readonly payload: Uint8Array;
}

export function decodeUdp(bytes: Uint8Array): Decoded<UdpDatagram> {
  return decoding(bytes, (r) => {
    const fromPort = r.u16('udp.from');
    const toPort = r.u16('udp.to');
    const length = r.u16('udp.length');
    r.u16('udp.checksum');
    if (length < 8) throw new DecodeError('bad-length', 4, 'udp.length');
    return { fromPort, toPort, payload: r.octets(length - 8, 'udp.data') };
  });
}

/** `from 2 · to 2 · sequence 4 · acknowledged 4 · offset, flags 2 · window 2 · checksum 2 · urgent 2 · options · data` */
export function decodeTcp(bytes: Uint8Array): Decoded<TcpSegment> {
  return decoding(bytes, (r) => {
    const fromPort = r.u16('tcp.from');
    const toPort = r.u16('tcp.to');
    const sequence = r.u32('tcp.sequence');
    r.u32('tcp.acknowledged');
    const word = r.u16('tcp.flags');
    r.octets(6, 'tcp.window');
    const headLength = (word >>> 12) * 4;
    if (headLength < 20) throw new DecodeError('bad-length', 12, 'tcp.flags');
    r.octets(headLength - 20, 'tcp.options');
    const flag = (bit: number) => (word & bit) !== 0;
    const flags = { fin: flag(0x01), syn: flag(0x02), rst: flag(0x04), ack: flag(0x10) };
    return { fromPort, toPort, sequence, ...flags, payload: r.rest() };
  });
}
