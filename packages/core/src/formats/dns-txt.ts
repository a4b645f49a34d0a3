/** One `key=value` of a DNS-SD TXT record. No value at all and an empty value are different things. */
export interface TxtEntry {
  /** As spelt on the wire; keys are compared without case. */
  readonly key: string;
  readonly value: Uint8Array | undefined;
  /** Which of the record's strings it is. */
  readonly index: number;
}

/**
 * The entries of a TXT record (RFC 6763 section 6.4): the first of equal keys counts; an empty string, a string without a
 * key and a key outside printable ASCII say nothing. They stay in the record's strings.
 */
export function txtEntries(strings: readonly Uint8Array[]): TxtEntry[] {
  const entries = new Map<string, TxtEntry>();
  for (const [index, string] of strings.entries()) {
    const equals = string.indexOf(EQUALS);
    const bytes = equals < 0 ? string : string.subarray(0, equals);
    if (bytes.length === 0 || bytes.some((byte) => byte < 0x20 || byte > 0x7e)) continue;
    const key = String.fromCharCode(...bytes);
    const value = equals < 0 ? undefined : string.subarray(equals + 1);
    if (!entries.has(key.toLowerCase())) entries.set(key.toLowerCase(), { key, value, index });
  }
  return [...entries.values()];
}

/** How a string of the record is called in paths: `txt.ty`, or by its number where it is no entry. */
export function txtPaths(strings: readonly Uint8Array[]): string[] {
  const paths = strings.map((_, index) => `txt[${index}]`);
  for (const entry of txtEntries(strings)) paths[entry.index] = `txt.${entry.key}`;
  return paths;
}

const EQUALS = 0x3d;
