import { parseHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import type { HttpAsked, HttpServed } from '../../contracts/network.ts';
import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { formatEndpoint } from '../../net/endpoint.ts';
import { AnswerMemory } from './answer-memory.ts';
import { decodeIpp } from './codec.ts';
import { encodeIpp } from './codec-encode.ts';
import { findAttribute, textOf } from './codec-look.ts';
import { groupTags, type IppAttribute, type IppGroup, type IppMessage, valueTags } from './codec-message.ts';
import { VirtualPrinter } from './virtual-printer.ts';

/**
 * The device side on 631: a printer that takes jobs, prints them one after the other, and forgets them when it ends. Recording
 * `ipp.get-printer-attributes` (hex of an answer) is replayed in place of what the device's state would give, with the
 * request's id. Quirks: `ipp.printer-name` sets that attribute (`ipp/print` is Epson's), `ipp.delay-ms` holds every
 * answer back, `ipp.settable` lets anybody set what it is called and where it stands, `ipp.job-ms` is how long a job
 * takes, `ipp.job-ends` (`aborted`, `never`) how it ends, and `ipp.spool` how many jobs it takes at a time.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const delayMs = Number(device.quirks['ipp.delay-ms'] ?? 0);
  const printer = new VirtualPrinter(device);
  const memory = new AnswerMemory();
  return [{ on: 'http', port: 631, serve: (asked) => ({ ...serve(printer, memory, asked), delayMs }) }];
}

function serve(printer: VirtualPrinter, memory: AnswerMemory, asked: HttpAsked): HttpServed {
  const { device } = printer;
  if (asked.method === 'GET') return adminPage(device, asked.path);
  if (asked.method !== 'POST' || !/^application\/ipp\b/i.test(header(asked, 'content-type') ?? ''))
    return { status: 400, headers: {}, body: new Uint8Array() };
  return { status: 200, headers: { 'Content-Type': 'application/ipp' }, body: answerBytes(printer, memory, asked) };
}

function answerBytes(printer: VirtualPrinter, memory: AnswerMemory, asked: HttpAsked): Uint8Array {
  const { body } = asked;
  const place = `${asked.path} ${baseOf(printer.device, asked)}`;
  const known = memory.find(body, place, printer.now());
  if (known !== undefined) return known;
  const decoded = decodeIpp(body);
  const answer = encodeIpp(decoded.ok ? answerRequest(printer, asked, decoded.value) : refusal(body, BAD_REQUEST));
  // with a job on it, it is another printer each moment
  if (!decoded.ok || decoded.value.code !== GET_PRINTER_ATTRIBUTES) memory.forget();
  else if (printer.isQuiet()) memory.keep(body, place, answer);
  return answer;
}

function answerRequest(printer: VirtualPrinter, asked: HttpAsked, request: IppMessage): IppMessage {
  const major = request.version >>> 8;
  if (major !== 1 && major !== 2) return answerTo({ ...request, version: 0x0200 }, VERSION_NOT_SUPPORTED);
  if (!isWellFormed(request)) return answerTo(request, BAD_REQUEST);
  const [, , job] = /^(\/ipp\/print(?:\/(\d{1,9}))?\/?|\/ipp\/?|\/)$/.exec(asked.path) ?? ['', undefined, ''];
  if (job === '') return answerTo(request, NOT_FOUND);
  const charset = textOf(request.groups[0]?.attributes[0]?.values[0]);
  if (charset !== 'utf-8' && charset !== 'us-ascii') return answerTo(request, CHARSET_NOT_SUPPORTED);
  if (request.code === GET_PRINTER_ATTRIBUTES) return getPrinterAttributes(printer, asked, request);
  const { code, groups } = printer.answer(
    request,
    baseOf(printer.device, asked),
    job === undefined ? undefined : Number(job),
  );
  return answerTo(request, code, groups);
}

/** RFC 8011 section 4.1.4: charset first, language second; and the request says whom it means. */
function isWellFormed(request: IppMessage): boolean {
  const [first] = request.groups;
  return (
    request.requestId !== 0 &&
    first?.tag === groupTags.operation &&
    first.attributes[0]?.name === 'attributes-charset' &&
    first.attributes[1]?.name === 'attributes-natural-language' &&
    ['printer-uri', 'job-uri'].some((name) => findAttribute(request, groupTags.operation, name) !== undefined)
  );
}

function getPrinterAttributes(printer: VirtualPrinter, asked: HttpAsked, request: IppMessage): IppMessage {
  const { device } = printer;
  const recorded = parseHex(device.recordings['ipp.get-printer-attributes'] ?? '');
  if (recorded !== undefined && recorded.length > 0) {
    const decoded = decodeIpp(recorded);
    if (decoded.ok) return { ...decoded.value, requestId: request.requestId };
  }
  const { description, jobTemplate, byNameOnly } = printer.attributes(baseOf(device, asked));
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

/** The authority that URIs are made of. */
function baseOf(device: VirtualDevice, asked: HttpAsked): string {
  const own = formatEndpoint({ address: device.address, port: device.port(631, 'tcp') });
  return authority(header(asked, 'host')) ?? own;
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
const GET_PRINTER_ATTRIBUTES = 0x000b;
const OK = 0x0000;
const BAD_REQUEST = 0x0400;
const NOT_FOUND = 0x0406;
const CHARSET_NOT_SUPPORTED = 0x040d;
const VERSION_NOT_SUPPORTED = 0x0503;
