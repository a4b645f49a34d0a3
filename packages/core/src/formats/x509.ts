import type { ByteReader } from '../bytes/byte-reader.ts';
import { type Decoded, DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';
import type { Field } from '../bytes/field.ts';
import { equalBytes, formatHex } from '../bytes/hex.ts';
import { decodeText } from '../bytes/text.ts';
import { formatIp } from '../net/ip-address.ts';
import { ber, enterBer, readBerEnd, readBerOid, readBerTag } from './ber.ts';
import { demandEnd, formatName, type NameAttribute, readName, readTime, visibleName } from './x509-name.ts';

/** What a certificate says (RFC 5280, section 4.1). Nothing is verified: no signature, no chain, no time. */
export interface Certificate {
  /** 1 to 3. */
  readonly version: number;
  /** Hex, without a leading zero byte. */
  readonly serial: string;
  readonly issuer: readonly NameAttribute[];
  readonly subject: readonly NameAttribute[];
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: PublicKey;
  /** `sha256WithRSAEncryption`, or dotted text. */
  readonly signature: string;
  /** Issuer and subject are the same, byte by byte. */
  readonly selfIssued: boolean;
  /** The alternative names of the subject; control characters are visible. */
  readonly names: readonly AlternativeName[];
  /** basicConstraints say that it may sign others. */
  readonly authority: boolean;
}

export interface PublicKey {
  /** `RSA`, `EC`, `Ed25519`, `DSA`, or dotted text. */
  readonly kind: string;
  /** Of an RSA modulus, or a curve that we know. */
  readonly bits?: number;
  /** A curve's name, or its dotted text. */
  readonly curve?: string;
}

export interface AlternativeName {
  readonly kind: 'dns' | 'email' | 'uri' | 'ip' | 'other';
  readonly value: string;
  readonly path: string;
}

/** One DER certificate from `from` to the end of the bytes. Total: any bytes give a certificate or the reason. */
export function decodeCertificate(bytes: Uint8Array, from = 0): Decoded<Certificate> {
  return decodeCertificateFields(bytes, from).decoded;
}

/** The certificate and its fields, in offsets of the whole packet; where it breaks off, the fields up to there. */
export function decodeCertificateFields(
  bytes: Uint8Array,
  from = 0,
): { readonly decoded: Decoded<Certificate>; readonly fields: Field[] } {
  const fields: Field[] = [];
  const decoded = decoding(bytes, (r) => {
    r.offset = from;
    return readCertificate(r, (path, start, text) =>
      fields.push({ path, offset: start, length: r.offset - start, text, confidence: 'spec' }),
    );
  });
  return { decoded, fields };
}

type Note = (path: string, start: number, text: string) => unknown;

/** `SEQUENCE { tbsCertificate, signatureAlgorithm, signature }` */
function readCertificate(r: ByteReader, note: Note): Certificate {
  const end = enterBer(r, ber.sequence, 'certificate');
  const tbsEnd = enterBer(r, ber.sequence, 'certificate.body', end);
  const at = <T>(path: string, read: () => T, show: (value: T) => string): T => {
    const start = r.offset;
    const value = read();
    note(path, start, show(value));
    return value;
  };
  const version =
    r.offset < tbsEnd && r.bytes[r.offset] === VERSION ? at('version', () => readVersion(r, tbsEnd), String) : 1;
  const serial = at(
    'serial',
    () => readSerial(r, tbsEnd),
    (value) => value,
  );
  const signature = at(
    'signature',
    () => readAlgorithm(r, 'signature', tbsEnd).name,
    (value) => value,
  );
  const issuerAt = r.offset;
  const issuer = at('issuer', () => readName(r, 'issuer', tbsEnd), formatName);
  const issuerBytes = r.bytes.subarray(issuerAt, r.offset);
  const validEnd = enterBer(r, ber.sequence, 'validity', tbsEnd);
  const notBefore = at('notBefore', () => readTime(r, 'notBefore', validEnd), isoText);
  const notAfter = at('notAfter', () => readTime(r, 'notAfter', validEnd), isoText);
  demandEnd(r, validEnd, 'validity');
  const subjectAt = r.offset;
  const subject = at('subject', () => readName(r, 'subject', tbsEnd), formatName);
  const selfIssued = equalBytes(issuerBytes, r.bytes.subarray(subjectAt, r.offset));
  const key = at('key', () => readKey(r, tbsEnd), keyText);
  const { names, authority } = readRest(r, tbsEnd, note);
  demandEnd(r, tbsEnd, 'certificate.body');
  readAlgorithm(r, 'signatureAlgorithm', end);
  r.offset = enterBer(r, ber.bitString, 'signatureValue', end);
  demandEnd(r, end, 'certificate');
  r.end('certificate');
  return { version, serial, issuer, subject, notBefore, notAfter, key, signature, selfIssued, names, authority };
}

function readVersion(r: ByteReader, limit: number): number {
  const end = enterBer(r, VERSION, 'version', limit);
  const inner = enterBer(r, ber.integer, 'version', end);
  const value = r.u8('version');
  if (r.offset !== inner || inner !== end || value > 2) throw new DecodeError('bad-value', r.offset, 'version');
  return value + 1;
}

/** Up to 20 bytes by the standard; devices have written longer ones. */
function readSerial(r: ByteReader, limit: number): string {
  const end = enterBer(r, ber.integer, 'serial', limit);
  const bytes = r.octets(end - r.offset, 'serial');
  if (bytes.length === 0 || bytes.length > 64) throw new DecodeError('bad-length', r.offset, 'serial');
  return formatHex(bytes.length > 1 && bytes[0] === 0 ? bytes.subarray(1) : bytes);
}

function readAlgorithm(r: ByteReader, field: string, limit: number): { readonly name: string; readonly oid: string } {
  const end = enterBer(r, ber.sequence, field, limit);
  const oid = readBerOid(r, enterBer(r, ber.oid, field, end), field);
  r.offset = end;
  return { name: signatures.get(oid) ?? oid, oid };
}

/** `SEQUENCE { SEQUENCE { OID, parameters }, BIT STRING }` (RFC 3279, RFC 5480, RFC 8410) */
function readKey(r: ByteReader, limit: number): PublicKey {
  const end = enterBer(r, ber.sequence, 'key', limit);
  const algorithmEnd = enterBer(r, ber.sequence, 'key.algorithm', end);
  const oid = readBerOid(r, enterBer(r, ber.oid, 'key.algorithm', algorithmEnd), 'key.algorithm');
  const kind = keyKinds.get(oid) ?? oid;
  let curve: string | undefined;
  if (kind === 'EC' && r.bytes[r.offset] === ber.oid && r.offset < algorithmEnd)
    curve = readBerOid(r, enterBer(r, ber.oid, 'key.curve', algorithmEnd), 'key.curve');
  r.offset = algorithmEnd;
  const stringEnd = enterBer(r, ber.bitString, 'key.bits', end);
  demandEnd(r, end, 'key', stringEnd);
  const bits = kind === 'RSA' ? modulusBits(r, stringEnd) : undefined;
  r.offset = stringEnd;
  if (curve !== undefined) {
    const known = curves.get(curve);
    return known === undefined ? { kind, curve } : { kind, curve: known[0], bits: known[1] };
  }
  return bits === undefined ? { kind } : { kind, bits };
}

/** `0 unused bits · SEQUENCE { modulus, exponent }` */
function modulusBits(r: ByteReader, limit: number): number {
  r.u8('key.bits');
  const end = enterBer(r, ber.sequence, 'key.modulus', limit);
  const modulusEnd = enterBer(r, ber.integer, 'key.modulus', end);
  while (r.offset < modulusEnd && r.bytes[r.offset] === 0) r.offset++;
  const length = modulusEnd - r.offset;
  return length === 0 ? 0 : 8 * (length - 1) + (32 - Math.clz32(r.bytes[r.offset]!));
}

/** Unique identifiers are passed over; of the extensions, two are read. */
function readRest(r: ByteReader, end: number, note: Note): Pick<Certificate, 'names' | 'authority'> {
  const names: AlternativeName[] = [];
  let authority = false;
  while (r.offset < end) {
    const tag = readBerTag(r, 'extensions', end);
    const partEnd = readBerEnd(r, 'extensions', end);
    if (tag !== EXTENSIONS) {
      r.offset = partEnd;
      continue;
    }
    const listEnd = enterBer(r, ber.sequence, 'extensions', partEnd);
    while (r.offset < listEnd) {
      const oneEnd = enterBer(r, ber.sequence, 'extension', listEnd);
      const oid = readBerOid(r, enterBer(r, ber.oid, 'extension', oneEnd), 'extension');
      if (r.offset < oneEnd && r.bytes[r.offset] === ber.boolean)
        r.offset = enterBer(r, ber.boolean, 'extension', oneEnd);
      const valueEnd = enterBer(r, ber.octets, 'extension', oneEnd);
      demandEnd(r, oneEnd, 'extension', valueEnd);
      if (oid === SUBJECT_ALT_NAME) readNames(r, valueEnd, names, note);
      else if (oid === BASIC_CONSTRAINTS) authority = readAuthority(r, valueEnd);
      r.offset = oneEnd;
    }
  }
  return { names, authority };
}

function readNames(r: ByteReader, limit: number, into: AlternativeName[], note: Note): void {
  const end = enterBer(r, ber.sequence, 'name', limit);
  while (r.offset < end) {
    if (into.length >= MOST_NAMES) throw new DecodeError('too-large', r.offset, 'name');
    const start = r.offset;
    const tag = readBerTag(r, 'name', end);
    const content = r.octets(readBerEnd(r, 'name', end) - r.offset, 'name');
    const kind = nameKinds.get(tag) ?? 'other';
    const value =
      kind === 'ip' ? ipText(content) : kind === 'other' ? formatHex(content) : visibleName(decodeText(content));
    const path = `name[${into.length}]`;
    into.push({ kind, value, path });
    note(path, start, `${kind} ${value}`);
  }
}

function readAuthority(r: ByteReader, limit: number): boolean {
  const end = enterBer(r, ber.sequence, 'authority', limit);
  if (r.offset === end || r.bytes[r.offset] !== ber.boolean) return false;
  const inner = enterBer(r, ber.boolean, 'authority', end);
  return inner - r.offset === 1 && r.u8('authority') !== 0;
}

function ipText(bytes: Uint8Array): string {
  if (bytes.length !== 4 && bytes.length !== 16) return formatHex(bytes);
  return formatIp({ family: bytes.length === 4 ? 4 : 6, bytes });
}

/** `RSA 1024 bits`, `EC P-256 256 bits`. */
export function keyText({ kind, bits, curve }: PublicKey): string {
  return [kind, curve, bits === undefined ? undefined : `${bits} bits`].filter((part) => part !== undefined).join(' ');
}

function isoText(millis: number): string {
  return new Date(millis).toISOString().replace(/\.000Z$/, 'Z');
}

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const SUBJECT_ALT_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const MOST_NAMES = 256;
// the context tags of GeneralName (RFC 5280, section 4.2.1.6)
const nameKinds = new Map<number, AlternativeName['kind']>([
  [0x81, 'email'],
  [0x82, 'dns'],
  [0x86, 'uri'],
  [0x87, 'ip'],
]);
const keyKinds = new Map([
  ['1.2.840.113549.1.1.1', 'RSA'],
  ['1.2.840.10045.2.1', 'EC'],
  ['1.2.840.10040.4.1', 'DSA'],
  ['1.3.101.112', 'Ed25519'],
  ['1.3.101.113', 'Ed448'],
]);
const curves = new Map<string, readonly [string, number]>([
  ['1.2.840.10045.3.1.7', ['P-256', 256]],
  ['1.3.132.0.34', ['P-384', 384]],
  ['1.3.132.0.35', ['P-521', 521]],
  ['1.3.132.0.10', ['secp256k1', 256]],
]);
const signatures = new Map([
  ['1.2.840.113549.1.1.4', 'md5WithRSAEncryption'],
  ['1.2.840.113549.1.1.5', 'sha1WithRSAEncryption'],
  ['1.2.840.113549.1.1.10', 'RSASSA-PSS'],
  ['1.2.840.113549.1.1.11', 'sha256WithRSAEncryption'],
  ['1.2.840.113549.1.1.12', 'sha384WithRSAEncryption'],
  ['1.2.840.113549.1.1.13', 'sha512WithRSAEncryption'],
  ['1.2.840.10045.4.1', 'ecdsa-with-SHA1'],
  ['1.2.840.10045.4.3.2', 'ecdsa-with-SHA256'],
  ['1.2.840.10045.4.3.3', 'ecdsa-with-SHA384'],
  ['1.2.840.10045.4.3.4', 'ecdsa-with-SHA512'],
  ['1.3.101.112', 'Ed25519'],
]);
