import { decodeText } from '../../bytes/text.ts';
import { isNcdp2Frame } from './frame-label.ts';
import type { HintWeight } from './hint.ts';
import { berShape, cborShape } from './shapes.ts';

/** What a message looks like, how sure that is, and why. */
export interface Likeness {
  readonly what: string;
  readonly weight: Exclude<HintWeight, 'seen'>;
  readonly because: string;
}

/** What the beginning and the build of a message remind of. Total; only the first 64 KiB count. */
export function likenesses(message: Uint8Array): readonly Likeness[] {
  const bytes = message.subarray(0, MOST_BYTES);
  if (bytes.length === 0) return [];
  return tests.flatMap((test) => test(bytes, message.length) ?? []);
}

type Test = (bytes: Uint8Array, length: number) => Likeness | undefined;

/** RFC 8446, section 5.1: `type 1 · version 2 · length 2 · fragment`; types 20 to 24, versions 03 00 to 03 04. */
const tls: Test = (bytes, length) => {
  if (bytes.length < 5 || bytes[0]! < 20 || bytes[0]! > 24 || bytes[1] !== 3 || bytes[2]! > 4) return undefined;
  const stated = bytes[3]! * 256 + bytes[4]!;
  if (stated === 0 || stated > 2 ** 14 + 2048) return undefined;
  const whole = stated + 5 === length;
  const kind = bytes[0] === 22 ? ` with a handshake message of type ${bytes[5] ?? '?'}` : '';
  return {
    what: `a TLS record${kind}`,
    weight: whole || (bytes[0] === 22 && stated + 5 < length) ? 'like' : 'perhaps',
    because: `type ${bytes[0]} at 0, version 3.${bytes[2]} at 1, and the length at 3 says ${stated} of ${length - 5} bytes that follow`,
  };
};

/** RFC 9112, section 3 and 4. */
const http: Test = (bytes) => {
  const line = /^[^\r\n]{0,2000}/.exec(decodeText(bytes.subarray(0, 2048)))?.[0] ?? '';
  const protocol = /^(?:[A-Z-]{3,20} \S{1,1900} )?(HTTP|RTSP|SIP|ICY)\/(\d\.\d)(?: \d{3}(?: |$)|$)/.exec(line);
  if (protocol === null) return undefined;
  return {
    what: `${protocol[1]}/${protocol[2]}`,
    weight: 'like',
    because: `the first line is one of it: ${quoted(line)}`,
  };
};

const cbor: Test = (bytes, length) => {
  for (let at = 0; at <= Math.min(32, bytes.length - 6) && length === bytes.length; at++) {
    const shape = cborShape(bytes.subarray(at));
    if (shape === undefined || (at > 0 && shape.items < (shape.text ? 4 : 6))) continue;
    const weight = shape.items >= 4 && shape.text ? 'like' : 'perhaps';
    const because = `one well-formed item of ${shape.items} ends with the message${shape.text ? ', and text in it is UTF-8' : ''}`;
    return {
      what: at === 0 ? 'CBOR' : `CBOR behind a head of ${at} bytes`,
      weight,
      because: `from ${at} on ${because}`,
    };
  }
  return undefined;
};

/** ncdp2-open-profile.md, section 2. */
const ncdp2: Test = (bytes) =>
  isNcdp2Frame(bytes)
    ? {
        what: 'a frame of the NCDP/2 open profile',
        weight: 'like',
        because: 'the magic NCDP2 at 0, a letter of it at 5, and the length at 12 comes out',
      }
    : undefined;

const asn1: Test = (bytes, length) => {
  const shape = length === bytes.length ? berShape(bytes) : undefined;
  if (shape === undefined) return undefined;
  const because = `a SEQUENCE at 0 of ${shape.items} elements in all, whose lengths all come out`;
  return { what: 'ASN.1 (BER or DER)', weight: shape.items >= 4 ? 'like' : 'perhaps', because };
};

const xml: Test = (bytes) => {
  const text = decodeText(bytes).replace(/^\ufeff/, '');
  if (/^\s*<\?xml[\s?]/.test(text))
    return { what: 'XML', weight: 'like', because: 'it begins with an XML declaration' };
  const name = /^\s*<([A-Za-z_][\w.:-]{0,63})[\s/>]/.exec(text)?.[1];
  if (name === undefined) return undefined;
  const closed = text.trimEnd().endsWith(`</${name}>`) || /^\s*<[^<>]*\/>\s*$/.test(text);
  return {
    what: 'XML',
    weight: closed ? 'like' : 'perhaps',
    because: `it begins with the element ${name}${closed ? ', and ends with it' : ''}`,
  };
};

const json: Test = (bytes, length) => {
  if (length !== bytes.length) return undefined;
  const text = decodeText(bytes).trim();
  if (!/^[{[]/.test(text)) return undefined;
  try {
    JSON.parse(text);
    return { what: 'JSON', weight: text.length > 4 ? 'like' : 'perhaps', because: 'all of it is one JSON value' };
  } catch {
    return undefined;
  }
};

/** Beginnings that a language or a protocol is known by. Where its first bytes are few, it is `perhaps`. */
const beginnings: readonly (readonly [what: string, weight: Likeness['weight'], ...begins: readonly string[]])[] = [
  ['a print job in PJL', 'like', '\x1b%-12345X@PJL', '@PJL'],
  ['a print job that begins with a universal exit', 'like', '\x1b%-12345X'],
  ['a print job of an Epson driver', 'like', '\0\0\0\x1b\x01@EJL', '\x1b\x01@EJL', '\x1b(R\x08\0\0REMOTE1'],
  ['PostScript', 'like', '%!PS', '\x04%!PS'],
  ['PDF', 'like', '%PDF-'],
  ['PWG raster', 'like', 'RaS2'],
  ['URF raster', 'like', 'UNIRAST\0'],
  ['SSH', 'like', 'SSH-1.', 'SSH-2.'],
  ['what gzip has packed', 'like', '\x1f\x8b\x08'],
  ['what zlib has packed', 'perhaps', '\x78\x01', '\x78\x9c', '\x78\xda'],
  ['a print job in PCL', 'perhaps', '\x1bE\x1b'],
  ['a print job in ESC/POS or ESC/P', 'perhaps', '\x1b@'],
  ['a real-time command of ESC/POS', 'perhaps', '\x10\x04', '\x10\x05', '\x10\x14'],
];

const begins: Test = (bytes) => {
  const text = String.fromCharCode(...bytes.subarray(0, 64));
  for (const [what, weight, ...all] of beginnings) {
    const begin = all.find((one) => text.startsWith(one));
    if (begin !== undefined) return { what, weight, because: `it begins with ${quoted(begin)}` };
  }
  return undefined;
};

/** One line for people: controls as escapes, and no more than fits. */
export function quoted(text: string): string {
  const short = text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text;
  return JSON.stringify(short).replace(/[\u007f-\u009f]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

const tests: readonly Test[] = [ncdp2, tls, http, xml, json, cbor, asn1, begins];
const MOST_BYTES = 64 * 1024;
const MOST_QUOTED = 60;
