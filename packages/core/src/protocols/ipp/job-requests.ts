import { booleanOf, integers, text } from './attribute.ts';
import { encodeIpp } from './codec-encode.ts';
import { groupTags, type IppAttribute, type IppGroup, valueTags } from './codec-message.ts';

/** Who is asked, by whom. */
export interface JobRequest {
  readonly requestId: number;
  /** `ipp://192.0.2.10/ipp/print` */
  readonly printerUri: string;
  /** requesting-user-name: whose job it is. */
  readonly user: string;
  /** 2.0 if absent: `0x0101` for printers that know no other. */
  readonly version?: number;
}

/** How a document is to be printed (RFC 8011, section 5.2). What is absent is the printer's choice. */
export interface JobTemplate {
  readonly copies?: number;
  /** PWG 5101.1: `iso_a4_210x297mm`. */
  readonly media?: string;
  readonly sides?: 'one-sided' | 'two-sided-long-edge' | 'two-sided-short-edge';
  /** PWG 5100.13. */
  readonly colorMode?: 'auto' | 'color' | 'monochrome';
}

export interface JobDocument {
  readonly jobName: string;
  /** MIME media type: `application/pdf`. */
  readonly format: string;
}

/** RFC 8011, section 4.2.3: would this job be taken? Nothing is printed. */
export function encodeValidateJob(request: JobRequest, document: JobDocument, template: JobTemplate): Bytes {
  return encode(VALIDATE_JOB, request, describing(document), template);
}

/** RFC 8011, section 4.2.4: a job without documents yet. */
export function encodeCreateJob(request: JobRequest, { jobName }: JobDocument, template: JobTemplate): Bytes {
  return encode(CREATE_JOB, request, [text('job-name', valueTags.name, jobName)], template);
}

/** RFC 8011, section 4.3.1: the only document of that job; its bytes follow behind these. */
export function encodeSendDocument(request: JobRequest, jobId: number, { format }: JobDocument): Bytes {
  return encode(
    SEND_DOCUMENT,
    request,
    [text('document-format', valueTags.mimeMediaType, format), { name: 'last-document', values: [booleanOf(true)] }],
    {},
    jobId,
  );
}

/** RFC 8011, section 4.2.1: job and document in one; its bytes follow behind these. */
export function encodePrintJob(request: JobRequest, document: JobDocument, template: JobTemplate): Bytes {
  return encode(PRINT_JOB, request, describing(document), template);
}

/** RFC 8011, section 4.3.4. */
export function encodeGetJobAttributes(request: JobRequest, jobId: number): Bytes {
  return encode(GET_JOB_ATTRIBUTES, request, [wanted()], {}, jobId);
}

/** RFC 8011, section 4.2.6: the jobs that wait, or those that are over. */
export function encodeGetJobs(request: JobRequest, which: 'completed' | 'not-completed', limit: number): Bytes {
  return encode(GET_JOBS, request, [integers('limit', limit), wanted(), text('which-jobs', valueTags.keyword, which)]);
}

/** RFC 8011, section 4.3.3. */
export function encodeCancelJob(request: JobRequest, jobId: number): Bytes {
  return encode(CANCEL_JOB, request, [], {}, jobId);
}

/** What a printer can do with a job (RFC 8011, section 5.4; PWG 5100.13). Reads, changes nothing. */
export function encodeGetJobAbilities(request: JobRequest): Bytes {
  return encode(GET_PRINTER_ATTRIBUTES, request, [text('requested-attributes', valueTags.keyword, ...ABILITIES)]);
}

type Bytes = Uint8Array<ArrayBuffer>;

/** charset, language and target come first, in this order; the user behind them (RFC 8011, section 4.1.5 and 4.2.1.1). */
function encode(
  code: number,
  { requestId, printerUri, user, version = 0x0200 }: JobRequest,
  operation: readonly IppAttribute[],
  template: JobTemplate = {},
  jobId?: number,
): Bytes {
  const attributes = [
    text('attributes-charset', valueTags.charset, 'utf-8'),
    text('attributes-natural-language', valueTags.language, 'en'),
    text('printer-uri', valueTags.uri, printerUri),
    ...(jobId === undefined ? [] : [integers('job-id', jobId)]),
    text('requesting-user-name', valueTags.name, user),
    ...operation,
  ];
  const job = templateAttributes(template);
  const groups: IppGroup[] = [{ tag: groupTags.operation, attributes }];
  if (job.length > 0) groups.push({ tag: groupTags.job, attributes: job });
  return encodeIpp({ version, code, requestId, groups, ended: true, data: new Uint8Array() });
}

function describing({ jobName, format }: JobDocument): readonly IppAttribute[] {
  return [text('job-name', valueTags.name, jobName), text('document-format', valueTags.mimeMediaType, format)];
}

function templateAttributes({ copies, media, sides, colorMode }: JobTemplate): readonly IppAttribute[] {
  return [
    ...(copies === undefined ? [] : [integers('copies', copies)]),
    ...(media === undefined ? [] : [text('media', valueTags.keyword, media)]),
    ...(sides === undefined ? [] : [text('sides', valueTags.keyword, sides)]),
    ...(colorMode === undefined ? [] : [text('print-color-mode', valueTags.keyword, colorMode)]),
  ];
}

function wanted(): IppAttribute {
  return text('requested-attributes', valueTags.keyword, ...JOB_ATTRIBUTES);
}

const JOB_ATTRIBUTES = [
  ...['job-id', 'job-uri', 'job-name', 'job-state', 'job-state-reasons', 'job-state-message'],
  ...['job-originating-user-name', 'job-impressions-completed', 'job-media-sheets-completed'],
  ...['time-at-creation', 'time-at-completed'],
];
const ABILITIES = [
  ...['printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs', 'operations-supported'],
  ...['document-format-supported', 'media-supported', 'sides-supported', 'print-color-mode-supported'],
  ...['color-supported', 'copies-supported', 'ipp-versions-supported', 'printer-uuid', 'printer-make-and-model'],
];

// RFC 8011, section 5.4.15
const PRINT_JOB = 0x0002;
const VALIDATE_JOB = 0x0004;
const CREATE_JOB = 0x0005;
const SEND_DOCUMENT = 0x0006;
const CANCEL_JOB = 0x0008;
const GET_JOB_ATTRIBUTES = 0x0009;
const GET_JOBS = 0x000a;
const GET_PRINTER_ATTRIBUTES = 0x000b;
