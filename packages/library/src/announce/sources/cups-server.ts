import {
  type Attributes,
  type CarriedOut,
  type Clock,
  type Dice,
  decodeQueueAnswer,
  encodeGetQueues,
  Fault,
  type HttpOutcome,
  type QueueAnswer,
  type QueueRequest,
} from '@quietport/core';
import { askedNames } from './cups-device.ts';
import type { CupsDoor } from './cups-door.ts';

/** What came of one request. */
export type CupsSaid =
  | { readonly is: 'answer'; readonly answer: QueueAnswer }
  | { readonly is: 'no'; readonly carriedOut: Exclude<CarriedOut, { is: 'done' }> };

export interface CupsNeeds {
  readonly clock: Clock;
  readonly dice: Dice;
}

/** Requests to one CUPS server, and its answers in the words of an order. */
export class CupsServer {
  readonly #door: CupsDoor;
  readonly #wish: CupsNeeds;

  constructor(door: CupsDoor, wish: CupsNeeds) {
    this.#door = door;
    this.#wish = wish;
  }

  async all(signal: AbortSignal): Promise<readonly Attributes[]> {
    const { name } = this.#door;
    const until = this.#wish.clock.timeout(WAIT_MS, signal);
    const body = encodeGetQueues(this.request(), askedNames);
    const outcome = await this.#door.post('/', body, false, until);
    if (outcome.is !== 'answered') throw new Fault('announce/cups-silent', { place: name, how: hows[outcome.is] });
    const { status } = outcome.response;
    const decoded = decodeQueueAnswer(outcome.response.body);
    if (status !== 200 || !decoded.ok) {
      const why = status === 200 ? 'its answer is no IPP' : `HTTP status ${status}`;
      throw new Fault('announce/cups-refused', { place: name, why });
    }
    // a server without any queue says not-found
    if (decoded.value.status === NOT_FOUND) return [];
    if (decoded.value.status >= REFUSALS)
      throw new Fault('announce/cups-refused', { place: name, why: decoded.value.words });
    return decoded.value.queues;
  }

  request(printerUri?: string): QueueRequest {
    const id = this.#wish.dice.bytes(4);
    // request ids are positive and fit into 31 bits (RFC 8011, section 4.1.1)
    const requestId = ((id[0]! & 0x7f) << 24) | (id[1]! << 16) | (id[2]! << 8) | id[3]! || 1;
    const { user } = this.#door;
    return {
      requestId,
      ...(printerUri === undefined ? {} : { printerUri }),
      ...(user === undefined ? {} : { user }),
    };
  }

  uriOf(queue: string): string {
    return `ipp://${this.#door.authority}/printers/${encodeURIComponent(queue)}`;
  }

  async ask(path: string, body: Uint8Array, order: boolean, signal: AbortSignal): Promise<CupsSaid> {
    const until = this.#wish.clock.timeout(WAIT_MS, signal);
    return readSaid(await this.#door.post(path, body, order, until), this.#door.name);
  }
}

/** The HTTP status counts first: CUPS refuses a user by 401 or 403, before IPP. */
function readSaid(outcome: HttpOutcome, server: string): CupsSaid {
  if (outcome.is !== 'answered') return no({ is: 'failed', why: `the CUPS server at ${server} ${hows[outcome.is]}` });
  const { status, body } = outcome.response;
  if (status === 401)
    return no({ is: 'refused', why: `CUPS wants a login for this (HTTP 401): it is no right of the user that serves` });
  if (status === 403) return no({ is: 'refused', why: 'CUPS forbids this (HTTP 403)' });
  const decoded = decodeQueueAnswer(body);
  if (status !== 200 || !decoded.ok) return no({ is: 'failed', why: `CUPS answered with HTTP status ${status}` });
  const { status: code, words } = decoded.value;
  if (code < REFUSALS) return { is: 'answer', answer: decoded.value };
  if (code === TEMPORARY || code === BUSY) return no({ is: 'busy', retryAfterSeconds: BUSY_SECONDS });
  return no({ is: 'refused', why: `CUPS says ${words}` });
}

function no(carriedOut: Exclude<CarriedOut, { is: 'done' }>): CupsSaid {
  return { is: 'no', carriedOut };
}

const hows: Readonly<Record<Exclude<HttpOutcome['is'], 'answered'>, string>> = {
  silent: 'did not answer in time',
  refused: 'does not listen',
  unreachable: 'cannot be reached',
  garbled: 'did not answer in HTTP',
  'too-large': 'answered with more than 4 MB',
  forbidden: 'may not be asked from here',
};
const WAIT_MS = 10_000;
const BUSY_SECONDS = 5;
// RFC 8011, appendix B.1
const REFUSALS = 0x0400;
const NOT_FOUND = 0x0406;
const TEMPORARY = 0x0505;
const BUSY = 0x0507;
