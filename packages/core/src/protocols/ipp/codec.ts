import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import {
  groupTags,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  type IppValue,
  MOST_DEPTH,
  valueTags,
} from './codec-message.ts';
import { TokenReader } from './codec-token.ts';

/**
 * An IPP message (RFC 8010). Everything stays as it was sent: order, doubled groups and attributes, unexpected tags.
 * A missing end tag is forgiven; a value that reaches past the end is not. Octets are shared with `bytes`.
 */
export function decodeIpp(bytes: Uint8Array): Decoded<IppMessage> {
  return decoding(bytes, readMessage);
}

/** Attributes while they grow; the same objects are read-only for everybody else. */
interface Growing extends IppAttribute {
  readonly values: IppValue[];
}

function readMessage({ bytes }: { readonly bytes: Uint8Array }): IppMessage {
  const tokens = new TokenReader(bytes);
  const groups: IppGroup[] = [];
  let attributes: IppAttribute[] | undefined;
  let current: Growing | undefined;
  let ended = false;
  while (!tokens.done) {
    const delimiter = tokens.delimiter();
    if (delimiter === groupTags.end) {
      ended = true;
      break;
    }
    if (delimiter !== undefined) {
      attributes = [];
      groups.push({ tag: delimiter, attributes });
      current = undefined;
      continue;
    }
    tokens.next();
    if (attributes === undefined) throw new DecodeError('bad-value', tokens.nameAt - 3, 'group.tag');
    if (tokens.nameLength !== 0) {
      // name and value are read in the order of the wire; one value is by far the usual case, an empty array would grow to 17
      current = { name: tokens.name(), values: [readValue(tokens, 0)] };
      attributes.push(current);
    } else {
      // an empty name means one more value of the last attribute: there must be one
      if (current === undefined) throw new DecodeError('bad-value', tokens.nameAt, 'attribute.name');
      current.values.push(readValue(tokens, 0));
    }
  }
  return {
    version: (bytes[0]! << 8) | bytes[1]!,
    code: (bytes[2]! << 8) | bytes[3]!,
    requestId: ((bytes[4]! << 24) | (bytes[5]! << 16) | (bytes[6]! << 8) | bytes[7]!) >>> 0,
    groups,
    ended,
    data: bytes.subarray(tokens.at),
  };
}

function readValue(tokens: TokenReader, depth: number): IppValue {
  switch (tokens.tag) {
    case valueTags.beginCollection:
      return readCollection(tokens, depth + 1);
    case valueTags.endCollection:
    case valueTags.memberName:
      throw new DecodeError('bad-value', tokens.nameAt - 3, 'attribute.tag');
    default:
      return tokens.value();
  }
}

/** RFC 8010 section 3.1.6: 34 begin · (4a member name · values)* · 37 end, each with an empty name of its own. */
function readCollection(tokens: TokenReader, depth: number): IppValue {
  if (depth > MOST_DEPTH) throw new DecodeError('too-deep', tokens.nameAt - 3, 'collection');
  const members: IppAttribute[] = [];
  let name: string | undefined;
  let current: Growing | undefined;
  for (;;) {
    if (tokens.done) throw new DecodeError('truncated', tokens.bytes.length, 'collection');
    if (tokens.bytes[tokens.at]! < 0x10) throw new DecodeError('bad-value', tokens.at, 'collection.end');
    tokens.next();
    if (tokens.nameLength !== 0) throw new DecodeError('bad-value', tokens.nameAt, 'collection.member');
    const { tag } = tokens;
    if (tag === valueTags.endCollection || tag === valueTags.memberName) {
      // a member without any value is against the rules, but it was sent
      if (name !== undefined && current === undefined) members.push({ name, values: [] });
      if (tag === valueTags.endCollection) return { is: 'collection', tag: valueTags.beginCollection, value: members };
      name = tokens.valueText();
      current = undefined;
    } else if (current !== undefined) {
      current.values.push(readValue(tokens, depth));
    } else {
      if (name === undefined) throw new DecodeError('bad-value', tokens.nameAt, 'collection.member');
      current = { name, values: [readValue(tokens, depth)] };
      members.push(current);
    }
  }
}
