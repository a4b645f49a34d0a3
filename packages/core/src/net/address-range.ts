import { formatIp, type IpAddress, parseIp } from './ip-address.ts';
import { type Prefix, parsePrefix } from './prefix.ts';

/** Consecutive IPv4 addresses, both ends included, as unsigned 32-bit numbers. */
export interface Ipv4Range {
  readonly first: number;
  readonly last: number;
}

export function ipv4Number(address: IpAddress): number {
  const [a, b, c, d] = address.bytes as unknown as [number, number, number, number];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

export function formatIpv4Number(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 0xff}.${(value >>> 8) & 0xff}.${value & 0xff}`;
}

/** The hosts of a prefix: without network and broadcast address, but for /31 and /32 (RFC 3021). */
export function hostsOf(prefix: Prefix): Ipv4Range {
  const first = ipv4Number(prefix.address);
  const last = first + 2 ** (32 - prefix.length) - 1;
  return prefix.length > 30 ? { first, last } : { first: first + 1, last: last - 1 };
}

/**
 * One target in any of the forms people type: `10.0.0.0/24`, `10.0.0.7`, `10.0.0.1-20`, `10.0.0.1-10.0.1.9`.
 * `undefined` where it is none of them (a host name, then). IPv6 goes one address at a time.
 */
export function parseRange(text: string): Ipv4Range | undefined {
  const dash = text.indexOf('-');
  if (dash > 0) {
    const first = parseIp(text.slice(0, dash));
    if (first?.family !== 4) return undefined;
    const tail = text.slice(dash + 1);
    const head = formatIp(first);
    const last = parseIp(/^\d{1,3}$/.test(tail) ? `${head.slice(0, head.lastIndexOf('.'))}.${tail}` : tail);
    if (last?.family !== 4 || ipv4Number(last) < ipv4Number(first)) return undefined;
    return { first: ipv4Number(first), last: ipv4Number(last) };
  }
  const prefix = parsePrefix(text);
  return prefix?.address.family === 4 ? hostsOf(prefix) : undefined;
}
