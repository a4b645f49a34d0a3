const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin1 = new TextDecoder('latin1');
const encoder = new TextEncoder();

/** Text from the wire: strict UTF-8 first, else Latin-1 (printers announce one and send the other), never a loss. */
export function decodeText(bytes: Uint8Array): string {
  // a short ASCII text is read faster than a decoder is called
  if (bytes.length <= SHORT && isAscii(bytes))
    return String.fromCharCode.apply(undefined, bytes as unknown as number[]);
  try {
    return utf8.decode(bytes);
  } catch {
    return latin1.decode(bytes);
  }
}

/** Text in a zero-padded field: what stands before the first zero byte. */
export function decodePadded(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  return decodeText(zero < 0 ? bytes : bytes.subarray(0, zero));
}

export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Text in a field of `size` bytes, zero padded; what does not fit is a caller's mistake. */
export function encodePadded(text: string, size: number): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(text);
  if (bytes.length > size) throw new RangeError(`"${text}" does not fit into ${size} bytes`);
  const field = new Uint8Array(size);
  field.set(bytes);
  return field;
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0x80) return false;
  return true;
}

const SHORT = 64;
