import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { encodeText } from '../../bytes/text.ts';
import { childOf, decodeXml, escapeXml, type XmlElement } from '../../formats/xml.ts';
import { xmlPaths } from '../../formats/xml-paths.ts';

/**
 * What an ePOS-Print request may hold, as far as we let it: nothing. An element inside `epos-print` would be printed, so
 * another request is only recognised, never written.
 */
export interface EposRequest {
  readonly is: 'request';
  /** How many things it would have done. */
  readonly commands: number;
}

/** The answer: `success`, `code` and the 32 bits of status. */
export interface EposResponse {
  readonly is: 'response';
  readonly success: boolean;
  /** `EPTR_COVER_OPEN` and the like; empty for none. */
  readonly code: string;
  /** `undefined` where the attribute is missing or no number of 32 bits. */
  readonly status?: number;
  /** Where it stands. */
  readonly path: string;
}

export interface EposMessage {
  readonly said: EposRequest | EposResponse;
  readonly root: XmlElement;
  readonly paths: ReadonlyMap<XmlElement, string>;
}

/** One SOAP 1.1 envelope of Epson's ePOS-Print XML. */
export function decodeEpos(bytes: Uint8Array): Decoded<EposMessage> {
  return decoding(bytes, () => {
    const decoded = decodeXml(bytes);
    if (!decoded.ok) throw new DecodeError(decoded.error.code, decoded.error.offset, decoded.error.field);
    const root = decoded.value;
    const said = childOf(root, 'Body')?.children[0];
    if (root.local !== 'Envelope' || root.namespace !== SOAP || said?.namespace !== EPOS)
      throw new DecodeError('bad-magic', 0, 'xml');
    const paths = xmlPaths(root);
    if (said.local === 'epos-print') return { said: { is: 'request', commands: said.children.length }, root, paths };
    if (said.local !== 'response') throw new DecodeError('bad-magic', said.offset, paths.get(said)!);
    const { success, code, status } = said.attributes;
    const bits = /^\d{1,10}$/.test(status ?? '') ? Number(status) : Number.NaN;
    const response: EposResponse = {
      is: 'response',
      success: success === 'true' || success === '1',
      code: code ?? '',
      path: paths.get(said)!,
      ...(bits <= 0xffff_ffff ? { status: bits } : {}),
    };
    return { said: response, root, paths };
  });
}

/** The question for the status: an `epos-print` without content prints nothing and is answered with the state. */
export function statusRequest(): Uint8Array<ArrayBuffer> {
  return envelope(`<epos-print xmlns="${EPOS}"/>`);
}

export function encodeResponse({
  success,
  code,
  status = 0,
}: Omit<EposResponse, 'is' | 'path'>): Uint8Array<ArrayBuffer> {
  return envelope(
    `<response xmlns="${EPOS}" success="${success}" code="${escapeXml(code)}" status="${status}" battery="0"/>`,
  );
}

function envelope(body: string): Uint8Array<ArrayBuffer> {
  return encodeText(
    `<?xml version="1.0" encoding="utf-8"?>\n<s:Envelope xmlns:s="${SOAP}"><s:Body>${body}</s:Body></s:Envelope>`,
  );
}

/** The status bits (Epson, ePOS-Print XML; protocols page, section 6): the four ASB bytes, the first one lowest. */
export const statusBits = {
  noResponse: 0x0000_0001,
  drawer: 0x0000_0004,
  offLine: 0x0000_0008,
  coverOpen: 0x0000_0020,
  mechanicalError: 0x0000_0400,
  cutterError: 0x0000_0800,
  unrecoverableError: 0x0000_2000,
  autoRecoverableError: 0x0000_4000,
  paperNearEnd: 0x0002_0000,
  paperEnd: 0x0008_0000,
} as const;

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const EPOS = 'http://www.epson-pos.com/schemas/2011/03/epos-print';
