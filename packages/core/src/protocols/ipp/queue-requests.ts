import { text } from './attribute.ts';
import { encodeIpp } from './codec-encode.ts';
import { groupTags, type IppAttribute, valueTags } from './codec-message.ts';

/** What is asked of a print server of the user's own. No probe ever sends one of these. */
export interface QueueRequest {
  readonly requestId: number;
  /** `ipp://localhost/printers/Office`; the server itself where absent. */
  readonly printerUri?: string;
  /** Who asks, where the server is to know it (requesting-user-name). */
  readonly user?: string;
}

/** All printers of a CUPS server in one answer, a group each: CUPS-Get-Printers. Reads, changes nothing. */
export function encodeGetQueues(request: QueueRequest, names: readonly string[]): Uint8Array<ArrayBuffer> {
  return encode(GET_QUEUES, request, [text('requested-attributes', valueTags.keyword, ...names)]);
}

/** One queue: Get-Printer-Attributes. */
export function encodeGetQueue(request: QueueRequest, names: readonly string[]): Uint8Array<ArrayBuffer> {
  return encode(GET_PRINTER_ATTRIBUTES, request, [text('requested-attributes', valueTags.keyword, ...names)]);
}

/**
 * Sets texts of a queue that is there: CUPS-Add-Modify-Printer. An empty text takes the value away. The server makes a
 * queue of a name that it does not know: ask before.
 */
export function encodeChangeQueue(
  request: QueueRequest,
  changes: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const printer = Object.entries(changes).map(([name, value]) =>
    text(name, name.endsWith('-geo-location') ? valueTags.uri : valueTags.text, value),
  );
  return encode(ADD_MODIFY_PRINTER, request, [], [{ tag: groupTags.printer, attributes: printer }]);
}

/**
 * RFC 3380, section 4.1: Set-Printer-Attributes, all of them or none. Null takes a value away: as an empty text, and of a
 * place on Earth as `unknown` (PWG 5100.13 knows no empty one).
 */
export function encodeSetPrinter(
  request: QueueRequest,
  values: Readonly<Record<string, string | null>>,
): Uint8Array<ArrayBuffer> {
  const attributes = Object.entries(values).map(([name, value]): IppAttribute => {
    if (!name.endsWith('-geo-location'))
      return text(name, name === 'printer-name' ? valueTags.name : valueTags.text, value ?? '');
    if (value !== null) return text(name, valueTags.uri, value);
    return { name, values: [{ is: 'nothing', tag: valueTags.unknown, value: null }] };
  });
  return encode(SET_PRINTER_ATTRIBUTES, request, [], [{ tag: groupTags.printer, attributes }]);
}

/** PWG 5100.13, section 4.4: Identify-Printer. */
export function encodeIdentifyQueue(request: QueueRequest, actions: readonly string[]): Uint8Array<ArrayBuffer> {
  const wished = actions.length === 0 ? [] : [text('identify-actions', valueTags.keyword, ...actions)];
  return encode(IDENTIFY_PRINTER, request, wished);
}

/** Print-Job with a page of plain text: a person's order, and it uses paper. */
export function encodePrintText(request: QueueRequest, name: string, page: Uint8Array): Uint8Array<ArrayBuffer> {
  const job = [text('job-name', valueTags.name, name), text('document-format', valueTags.mimeMediaType, 'text/plain')];
  return encode(PRINT_JOB, request, job, [], page);
}

function encode(
  code: number,
  { requestId, printerUri, user }: QueueRequest,
  operation: readonly IppAttribute[],
  groups: readonly { readonly tag: number; readonly attributes: readonly IppAttribute[] }[] = [],
  data: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const attributes = [
    text('attributes-charset', valueTags.charset, 'utf-8'),
    text('attributes-natural-language', valueTags.language, 'en'),
    ...(printerUri === undefined ? [] : [text('printer-uri', valueTags.uri, printerUri)]),
    ...(user === undefined ? [] : [text('requesting-user-name', valueTags.name, user)]),
    ...operation,
  ];
  return encodeIpp({
    version: VERSION,
    code,
    requestId,
    groups: [{ tag: groupTags.operation, attributes }, ...groups],
    ended: true,
    data,
  });
}

const VERSION = 0x0200;
// RFC 8011, section 5.4.15; PWG 5100.13; the CUPS implementation of IPP
export const PRINT_JOB = 0x0002;
const GET_PRINTER_ATTRIBUTES = 0x000b;
/** RFC 3380. */
export const SET_PRINTER_ATTRIBUTES = 0x0013;
export const IDENTIFY_PRINTER = 0x003c;
const GET_QUEUES = 0x4002;
const ADD_MODIFY_PRINTER = 0x4003;
