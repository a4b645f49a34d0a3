import { parseMac, placeholderMac } from '../net/mac-address.ts';

/** Lower case, without `urn:uuid:` or `uuid:`; empty where the text has not the form of a UUID. */
export function canonicalUuid(text: string): string {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^(urn:)?uuid:/, '');
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(bare) ? bare : '';
}

/**
 * Some makers put the hardware address into the last 12 digits, behind a beginning of their own; behind other beginnings
 * the digits may be anything (Kyocera's are not the address).
 */
export function macInUuid(canonical: string): string | undefined {
  if (!macPrefixes.some((prefix) => canonical.startsWith(prefix))) return undefined;
  const mac = parseMac(canonical.slice(-12));
  return mac === undefined || placeholderMac(mac) !== undefined ? undefined : mac;
}

// Epson, Brother, Canon lasers: seen on many models of theirs, always with an address of the same maker behind it
const macPrefixes = ['cfe92100-67c4-11d4-a45f-', 'e3248000-80ce-11db-8000-', '6d4ff0ce-6b11-11d8-8020-'];
