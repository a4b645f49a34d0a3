import { SaxesParser, type SaxesTagNS } from 'saxes';
import { type Decoded, DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';

/** An element of a document. Names are taken apart: `local` without its prefix, `namespace` as the URI it stands for. */
export interface XmlElement {
  readonly local: string;
  readonly namespace: string;
  /** By local name; an attribute with a prefix also stands under `prefix:name`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The character data directly inside it, white space at the ends taken off. */
  readonly text: string;
  /** Where it begins (its `<`) and ends (behind its last `>`), in bytes of the document where that is UTF-8 or ASCII. */
  readonly offset: number;
  readonly length: number;
}

/**
 * One XML 1.0 document (W3C, fifth edition, with namespaces). Total: what is no XML, or beyond our bounds, is an error
 * with its place. A document type is refused: entities are how XML is made to explode or to read other people's files.
 */
export function decodeXml(bytes: Uint8Array): Decoded<XmlElement> {
  return decoding(bytes, () => {
    if (bytes.length > MOST_BYTES) throw new DecodeError('too-large', MOST_BYTES, 'xml');
    return parse(textOf(bytes));
  });
}

/** The first child of that name, whatever its namespace. */
export function childOf(element: XmlElement | undefined, local: string): XmlElement | undefined {
  return element?.children.find((child) => child.local === local);
}

/** All below it of that name, in the order of the document, itself included. */
export function* allOf(element: XmlElement, local: string): Generator<XmlElement> {
  if (element.local === local) yield element;
  for (const child of element.children) yield* allOf(child, local);
}

/** The first below it of that name. */
export function findOf(element: XmlElement, local: string): XmlElement | undefined {
  for (const found of allOf(element, local)) return found;
  return undefined;
}

/** Text as it may stand between tags or in a quoted attribute; what XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  // the characters of section 2.2, and nothing else
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

interface Growing {
  readonly tag: SaxesTagNS;
  readonly offset: number;
  readonly children: XmlElement[];
  text: string;
}

function parse(source: DecodedText): XmlElement {
  const { text } = source;
  const parser = new SaxesParser({ xmlns: true });
  const open: Growing[] = [];
  const place = new Places(source);
  let count = 0;
  let root: XmlElement | undefined;
  let tagAt = 0;
  const refuse = (code: 'bad-value' | 'too-deep' | 'too-large', field: string): never => {
    throw new DecodeError(code, place.byte(parser.position), field);
  };
  parser.on('error', (error) => refuse('bad-value', `xml: ${error.message.replace(/^\d+:\d+: /, '')}`));
  parser.on('doctype', () => refuse('bad-value', 'xml: a document type is not taken'));
  parser.on('opentagstart', () => {
    // the parser has read the tag's name and one sign after it
    tagAt = text.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    if (open.length >= MOST_DEPTH) refuse('too-deep', 'xml');
    if (++count > MOST_ELEMENTS) refuse('too-large', 'xml');
    open.push({ tag, offset: place.byte(tagAt), children: [], text: '' });
  });
  const take = (part: string) => {
    const inside = open.at(-1);
    if (inside !== undefined) inside.text += part;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    const done = open.pop()!;
    const element = finish(done, place.byte(parser.position));
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
  });
  // in pieces, so that our own bounds end a hostile document before the parser has read all of it
  for (let at = 0; at < text.length; at += PIECE) parser.write(text.slice(at, at + PIECE));
  parser.close();
  if (root === undefined) throw new DecodeError('truncated', 0, 'xml');
  return root;
}

function finish({ tag, offset, children, text }: Growing, end: number): XmlElement {
  const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const row of Object.values(tag.attributes)) {
    attributes[row.local] ??= row.value;
    if (row.prefix !== '') attributes[row.name] = row.value;
  }
  return {
    local: tag.local,
    namespace: tag.uri,
    attributes,
    children,
    text: text.trim(),
    offset,
    length: end - offset,
  };
}

/** From places in text to places in bytes; asked in rising order, nearly. */
class Places {
  readonly #source: DecodedText;
  #unit = 0;
  #byte: number;

  constructor(source: DecodedText) {
    this.#source = source;
    this.#byte = source.start;
  }

  byte(unit: number): number {
    const { text, start, size, width } = this.#source;
    if (width !== 'utf-8') return Math.min(start + unit * width, size);
    if (unit < this.#unit) {
      this.#unit = 0;
      this.#byte = start;
    }
    for (; this.#unit < unit; this.#unit++) {
      const code = text.charCodeAt(this.#unit);
      // a surrogate is half of four bytes
      this.#byte += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
    }
    return Math.min(this.#byte, size);
  }
}

/** A document as text, and how its units stand for its bytes. */
interface DecodedText {
  readonly text: string;
  /** Bytes of the byte order mark in front. */
  readonly start: number;
  readonly size: number;
  readonly width: 'utf-8' | 1 | 2;
}

/**
 * UTF-8 unless a byte order mark or the declaration says otherwise. What calls itself UTF-8 and is none is read as
 * Latin-1, a sign a byte: a broken name shall not hide the rest of a device.
 */
function textOf(bytes: Uint8Array): DecodedText {
  const size = bytes.length;
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  if (utf16 !== undefined) return { text: new TextDecoder(utf16).decode(bytes), start: 2, size, width: 2 };
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = marked ? bytes.subarray(3) : bytes;
  const start = marked ? 3 : 0;
  const head = String.fromCharCode(...body.subarray(0, 100));
  const named = /^<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1];
  if (named !== undefined && !/^utf-?8$/i.test(named) && !marked) {
    try {
      return { text: new TextDecoder(named).decode(body), start, size, width: 1 };
    } catch {
      // a charset that nobody knows: its ASCII part can be read all the same
    }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(body), start, size, width: 'utf-8' };
  } catch {
    return { text: new TextDecoder('latin1').decode(body), start, size, width: 1 };
  }
}

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_DEPTH = 64;
const MOST_ELEMENTS = 50_000;
const PIECE = 64 * 1024;
