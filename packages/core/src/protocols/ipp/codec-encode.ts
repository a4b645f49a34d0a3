import { ByteWriter } from '../../bytes/byte-writer.ts';
import { encodeText } from '../../bytes/text.ts';
import { groupTags, type IppAttribute, type IppMessage, type IppValue, valueTags } from './codec-message.ts';

/** The bytes of a message. Names and values beyond 65,535 bytes are a caller's mistake. */
export function encodeIpp(message: IppMessage): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(1024).u16(message.version).u16(message.code).u32(message.requestId);
  for (const group of message.groups) {
    writer.u8(group.tag);
    for (const { name, values } of group.attributes)
      for (const [i, value] of values.entries()) writeValue(writer, i === 0 ? name : '', value);
  }
  if (message.ended) writer.u8(groupTags.end);
  return writer.octets(message.data).finish();
}

/** 1 byte tag · 2+N name · 2+N value; the name is empty for one more value. */
function writeValue(writer: ByteWriter, name: string, value: IppValue): void {
  writer.u8(value.tag).prefixed16((w) => w.octets(textBytes(name)));
  if (value.is === 'collection') {
    writer.u16(0);
    for (const member of value.value) writeMember(writer, member);
    writer.u8(valueTags.endCollection).u16(0).u16(0);
  } else {
    writer.prefixed16((w) => writePlain(w, value));
  }
}

function writeMember(writer: ByteWriter, member: IppAttribute): void {
  writer.u8(valueTags.memberName).u16(0);
  writer.prefixed16((w) => w.octets(textBytes(member.name)));
  for (const value of member.values) writeValue(writer, '', value);
}

function writePlain(writer: ByteWriter, value: Exclude<IppValue, { is: 'collection' }>): void {
  switch (value.is) {
    case 'integer':
    case 'enum':
      writer.u32(value.value);
      break;
    case 'boolean':
      writer.u8(value.value ? 1 : 0);
      break;
    case 'text':
      writer.octets(textBytes(value.value));
      break;
    case 'localized':
      writer.prefixed16((w) => w.octets(textBytes(value.value.language)));
      writer.prefixed16((w) => w.octets(textBytes(value.value.text)));
      break;
    case 'octets':
    case 'unknown':
      writer.octets(value.value);
      break;
    case 'date-time': {
      const v = value.value;
      writer.u16(v.year).u8(v.month).u8(v.day).u8(v.hour).u8(v.minute).u8(v.second).u8(v.deciSecond);
      writer.u8(v.direction.charCodeAt(0)).u8(v.utcHours).u8(v.utcMinutes);
      break;
    }
    case 'resolution':
      writer.u32(value.value.across).u32(value.value.along).u8(value.value.units);
      break;
    case 'range':
      writer.u32(value.value.lower).u32(value.value.upper);
      break;
    case 'nothing':
      break;
  }
}

/** Nearly all text of IPP is short ASCII: a loop is ten times as fast as the encoder's call. */
function textBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return encodeText(text);
    bytes[i] = code;
  }
  return bytes;
}
