import { parseHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import type { HttpAsked, HttpServed } from '../../contracts/network.ts';
import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { formatEndpoint } from '../../net/endpoint.ts';
import { decodeIpp } from './codec.ts';
import { encodeIpp } from './codec-encode.ts';
import { findAttribute, textOf } from './codec-look.ts';
import { groupTags, type IppAttribute, type IppGroup, type IppMessage, valueTags } from './codec-message.ts';
import { printerAttributes } from './printer-attributes.ts';

/**
 * The device side on 631: reads about the printer, and Validate-Job as every printer must; no job is taken. Recording
 * `ipp.get-printer-attributes` (hex of an answer) is replayed in place of what the device's state would give, with the
 * request's id. Quirk `ipp.printer-name` sets that attribute (`ipp/print` is Epson's), `ipp.delay-ms` holds every
 * answer back.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const delayMs = Number(device.quirks['ipp.delay-ms'] ?? 0);
  return [{ on: 'http', port: 631, serve: (asked) => ({ ...serve(device, asked), delayMs }) }];
}

function serve(device: VirtualDevice, asked: HttpAsked): HttpServed {
  if (asked.method === 'GET') return adminPage(device, asked.path);
  if (asked.method !== 'POST' || !/^application\/ipp\b/i.test(header(asked, 'content-type') ?? ''))
    return { status: 400, headers: {}, body: new Uint8Array() };
  const decoded = decodeIpp(asked.body);
  const answer = decoded.ok ? answerRequest(device, asked, decoded.value) : refusal(asked.body, BAD_REQUEST);
  return { status: 200, headers: { 'Content-Type': 'application/ipp' }, body: encodeIpp(answer) };
}

function answerRequest(device: VirtualDevice, asked: HttpAsked, request: IppMessage): IppMessage {
  const major = request.version >>> 8;
  if (major !== 1 && major !== 2) return answerTo({ ...request, version: 0x0200 }, VERSION_NOT_SUPPORTED);
  if (!isWellFormed(request)) return answerTo(request, BAD_REQUEST);
  if (!/^\/ipp\/print\/?$|^\/ipp\/?$|^\/$/.test(asked.path)) return answerTo(request, NOT_FOUND);
  switch (request.code) {
    case VALIDATE_JOB:
    case GET_JOBS:
      return answerTo(request, OK);
    case GET_PRINTER_ATTRIBUTES:
      return getPrinterAttributes(device, asked, request);
    default:
      return answerTo(request, OPERATION_NOT_SUPPORTED);
  }
}

/** RFC 8011 section 4.1.4: charset first, language second; and the request says whom it means. */
function isWellFormed(request: IppMessage): boolean {
  const [first] = request.groups;
  return (
    request.requestId !== 0 &&
    first?.tag === groupTags.operation &&
    first.attributes[0]?.name === 'attributes-charset' &&
    first.attributes[1]?.name === 'attributes-natural-language' &&
    findAttribute(request, groupTags.operation, 'printer-uri') !== undefined
  );
}

function getPrinterAttributes(device: VirtualDevice, asked: HttpAsked, request: IppMessage): IppMessage {
  const recorded = parseHex(device.recordings['ipp.get-printer-attributes'] ?? '');
  if (recorded !== undefined && recorded.length > 0) {
    const decoded = decodeIpp(recorded);
    if (decoded.ok) return { ...decoded.value, requestId: request.requestId };
  }
  const own = formatEndpoint({ address: device.address, port: device.port(631, 'tcp') });
  const { description, jobTemplate, byNameOnly } = printerAttributes(device, authority(header(asked, 'host')) ?? own);
  const wanted = new Set(
    findAttribute(request, groupTags.operation, 'requested-attributes')?.values.map((value) => textOf(value)) ?? [
      'all',
    ],
  );
  const all = wanted.has('all');
  const pick = (attributes: readonly IppAttribute[], group: string) =>
    attributes.filter(({ name }) => all || wanted.has(group) || wanted.has(name));
  const attributes = [
    ...pick(description, 'printer-description'),
    ...pick(jobTemplate, 'job-template'),
    ...byNameOnly.filter(({ name }) => wanted.has(name)),
  ];
  return answerTo(request, OK, [{ tag: groupTags.printer, attributes }]);
}

/** A Host header as `host:port`, or nothing where it is no such thing: it goes into URIs. */
function authority(host: string | undefined): string | undefined {
  if (host === undefined || !/^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(host)) return undefined;
  return /:\d+$/.test(host) ? host : `${host}:80`;
}

function answerTo(request: IppMessage, code: number, groups: readonly IppGroup[] = []): IppMessage {
  const { version, requestId } = request;
  return { version, code, requestId, groups: [operationGroup, ...groups], ended: true, data: new Uint8Array() };
}

/** The answer to bytes that are no message: version and id are given back where they can be read. */
function refusal(body: Uint8Array, code: number): IppMessage {
  const head = body.length >= 8 ? body : new Uint8Array(8);
  const requestId = ((head[4]! << 24) | (head[5]! << 16) | (head[6]! << 8) | head[7]!) >>> 0;
  return answerTo({ ...nobody, requestId }, code);
}

function adminPage(device: VirtualDevice, path: string): HttpServed {
  if (path !== '/') return { status: 404, headers: {}, body: new Uint8Array() };
  const title = escapeHtml(`${device.make} ${device.model}`);
  const html = `<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${escapeHtml(device.name)}, a virtual printer</p></html>\n`;
  return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: encodeText(html) };
}

function header(asked: HttpAsked, name: string): string | undefined {
  return Object.entries(asked.headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const operationGroup: IppGroup = {
  tag: groupTags.operation,
  attributes: [
    { name: 'attributes-charset', values: [{ is: 'text', tag: valueTags.charset, value: 'utf-8' }] },
    { name: 'attributes-natural-language', values: [{ is: 'text', tag: valueTags.language, value: 'en' }] },
  ],
};
const nobody: IppMessage = { version: 0x0200, code: 0, requestId: 0, groups: [], ended: true, data: new Uint8Array() };
const VALIDATE_JOB = 0x0004;
const GET_JOBS = 0x000a;
const GET_PRINTER_ATTRIBUTES = 0x000b;
const OK = 0x0000;
const BAD_REQUEST = 0x0400;
const NOT_FOUND = 0x0406;
const OPERATION_NOT_SUPPORTED = 0x0501;
const VERSION_NOT_SUPPORTED = 0x0503;
