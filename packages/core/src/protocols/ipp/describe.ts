import type { Field } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import type { Described } from '../../contracts/protocol.ts';
import { decodeIpp } from './codec.ts';
import { type IppAttribute, type IppMessage, type IppValue, valueTags } from './codec-message.ts';
import { TokenReader } from './codec-token.ts';
import { codeName, groupName, valuePath } from './names.ts';
import { quirksOf } from './quirks.ts';

/** One message, value by value. A value's field covers the value alone, without tag, name and lengths. */
export function describeIpp(bytes: Uint8Array): Described {
  const decoded = decodeIpp(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const message = decoded.value;
  const version = `${message.version >>> 8}.${message.version & 0xff}`;
  const fields: Field[] = [
    field('version', 0, 2, version),
    field('code', 2, 2, codeName(message)),
    field('request-id', 4, 4, String(message.requestId)),
  ];
  describeGroups(new TokenReader(bytes), message, fields);
  if (message.data.length > 0)
    fields.push(
      field('data', bytes.length - message.data.length, message.data.length, formatHex(message.data.subarray(0, 32))),
    );
  return { ok: true, value: plainMessage(message, version), fields };
}

/** Walks message and bytes side by side: both hold the same values in the same order. */
function describeGroups(tokens: TokenReader, message: IppMessage, fields: Field[]): void {
  const owners = new Repeats();
  for (const group of message.groups) {
    tokens.delimiter();
    const owner = owners.name(groupName(group.tag));
    const names = new Repeats();
    for (const attribute of group.attributes) {
      const name = names.name(attribute.name);
      describeValues(tokens, owner, { name, values: attribute.values }, fields);
    }
  }
}

function describeValues(tokens: TokenReader, owner: string, { name, values }: IppAttribute, fields: Field[]): void {
  for (const [index, value] of values.entries()) {
    tokens.next();
    const path = valuePath(owner, name, index, values.length);
    if (value.is !== 'collection') {
      fields.push(field(path, tokens.valueAt, tokens.valueLength, showValue(value)));
      continue;
    }
    const start = tokens.valueAt;
    const at = fields.push(field(path, start, 0, `collection of ${value.value.length}`)) - 1;
    const names = new Repeats();
    for (const member of value.value) {
      tokens.next();
      describeValues(tokens, path, { name: names.name(member.name), values: member.values }, fields);
    }
    tokens.next();
    fields[at] = { ...fields[at]!, length: tokens.at - start };
  }
}

/** The first of a name keeps it, the second is `name~2`: paths are unique, and the first counts. */
class Repeats {
  readonly #seen = new Map<string, number>();

  name(name: string): string {
    const count = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, count);
    return count === 1 ? name : `${name}~${count}`;
  }
}

function field(path: string, offset: number, length: number, text: string): Field {
  return { path, offset, length, text, confidence: 'spec' };
}

function showValue(value: Exclude<IppValue, { is: 'collection' }>): string {
  switch (value.is) {
    case 'text':
      return value.value;
    case 'localized':
      return `${value.value.text} (${value.value.language})`;
    case 'integer':
    case 'enum':
    case 'boolean':
      return String(value.value);
    case 'range':
      return `${value.value.lower}-${value.value.upper}`;
    case 'resolution':
      return `${value.value.across}x${value.value.along}${unitNames[value.value.units] ?? ` units ${value.value.units}`}`;
    case 'date-time':
      return formatDateTime(value.value);
    case 'octets':
      return showOctets(value.value);
    case 'unknown':
      return `tag 0x${value.tag.toString(16).padStart(2, '0')}: ${formatHex(value.value)}`;
    case 'nothing':
      return outOfBandNames[value.tag] ?? `out of band 0x${value.tag.toString(16)}`;
  }
}

function formatDateTime(time: Extract<IppValue, { is: 'date-time' }>['value']): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const date = `${String(time.year).padStart(4, '0')}-${two(time.month)}-${two(time.day)}`;
  const clock = `${two(time.hour)}:${two(time.minute)}:${two(time.second)}.${time.deciSecond}`;
  return `${date}T${clock}${time.direction}${two(time.utcHours)}:${two(time.utcMinutes)}`;
}

/** Octets that are printable text, padding aside, are shown as such. */
function showOctets(bytes: Uint8Array): string {
  const text = decodeText(bytes).replace(/\0+$/, '');
  return /^[\x20-\x7e]+$/.test(text) ? text : formatHex(bytes);
}

function plainMessage(message: IppMessage, version: string): unknown {
  return {
    version,
    code: message.code,
    codeName: codeName(message),
    requestId: message.requestId,
    groups: message.groups.map((group) => ({
      group: groupName(group.tag),
      tag: group.tag,
      attributes: group.attributes.map(plainAttribute),
    })),
    ended: message.ended,
    data: formatHex(message.data),
    quirks: quirksOf(message).map(({ id }) => id),
  };
}

function plainAttribute(attribute: IppAttribute): unknown {
  return { name: attribute.name, values: attribute.values.map(plainValue) };
}

function plainValue(value: IppValue): unknown {
  const { is, tag } = value;
  if (value.is === 'collection') return { is, tag, value: value.value.map(plainAttribute) };
  if (value.is === 'octets' || value.is === 'unknown') return { is, tag, value: formatHex(value.value) };
  return { is, tag, value: value.value };
}

const unitNames: Readonly<Record<number, string>> = { 3: 'dpi', 4: 'dpcm' };
const outOfBandNames: Readonly<Record<number, string>> = {
  [valueTags.unsupported]: 'unsupported',
  [valueTags.unknown]: 'unknown',
  [valueTags.noValue]: 'no-value',
};
