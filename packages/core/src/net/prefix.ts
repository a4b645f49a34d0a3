import { formatIp, type IpAddress, parseIp } from './ip-address.ts';

/** An address block: the first address and how many leading bits count. */
export interface Prefix {
  readonly address: IpAddress;
  readonly length: number;
}

/** `10.0.0.0/8`, or a single address. Host bits are cut off. `undefined` where the text is no prefix. */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  const address = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const bits = address.bytes.length * 8;
  const tail = slash < 0 ? String(bits) : text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(tail) || Number(tail) > bits) return undefined;
  return prefixOf(address, Number(tail));
}

export function prefixOf(address: IpAddress, length: number): Prefix {
  const bytes = address.bytes.map((byte, i) => byte & maskByte(length, i));
  return { address: { ...address, bytes }, length };
}

export function formatPrefix(prefix: Prefix): string {
  return `${formatIp(prefix.address)}/${prefix.length}`;
}

export function contains(prefix: Prefix, address: IpAddress): boolean {
  if (prefix.address.family !== address.family) return false;
  const { bytes } = prefix.address;
  for (let i = 0; 8 * i < prefix.length; i++) {
    if (bytes[i] !== (address.bytes[i]! & maskByte(prefix.length, i))) return false;
  }
  return true;
}

/** The broadcast address of an IPv4 prefix; none for /31, /32 (RFC 3021) and IPv6. */
export function broadcastOf(prefix: Prefix): IpAddress | undefined {
  if (prefix.address.family === 6 || prefix.length > 30) return undefined;
  const bytes = prefix.address.bytes.map((byte, i) => byte | (0xff & ~maskByte(prefix.length, i)));
  return { family: 4, bytes };
}

function maskByte(length: number, index: number): number {
  const bits = Math.min(8, Math.max(0, length - 8 * index));
  return (0xff << (8 - bits)) & 0xff;
}
