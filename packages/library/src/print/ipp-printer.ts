import {
  type Clock,
  type Dice,
  decodeJobAnswer,
  encodeCancelJob,
  encodeCreateJob,
  encodeGetJobAbilities,
  encodeGetJobAttributes,
  encodeGetJobs,
  encodePrintJob,
  encodeSendDocument,
  encodeValidateJob,
  type HttpOutcome,
  httpUrl,
  ippUri,
  type JobAnswer,
  type JobDocument,
  type JobRequest,
  type JobTemplate,
} from '@quietport/core';
import type { LoginLine } from '../login-line.ts';
import type { JobPlace } from './job-place.ts';

/** What came of one operation: the printer's answer, or why there is none. */
export type Asked =
  | { readonly is: 'answered'; readonly answer: JobAnswer; readonly fingerprint: string | undefined }
  | { readonly is: Exclude<HttpOutcome['is'], 'answered'> }
  | { readonly is: 'login-wanted'; readonly why: string };

/** One printer's jobs over IPP (RFC 8011). Each call is one exchange. */
export class IppPrinter {
  readonly #place: JobPlace;
  readonly #line: LoginLine;
  readonly #user: string;
  readonly #dice: Dice;
  readonly #clock: Pick<Clock, 'timeout'>;

  constructor(place: JobPlace, line: LoginLine, user: string, dice: Dice, clock: Pick<Clock, 'timeout'>) {
    this.#place = place;
    this.#line = line;
    this.#user = user;
    this.#dice = dice;
    this.#clock = clock;
  }

  abilities(signal: AbortSignal): Promise<Asked> {
    return this.#ask((request) => encodeGetJobAbilities(request), signal);
  }

  validate(document: JobDocument, template: JobTemplate, signal: AbortSignal): Promise<Asked> {
    return this.#ask((request) => encodeValidateJob(request, document, template), signal);
  }

  create(document: JobDocument, template: JobTemplate, signal: AbortSignal): Promise<Asked> {
    return this.#ask((request) => encodeCreateJob(request, document, template), signal);
  }

  send(jobId: number, document: JobDocument, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Asked> {
    return this.#ask((request) => encodeSendDocument(request, jobId, document), signal, bytes);
  }

  print(
    document: JobDocument,
    template: JobTemplate,
    bytes: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<Asked> {
    return this.#ask((request) => encodePrintJob(request, document, template), signal, bytes);
  }

  job(jobId: number, signal: AbortSignal): Promise<Asked> {
    return this.#ask((request) => encodeGetJobAttributes(request, jobId), signal);
  }

  jobs(which: 'completed' | 'not-completed', limit: number, signal: AbortSignal): Promise<Asked> {
    return this.#ask((request) => encodeGetJobs(request, which, limit), signal);
  }

  cancel(jobId: number, signal: AbortSignal): Promise<Asked> {
    return this.#ask((request) => encodeCancelJob(request, jobId), signal);
  }

  async #ask(
    encode: (request: JobRequest) => Uint8Array,
    signal: AbortSignal,
    stream?: AsyncIterable<Uint8Array>,
  ): Promise<Asked> {
    const { address, ipp } = this.#place;
    if (ipp === undefined) throw new Error('this place is no IPP printer');
    const requestId = new DataView(this.#dice.bytes(4).buffer).getUint32(0) >>> 1 || 1;
    const body = encode({ requestId, printerUri: ippUri(address, ipp), user: this.#user });
    // a document takes as long as it takes, as long as the printer takes it
    const until = stream === undefined ? this.#clock.timeout(ANSWER_MS, signal) : signal;
    const outcome = await this.#line.http(
      {
        url: httpUrl(address, ipp),
        method: 'POST',
        headers: { 'content-type': 'application/ipp', accept: 'application/ipp' },
        body,
        maxBytes: MOST_BYTES,
        ...(stream === undefined ? {} : { stream }),
      },
      until,
    );
    if (outcome.is !== 'answered') return { is: outcome.is };
    const { response } = outcome;
    const decoded = decodeJobAnswer(response.body);
    if (decoded.ok && decoded.value.requestId === requestId)
      return { is: 'answered', answer: decoded.value, fingerprint: response.fingerprint };
    if (response.status !== 401 && response.status !== 403) return { is: 'garbled' };
    const why = this.#line.trouble ?? (response.status === 401 ? 'it wants a login' : 'it forbids that');
    return { is: 'login-wanted', why };
  }
}

const ANSWER_MS = 30_000;
const MOST_BYTES = 4 * 1024 * 1024;
