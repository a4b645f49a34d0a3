import { formatHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import { escapeXml } from '../../formats/xml.ts';
import { actions, EVERYBODY, namespaces } from './codec-names.ts';

/** A name of 16 random bytes (RFC 9562, version 4). */
export function randomUrn(random: Uint8Array): string {
  const bytes = random.slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return `urn:uuid:${formatHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}

/** `type`: a name with one of our prefixes (`wprt:PrintDeviceType`); without it everybody answers. */
export function probe(messageId: string, type?: string): Uint8Array {
  const wanted = type === undefined ? '' : `<wsd:Types>${type}</wsd:Types>`;
  return discovery(actions.probe, messageId, `<wsd:Probe>${wanted}</wsd:Probe>`);
}

export function resolve(messageId: string, endpoint: string): Uint8Array {
  const reference = `<wsa:EndpointReference><wsa:Address>${escapeXml(endpoint)}</wsa:Address></wsa:EndpointReference>`;
  return discovery(actions.resolve, messageId, `<wsd:Resolve>${reference}</wsd:Resolve>`);
}

/** WS-Transfer Get: the metadata of the endpoint itself. */
export function get(messageId: string, endpoint: string): Uint8Array {
  return request(actions.get, messageId, endpoint, '');
}

/** The scanner's description and status. A read: it starts nothing. */
export function getScannerElements(messageId: string, endpoint: string): Uint8Array {
  const names = ['ScannerDescription', 'ScannerStatus'].map((name) => `<wscn:Name>wscn:${name}</wscn:Name>`).join('');
  const elements = `<wscn:RequestedElements>${names}</wscn:RequestedElements>`;
  const body = `<wscn:GetScannerElementsRequest>${elements}</wscn:GetScannerElementsRequest>`;
  return request(actions.getScannerElements, messageId, endpoint, body);
}

/** A whole envelope; `header` and `body` are XML already. */
export function envelope(header: string, body: string): Uint8Array<ArrayBuffer> {
  const declared = Object.entries(prefixes).map(([prefix, namespace]) => ` xmlns:${prefix}="${namespace}"`);
  const parts = `<soap:Header>${header}</soap:Header><soap:Body>${body}</soap:Body>`;
  return encodeText(
    `<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope${declared.join('')}>${parts}</soap:Envelope>`,
  );
}

function discovery(action: string, messageId: string, body: string): Uint8Array {
  return envelope(heading(action, messageId, EVERYBODY), body);
}

function request(action: string, messageId: string, to: string, body: string): Uint8Array {
  return envelope(
    `${heading(action, messageId, to)}<wsa:ReplyTo><wsa:Address>${ANYBODY}</wsa:Address></wsa:ReplyTo>`,
    body,
  );
}

export function heading(action: string, messageId: string, to: string): string {
  return `<wsa:Action>${action}</wsa:Action><wsa:MessageID>${messageId}</wsa:MessageID><wsa:To>${escapeXml(to)}</wsa:To>`;
}

/**
 * The prefixes that Windows itself writes. They mean nothing by the standard, but there are devices that compare the text
 * of a type with `wsdp:Device` (wsdd 0.7 does).
 */
const prefixes = {
  soap: namespaces.soap,
  wsa: namespaces.addressing,
  wsd: namespaces.discovery,
  wsdp: namespaces.devprof,
  wsx: namespaces.mex,
  pnpx: namespaces.pnpx,
  wprt: namespaces.print,
  wscn: namespaces.scan,
} as const;
const ANYBODY = `${namespaces.addressing}/role/anonymous`;
