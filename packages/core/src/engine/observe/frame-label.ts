import { ByteReader } from '../../bytes/byte-reader.ts';
import { decodeText } from '../../bytes/text.ts';
import { epsonFrameHead } from '../../formats/epson-frame.ts';

/**
 * Whether a message is a frame of the NCDP/2 open profile, or begins with a whole one: magic, letter and length come out
 * (ncdp2-open-profile.md, section 2). Epson's own bytes on 3259 are unpublished, and nobody knows any.
 */
export function isNcdp2Frame(bytes: Uint8Array): boolean {
  if (bytes.length < HEAD) return false;
  const head = epsonFrameHead.read(new ByteReader(bytes), 'frame');
  return (
    decodeText(head.magic) === 'NCDP2' &&
    'PQCSNpqcs'.includes(String.fromCharCode(head.letter)) &&
    HEAD + head.length <= bytes.length
  );
}

const HEAD = 14;
