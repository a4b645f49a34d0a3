import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decodeSlp, encodeSlp, type SlpMessage, slpFunctions, slpText, textOf } from '../../formats/slp.ts';

/**
 * What a device asks a segment about once a minute: who is there that a scan could be sent to? An attribute request of
 * SLP on a port of Epson's own (protocols page on port 1865, section 6.1).
 */
export interface PushScanRequest {
  readonly xid: number;
  /** `PID 08B5`: the product id, as USB has it. No table says which model it is. */
  readonly product: string;
  /** The names of what it wants to know of a computer. */
  readonly wanted: readonly string[];
}

export function decodePushScan(bytes: Uint8Array): Decoded<PushScanRequest> {
  const decoded = decodeSlp(bytes);
  if (!decoded.ok) return decoded;
  const message = decoded.value;
  // a computer's answer is another function; other services use other URLs
  if (
    message.function !== slpFunctions.attributeRequest ||
    textOf(message, 'url').toLowerCase() !== AGENT.toLowerCase()
  ) {
    const { code, offset, field } = new DecodeError('bad-magic', 1, 'url');
    return { ok: false, error: { code, offset, field } };
  }
  const tags = textOf(message, 'tags');
  const wanted = tags === '' ? [] : tags.split(',');
  return { ok: true, value: { xid: message.xid, product: textOf(message, 'scopes'), wanted } };
}

export function encodePushScan({ xid, product, wanted }: PushScanRequest): Uint8Array<ArrayBuffer> {
  const message: SlpMessage = {
    ...{ function: slpFunctions.attributeRequest, flags: MULTICAST, extension: 0, xid, language: 'en' },
    parts: [
      slpText('responders', ''),
      slpText('url', AGENT),
      slpText('scopes', product),
      slpText('tags', wanted.join(',')),
      slpText('spi', ''),
    ],
  };
  return encodeSlp(message);
}

const AGENT = 'service:NetScanMonitor-agent';
/** The request was sent to a group. */
const MULTICAST = 0x2000;
