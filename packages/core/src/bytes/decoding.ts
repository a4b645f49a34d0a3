import { ByteReader } from './byte-reader.ts';
import { type Decoded, DecodeError } from './decode-error.ts';

/** The one place where a `DecodeError` becomes a value. Whatever else is thrown is a bug and goes on. */
export function decoding<T>(bytes: Uint8Array, read: (reader: ByteReader) => T): Decoded<T> {
  try {
    return { ok: true, value: read(new ByteReader(bytes)) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ok: false, error: { code: error.code, offset: error.offset, field: error.field } };
  }
}
