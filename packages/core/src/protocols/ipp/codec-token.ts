import { DecodeError } from '../../bytes/decode-error.ts';
import { type IppValue, MOST_BYTES, valueTags } from './codec-message.ts';
import { MessageText } from './codec-text.ts';

/**
 * A cursor over the attributes of a message, one tagged value at a time (RFC 8010 section 3.1.4):
 * 1 byte tag · 2+N name · 2+N value. `next` moves, the fields tell where the parts stand in the packet.
 * Bounds are checked here and not by `ByteReader`: the house's reader costs three times the whole decoding.
 */
export class TokenReader {
  readonly bytes: Uint8Array;
  readonly text: MessageText;
  /** Where the next tag stands. */
  at: number = HEADER;
  tag = 0;
  nameAt = 0;
  nameLength = 0;
  valueAt = 0;
  valueLength = 0;

  constructor(bytes: Uint8Array) {
    if (bytes.length > MOST_BYTES) throw new DecodeError('too-large', MOST_BYTES, 'message');
    if (bytes.length < HEADER) throw new DecodeError('truncated', bytes.length, 'message.header');
    this.bytes = bytes;
    this.text = new MessageText(bytes);
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  /** Is the next byte the tag of a group, or the end? Then it is taken. */
  delimiter(): number | undefined {
    const tag = this.bytes[this.at]!;
    if (tag >= 0x10) return undefined;
    if (tag === 0) throw new DecodeError('bad-value', this.at, 'group.tag');
    this.at++;
    return tag;
  }

  next(): void {
    const { bytes } = this;
    const limit = bytes.length;
    let at = this.at;
    if (at + 3 > limit) throw new DecodeError('truncated', limit, 'attribute.name');
    this.tag = bytes[at]!;
    const nameLength = (bytes[at + 1]! << 8) | bytes[at + 2]!;
    at += 3;
    this.nameAt = at;
    this.nameLength = nameLength;
    at += nameLength;
    if (at + 2 > limit) throw new DecodeError('truncated', limit, 'attribute.name');
    const valueLength = (bytes[at]! << 8) | bytes[at + 1]!;
    at += 2;
    this.valueAt = at;
    this.valueLength = valueLength;
    at += valueLength;
    if (at > limit) throw new DecodeError('truncated', limit, 'attribute.value');
    this.at = at;
  }

  name(): string {
    return this.text.read(this.nameAt, this.nameAt + this.nameLength);
  }

  /** The value as text, whatever its tag: the name of a member stands there. */
  valueText(): string {
    return this.text.read(this.valueAt, this.valueAt + this.valueLength);
  }

  /** The value, unless its tag belongs to a collection. */
  value(): IppValue {
    const { tag, valueAt: at, valueLength: length } = this;
    switch (tag) {
      case valueTags.integer:
        if (length === 4) return { is: 'integer', tag, value: this.#i32(at) };
        break;
      case valueTags.enum:
        if (length === 4) return { is: 'enum', tag, value: this.#i32(at) };
        break;
      case valueTags.boolean:
        if (length === 1) return { is: 'boolean', tag, value: this.bytes[at] !== 0 };
        break;
      case valueTags.text:
      case valueTags.name:
      case valueTags.keyword:
      case valueTags.uri:
      case valueTags.uriScheme:
      case valueTags.charset:
      case valueTags.language:
      case valueTags.mimeMediaType:
        return { is: 'text', tag, value: this.text.read(at, at + length) };
      case valueTags.range:
        if (length === 8) return { is: 'range', tag, value: { lower: this.#i32(at), upper: this.#i32(at + 4) } };
        break;
      case valueTags.resolution:
        if (length === 9) return { is: 'resolution', tag, value: this.#resolution(at) };
        break;
      case valueTags.dateTime:
        if (length === 11) return { is: 'date-time', tag, value: this.#dateTime(at) };
        break;
      case valueTags.octetString:
        return { is: 'octets', tag, value: this.#octets() };
      case valueTags.textWithLanguage:
      case valueTags.nameWithLanguage: {
        const localized = this.#localized(at, length);
        if (localized !== undefined) return { is: 'localized', tag, value: localized };
        break;
      }
      default:
        if (tag < 0x20 && length === 0) return { is: 'nothing', tag, value: null };
    }
    return { is: 'unknown', tag, value: this.#octets() };
  }

  #octets(): Uint8Array {
    return this.bytes.subarray(this.valueAt, this.valueAt + this.valueLength);
  }

  #u16(at: number): number {
    return (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }

  #i32(at: number): number {
    return (this.#u16(at) << 16) | this.#u16(at + 2);
  }

  #resolution(at: number): { across: number; along: number; units: number } {
    return { across: this.#i32(at), along: this.#i32(at + 4), units: this.bytes[at + 8]! };
  }

  #dateTime(at: number): Extract<IppValue, { is: 'date-time' }>['value'] {
    const b = this.bytes;
    return {
      year: this.#u16(at),
      month: b[at + 2]!,
      day: b[at + 3]!,
      hour: b[at + 4]!,
      minute: b[at + 5]!,
      second: b[at + 6]!,
      deciSecond: b[at + 7]!,
      direction: String.fromCharCode(b[at + 8]!),
      utcHours: b[at + 9]!,
      utcMinutes: b[at + 10]!,
    };
  }

  /** 2+N language · 2+N text, together as long as the value. */
  #localized(at: number, length: number): { language: string; text: string } | undefined {
    if (length < 4) return undefined;
    const languageEnd = at + 2 + this.#u16(at);
    if (languageEnd + 2 > at + length) return undefined;
    if (languageEnd + 2 + this.#u16(languageEnd) !== at + length) return undefined;
    return { language: this.text.read(at + 2, languageEnd), text: this.text.read(languageEnd + 2, at + length) };
  }
}

/** Version 2 bytes, code 2, request id 4. */
const HEADER = 8;
