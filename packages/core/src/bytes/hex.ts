const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex without separators. */
export function formatHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += digits[byte];
  return text;
}

/** Hex text to bytes; white space, and `:` or `-` between bytes, are ignored. `undefined` where it is not hex. */
export function parseHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bare = text.replace(/^\s*0x/i, '').replace(/[\s:-]+/g, '');
  if (bare.length % 2 !== 0 || /[^0-9a-f]/i.test(bare)) return undefined;
  const bytes = new Uint8Array(bare.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(bare.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
