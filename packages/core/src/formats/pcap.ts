import { ByteReader } from '../bytes/byte-reader.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import { type CaptureReading, MOST_PACKET } from './capture-packet.ts';

/**
 * A classic capture file (draft-ietf-opsawg-pcap, sections 4 and 5), either byte order, micro- or nanoseconds:
 * `magic 4 · version 2+2 · reserved 4+4 · snapshot length 4 · link type 4`, then for each packet
 * `seconds 4 · fraction 4 · captured length 4 · length on the wire 4 · captured bytes`.
 */
export function* readPcap(bytes: Uint8Array): CaptureReading {
  const r = new ByteReader(bytes);
  let packets = 0;
  try {
    const magic = magics.get(r.u32('magic'));
    if (magic === undefined) throw new DecodeError('bad-magic', 0, 'magic');
    const u32 = (field: string) => (magic.little ? r.u32Le(field) : r.u32(field));
    r.octets(16, 'head');
    // the upper bits tell of a frame check sequence
    const link = u32('link') & 0xffff;
    for (; r.remaining > 0; packets++) {
      const seconds = u32(`packet[${packets}].seconds`);
      const fraction = u32(`packet[${packets}].fraction`);
      const length = u32(`packet[${packets}].length`);
      u32(`packet[${packets}].wireLength`);
      if (length > MOST_PACKET) throw new DecodeError('bad-length', r.offset - 8, `packet[${packets}].length`);
      const held = r.octets(length, `packet[${packets}].bytes`);
      yield { at: seconds * 1000 + fraction / magic.perMilli, link, bytes: held };
    }
    return { is: 'whole' };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { code, offset, field } = error;
    return { is: code === 'truncated' ? 'cut' : 'damaged', error: { code, offset, field } };
  }
}

/** True where the file begins as one. */
export function isPcap(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && magics.has(new ByteReader(bytes).u32('magic'));
}

const magics: ReadonlyMap<number, { readonly little: boolean; readonly perMilli: number }> = new Map([
  [0xa1b2c3d4, { little: false, perMilli: 1e3 }],
  [0xd4c3b2a1, { little: true, perMilli: 1e3 }],
  [0xa1b23c4d, { little: false, perMilli: 1e6 }],
  [0x4d3cb2a1, { little: true, perMilli: 1e6 }],
]);
