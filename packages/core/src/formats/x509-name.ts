import type { ByteReader } from '../bytes/byte-reader.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import { decodeText } from '../bytes/text.ts';
import { ber, enterBer, readBerEnd, readBerOid, readBerTag } from './ber.ts';

/** One attribute of a distinguished name (RFC 5280, section 4.1.2.4). `type` is a short name (`CN`) or dotted text. */
export interface NameAttribute {
  readonly type: string;
  /** Control characters are shown as pictures (NUL is `␀`): a name is never cut at one. */
  readonly value: string;
}

/** `SEQUENCE OF SET OF SEQUENCE { OID, string }`, attributes in the order of the certificate. */
export function readName(r: ByteReader, field: string, limit: number): NameAttribute[] {
  const end = enterBer(r, ber.sequence, field, limit);
  const attributes: NameAttribute[] = [];
  while (r.offset < end) {
    const setEnd = enterBer(r, ber.set, field, end);
    while (r.offset < setEnd) {
      if (attributes.length >= MOST_ATTRIBUTES) throw new DecodeError('too-large', r.offset, field);
      const pairEnd = enterBer(r, ber.sequence, field, setEnd);
      const oid = readBerOid(r, enterBer(r, ber.oid, field, pairEnd), field);
      attributes.push({ type: shortNames.get(oid) ?? oid, value: readString(r, field, pairEnd) });
      demandEnd(r, pairEnd, field);
    }
  }
  return attributes;
}

/** `O=SEIKO EPSON CORP., CN=EPSON3EA18A`, as it stands; a comma inside a value is escaped as in RFC 4514. */
export function formatName(attributes: readonly NameAttribute[]): string {
  return attributes.map(({ type, value }) => `${type}=${value.replace(/[,\\]/g, '\\$&')}`).join(', ');
}

/** The first attribute of that type. */
export function attributeOf(attributes: readonly NameAttribute[], type: string): string | undefined {
  return attributes.find((attribute) => attribute.type === type)?.value;
}

/** Text from a certificate: control characters become visible, nothing is left out. */
export function visibleName(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0x7f) return '\u2421';
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
  });
}

/** UTCTime or GeneralizedTime in UTC (RFC 5280, section 4.1.2.5), as milliseconds since 1970. */
export function readTime(r: ByteReader, field: string, limit: number): number {
  const at = r.offset;
  const tag = readBerTag(r, field, limit);
  const end = readBerEnd(r, field, limit);
  const text = decodeText(r.octets(end - r.offset, field));
  const match = (tag === UTC_TIME ? /^()(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/ : generalized).exec(text);
  if ((tag !== UTC_TIME && tag !== GENERALIZED_TIME) || match === null) throw new DecodeError('bad-value', at, field);
  const [, century, short, month, day, hour, minute, second] = match;
  const year = century === '' ? Number(short) + (Number(short) < 50 ? 2000 : 1900) : Number(`${century}${short}`);
  const date = [Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second ?? 0)] as const;
  if (date[0] > 11 || date[1] > 31 || date[2] > 23 || date[3] > 59 || date[4] > 59)
    throw new DecodeError('bad-value', at, field);
  // Date.UTC takes the years up to 99 for the last century's
  const millis = Date.UTC(2000, ...date);
  return year === 2000 ? millis : Date.UTC(year < 100 ? year + 400 : year, ...date) - (year < 100 ? FOUR_CENTURIES : 0);
}

/** What was read must end where its enclosing value does. */
export function demandEnd(r: ByteReader, end: number, field: string, at: number = r.offset): void {
  if (at !== end) throw new DecodeError('bad-length', at, field);
}

function readString(r: ByteReader, field: string, limit: number): string {
  const tag = readBerTag(r, field, limit);
  const end = readBerEnd(r, field, limit);
  const content = r.octets(end - r.offset, field);
  if (tag === BMP_STRING) return visibleName(utf16.decode(content));
  // T61String is Latin-1 in practice; the rest are ASCII or UTF-8
  return visibleName(decodeText(content));
}

const utf16 = new TextDecoder('utf-16be', { ignoreBOM: true });
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const BMP_STRING = 0x1e;
const MOST_ATTRIBUTES = 64;
const FOUR_CENTURIES = 146_097 * 86_400_000;
const generalized = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d{1,9})?Z$/;
// RFC 4514 section 3 and RFC 5280 appendix A.1
const shortNames = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'title'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);
