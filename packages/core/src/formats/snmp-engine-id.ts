import { ByteReader } from '../bytes/byte-reader.ts';
import { formatHex } from '../bytes/hex.ts';
import { decodeText } from '../bytes/text.ts';
import { formatIp } from '../net/ip-address.ts';
import { formatMac } from '../net/mac-address.ts';

/** What an engine id is made of (RFC 3411, section 5: SnmpEngineID). */
export interface EngineIdParts {
  /** Whose number it was built with: the maker of the agent, which is not always that of the device. */
  readonly enterprise: number;
  readonly made:
    | { readonly of: 'address' | 'mac' | 'text'; readonly text: string }
    /** A format of the enterprise's own, or the old form without one. */
    | { readonly of: 'octets'; readonly text: string };
}

/** `undefined` where the octets are no engine id: shorter than 5, longer than 32, all zero or all 255. */
export function readEngineId(octets: Uint8Array): EngineIdParts | undefined {
  if (octets.length < 5 || octets.length > 32) return undefined;
  if (octets.every((octet) => octet === 0) || octets.every((octet) => octet === 0xff)) return undefined;
  const first = new ByteReader(octets).u32('engineId');
  const enterprise = first & 0x7fff_ffff;
  // without the first bit: 12 octets, of which the enterprise says eight
  if (first < 0x8000_0000) return { enterprise, made: { of: 'octets', text: formatHex(octets.subarray(4)) } };
  return { enterprise, made: madeOf(octets[4]!, octets.subarray(5)) };
}

function madeOf(format: number, rest: Uint8Array): EngineIdParts['made'] {
  if (format === 1 && rest.length === 4) return { of: 'address', text: formatIp({ family: 4, bytes: rest }) };
  if (format === 2 && rest.length === 16) return { of: 'address', text: formatIp({ family: 6, bytes: rest }) };
  if (format === 3 && rest.length === 6) return { of: 'mac', text: formatMac(rest) };
  if (format === 4) return { of: 'text', text: decodeText(rest) };
  return { of: 'octets', text: formatHex(rest) };
}
