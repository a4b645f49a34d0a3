import { parseHex } from '../bytes/hex.ts';

/** `00:26:ab:7c:e8:31`: lower case, colons. */
export function formatMac(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += i === 0 ? pairs[bytes[i]!] : `:${pairs[bytes[i]!]}`;
  return text;
}

/** Any of the usual spellings (colons, hyphens, Cisco's dots, bare) to canonical text. */
export function parseMac(text: string): string | undefined {
  const bytes = parseHex(text.replaceAll('.', ''));
  return bytes?.length === 6 ? formatMac(bytes) : undefined;
}

/**
 * Why a MAC identifies nothing, or `undefined` where it may. All-zero, all-ones, group addresses and the values that
 * firmware and publications put in place of a real one stand on many devices at once.
 */
export function placeholderMac(mac: string): string | undefined {
  if (/^(00:){5}00$/.test(mac)) return 'all zero';
  if (/^(ff:){5}ff$/.test(mac)) return 'broadcast';
  if (Number.parseInt(mac.slice(0, 2), 16) & 1) return 'group address';
  const first = mac.slice(0, 2);
  if (mac === Array(6).fill(first).join(':')) return 'one byte repeated';
  if (placeholders.has(mac)) return 'known placeholder';
  if (/^(02|00):00:00:00:00:0[0-9a-f]$/.test(mac)) return 'known placeholder';
  return undefined;
}

const placeholders = new Set([
  '00:01:02:03:04:05',
  '01:02:03:04:05:06',
  '12:34:56:78:9a:bc',
  '00:11:22:33:44:55',
  'de:ad:be:ef:00:00',
  'aa:bb:cc:dd:ee:ff',
]);

/** Each octet in two digits. */
const pairs: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));
