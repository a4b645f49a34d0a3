import type { IpAddress } from '../../net/ip-address.ts';

/** `9.2.0.192.in-addr.arpa` (RFC 1035, section 3.5), and the nibbles of an IPv6 address (RFC 3596, section 2.5). */
export function reverseName({ family, bytes }: IpAddress): string {
  if (family === 4) return `${[...bytes].reverse().join('.')}.in-addr.arpa`;
  const nibbles = [...bytes].flatMap((byte) => [(byte >> 4).toString(16), (byte & 0xf).toString(16)]);
  return `${nibbles.reverse().join('.')}.ip6.arpa`;
}
