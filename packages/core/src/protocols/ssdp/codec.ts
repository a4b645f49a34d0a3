import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { decodeXml, type XmlElement } from '../../formats/xml.ts';
import { xmlPaths } from '../../formats/xml-paths.ts';

/** One header line of a message; `path` names it, `offset` and `length` are those of its value. */
export interface SsdpField {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/** One datagram of SSDP (UPnP Device Architecture 1.1, section 1): `start line · header lines · empty line`. */
export interface SsdpMessage {
  readonly is: 'search' | 'notify' | 'response';
  readonly start: string;
  /** By name in lower case; of equal ones the first. */
  readonly fields: ReadonlyMap<string, SsdpField>;
}

/** A text of a description and the path of its element. */
export interface DescribedText {
  readonly text: string;
  readonly path: string;
}

/** A device of a description, the root first, then the ones in it. */
export interface DescribedDevice {
  readonly path: string;
  readonly texts: ReadonlyMap<string, DescribedText>;
}

/** A device description (section 2.3). */
export interface Description {
  readonly devices: readonly DescribedDevice[];
  readonly root: XmlElement;
  readonly paths: ReadonlyMap<XmlElement, string>;
}

/** Lines may end in a bare line feed, and the empty line at the end may be missing: devices send both. */
export function decodeSsdp(bytes: Uint8Array): Decoded<SsdpMessage> {
  return decoding(bytes, () => {
    const lines = linesOf(bytes);
    const start = lines[0]?.text ?? '';
    const is = starts.find(([form]) => form.test(start))?.[1];
    if (is === undefined) throw new DecodeError('bad-magic', 0, 'start');
    const fields = new Map<string, SsdpField>();
    for (const { text, offset } of lines.slice(1)) {
      if (text === '') break;
      const parts = /^([\w.-]+)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(text);
      const name = parts?.[1]?.toLowerCase() ?? '';
      if (parts === null || fields.has(name)) continue;
      if (fields.size >= MOST_FIELDS) throw new DecodeError('too-large', offset, 'header');
      const value = parts[2]!;
      const at = text.length - text.slice(parts[1]!.length).replace(/^[ \t]*:[ \t]*/, '').length;
      fields.set(name, { name, value, path: `header.${name}`, offset: offset + at, length: value.length });
    }
    // every message names at least its host or what it is about
    if (fields.size === 0) throw new DecodeError('truncated', bytes.length, 'header');
    return { is, start, fields };
  });
}

/** A document with another root is no description. */
export function decodeDescription(bytes: Uint8Array): Decoded<Description> {
  return decoding(bytes, () => {
    const decoded = decodeXml(bytes);
    if (!decoded.ok) throw new DecodeError(decoded.error.code, decoded.error.offset, decoded.error.field);
    const root = decoded.value;
    if (root.local !== 'root' || root.namespace !== DEVICE) throw new DecodeError('bad-magic', 0, 'xml');
    const paths = xmlPaths(root);
    return { devices: [...devicesIn(root, paths)].slice(0, MOST_DEVICES), root, paths };
  });
}

function* devicesIn(element: XmlElement, paths: Description['paths']): Generator<DescribedDevice> {
  for (const child of element.children) {
    if (child.local === 'device') {
      const texts = new Map<string, DescribedText>();
      for (const row of child.children)
        if (row.text !== '' && !texts.has(row.local)) texts.set(row.local, { text: row.text, path: paths.get(row)! });
      yield { path: paths.get(child)!, texts };
    }
    if (child.local === 'device' || child.local === 'deviceList') yield* devicesIn(child, paths);
  }
}

/** Header text is ISO 8859-1, so that places in text are places in bytes. */
function linesOf(bytes: Uint8Array): { readonly text: string; readonly offset: number }[] {
  const lines: { text: string; offset: number }[] = [];
  let line = '';
  let offset = 0;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== LINE_FEED && byte !== undefined) {
      line += String.fromCharCode(byte);
      continue;
    }
    lines.push({ text: line.endsWith('\r') ? line.slice(0, -1) : line, offset });
    line = '';
    offset = at + 1;
  }
  return lines;
}

const starts: readonly (readonly [RegExp, SsdpMessage['is']])[] = [
  [/^M-SEARCH \* HTTP\/1\.[01]$/, 'search'],
  [/^NOTIFY \* HTTP\/1\.[01]$/, 'notify'],
  [/^HTTP\/1\.[01] 200(?: .*)?$/, 'response'],
];
const LINE_FEED = 0x0a;
const MOST_FIELDS = 64;
const MOST_DEVICES = 32;
export const DEVICE = 'urn:schemas-upnp-org:device-1-0';
