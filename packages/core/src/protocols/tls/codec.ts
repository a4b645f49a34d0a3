import { ByteWriter } from '../../bytes/byte-writer.ts';
import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import type { Field } from '../../bytes/field.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import { type Certificate, decodeCertificateFields } from '../../formats/x509.ts';

/**
 * What a handshake left behind, as evidence keeps it: `version · SP · cipher · LF · certificate (DER)`. The line is ours,
 * for a handshake's own bytes say nothing to anybody afterwards; the certificate is the server's, byte by byte. A bare
 * certificate is read as well.
 */
export interface TlsSeen {
  /** Absent where the bytes are a bare certificate. */
  readonly version?: string;
  readonly cipher?: string;
  readonly certificate: Certificate;
  /** Where the certificate begins. */
  readonly offset: number;
}

export function decodeTls(bytes: Uint8Array): Decoded<TlsSeen> {
  return decodeTlsFields(bytes).decoded;
}

/** With the fields; where it breaks off, the fields up to there. */
export function decodeTlsFields(bytes: Uint8Array): { readonly decoded: Decoded<TlsSeen>; readonly fields: Field[] } {
  const head = bytes[0] === SEQUENCE ? { ok: true as const, value: { offset: 0 } } : readLine(bytes);
  if (!head.ok) return { decoded: head, fields: [] };
  const { offset } = head.value;
  const line = 'version' in head.value ? lineFields(head.value.version, head.value.cipher) : [];
  const { decoded, fields } = decodeCertificateFields(bytes, offset);
  const all = [...line, ...fields];
  if (!decoded.ok) return { decoded, fields: all };
  return { decoded: { ok: true, value: { ...head.value, certificate: decoded.value } }, fields: all };
}

export function encodeTls(version: string, cipher: string, certificate: Uint8Array): Uint8Array<ArrayBuffer> {
  const line = encodeText(`${version} ${cipher}\n`);
  return new ByteWriter(line.length + certificate.length).octets(line).octets(certificate).finish();
}

function readLine(bytes: Uint8Array) {
  return decoding(bytes, () => {
    const end = bytes.subarray(0, MOST_LINE).indexOf(LINE_FEED);
    if (end < 0 && bytes.length < MOST_LINE) throw new DecodeError('truncated', bytes.length, 'version');
    const match = /^([\w.]+) ([\w-]+)$/.exec(decodeText(bytes.subarray(0, Math.max(0, end))));
    if (match === null) throw new DecodeError('bad-magic', 0, 'version');
    return { version: match[1]!, cipher: match[2]!, offset: end + 1 };
  });
}

function lineFields(version: string, cipher: string): Field[] {
  return [
    { path: 'tls.version', offset: 0, length: version.length, text: version, confidence: 'spec' },
    { path: 'tls.cipher', offset: version.length + 1, length: cipher.length, text: cipher, confidence: 'spec' },
  ];
}

const SEQUENCE = 0x30;
const LINE_FEED = 0x0a;
const MOST_LINE = 128;
