import { encodeText } from '../bytes/text.ts';

/** A record of a master file. Names are labels as people write them, relative to the zone; none is the zone itself. */
export interface MasterRecord {
  readonly owner: readonly string[];
  readonly data:
    | { readonly is: 'ptr'; readonly target: readonly string[] }
    | { readonly is: 'srv'; readonly port: number; readonly target: readonly string[] }
    | { readonly is: 'txt'; readonly strings: readonly Uint8Array[] }
    | { readonly is: 'address'; readonly address: string };
}

/**
 * One record in the form of a master file (RFC 1035, section 5). Throws `RangeError` for an empty label or one of more
 * than 63 bytes, and for a string of more than 255.
 */
export function formatMasterRecord({ owner, data }: MasterRecord, ttlSeconds: number): string {
  const head = `${formatMasterName(owner)} ${ttlSeconds} IN`;
  switch (data.is) {
    case 'ptr':
      return `${head} PTR ${formatMasterName(data.target)}`;
    case 'srv':
      return `${head} SRV 0 0 ${data.port} ${formatMasterName(data.target)}`;
    case 'txt':
      return `${head} TXT ${formatStrings(data.strings)}`;
    case 'address':
      return `${head} ${data.address.includes(':') ? 'AAAA' : 'A'} ${data.address}`;
  }
}

/** A name without a dot at its end: relative to the origin; `@` is the origin. */
function formatMasterName(labels: readonly string[]): string {
  return labels.length === 0 ? '@' : labels.map(formatLabel).join('.');
}

function formatLabel(label: string): string {
  const bytes = encodeText(label);
  if (bytes.length === 0 || bytes.length > 63) throw new RangeError(`"${label}" is no label`);
  return escaped(bytes, '.\\"();@$');
}

/** A record without strings has one that is empty (RFC 6763, section 6.1). */
function formatStrings(strings: readonly Uint8Array[]): string {
  const texts = strings.map((bytes) => {
    if (bytes.length > 255) throw new RangeError(`a string of ${bytes.length} bytes`);
    // between quotation marks a blank needs no escape
    return `"${escaped(bytes, '"\\', 0x20)}"`;
  });
  if (texts.length < 2) return texts[0] ?? '""';
  return `(${texts.map((text) => `\n    ${text}`).join('')} )`;
}

/** Graphic ASCII as it is, with a backslash where it means something, and `\DDD` for every other byte. */
function escaped(bytes: Uint8Array, special: string, least = 0x21): string {
  return Array.from(bytes, (byte) => {
    const char = String.fromCharCode(byte);
    if (byte < least || byte > 0x7e) return `\\${String(byte).padStart(3, '0')}`;
    return special.includes(char) ? `\\${char}` : char;
  }).join('');
}
