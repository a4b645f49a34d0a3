import { ByteWriter } from '../../bytes/byte-writer.ts';
import type { Decoded } from '../../bytes/decode-error.ts';
import { CLASS_IN, type DnsMessage, decodeMessage, encodeMessage } from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';

/** LLMNR messages are DNS messages (RFC 4795, section 2.1.1); two of the flags mean something else. */
export const llmnrFlags = {
  response: 0x8000,
  /** Several hosts claim the name. */
  conflict: 0x0400,
  truncated: 0x0200,
  /** The name was not yet found to be unique. */
  tentative: 0x0100,
} as const;

export function decodeLlmnr(bytes: Uint8Array): Decoded<DnsMessage> {
  return decodeMessage(bytes);
}

/** The question what the host of that reverse name is called. */
export function encodeQuestion(id: number, name: string): Uint8Array<ArrayBuffer> {
  const question = { name, type: dnsType.ptr, class: CLASS_IN, unicast: false };
  return encodeMessage({ id, flags: 0, questions: [question], answers: [], authorities: [], additionals: [] });
}

/** In a TCP stream a message has its length in front, two bytes (RFC 1035, section 4.2.2). */
export function encodeFrame(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return new ByteWriter(2 + message.length).u16(message.length).octets(message).finish();
}

/** The first whole message of what has arrived; `undefined` where more must come. */
export function firstFrame(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < 2) return undefined;
  const end = 2 + ((bytes[0]! << 8) | bytes[1]!);
  return bytes.length < end ? undefined : bytes.subarray(2, end);
}
