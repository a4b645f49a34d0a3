import { classOf } from './address-class.ts';
import { canonicalIp, parseIp } from './ip-address.ts';

/**
 * What counts as one source where sources are limited: an IPv4 address, the /64 of an IPv6 address (one machine has all
 * of it), a link-local one by its address.
 */
export function sourceKey(address: string): string {
  const text = canonicalIp(address);
  const ip = parseIp(text);
  if (ip === undefined || ip.family === 4) return text;
  const kind = classOf(ip);
  if (kind === 'link-local' || kind === 'loopback') return text;
  return `${[...ip.bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}/64`;
}
