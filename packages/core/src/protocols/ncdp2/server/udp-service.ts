import type { Clock } from '../../../contracts/clock.ts';
import type { Dice } from '../../../contracts/dice.ts';
import type { Datagram } from '../../../contracts/network.ts';
import { ReplyLimit, type ReplyRates, replyRates } from './reply-limit.ts';
import { ReplyStock } from './reply-stock.ts';
import type { Request } from './request.ts';
import { asksAny, type Responder, readRequest, repliesTo, type Unanswerable } from './respond.ts';
import type { ServedDevices } from './served-devices.ts';

export interface UdpServiceOptions {
  readonly devices: ServedDevices;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly dice: Dice;
  readonly maxAgeSeconds: number;
  readonly tls: boolean;
  /** Bounds of the TLS side, for Q 0001 of 00/00. */
  readonly limits?: Readonly<Record<string, number>>;
  readonly rates?: ReplyRates;
  /** True for a source that is private, link-local, loopback, on a subnet of the server, or configured. */
  admits(address: string): boolean;
}

/** How many datagrams came, what became of them, and how many replies left. */
export interface UdpCounts {
  readonly heard: number;
  readonly replies: number;
  readonly dropped: Readonly<Record<Dropped, number>>;
}

/** `stranger`: a source from elsewhere. `limited`: more than the rates allow (replies, or requests not even read). */
export type Dropped = Unanswerable | 'stranger' | 'limited';

/** Answers datagrams: whom, what, how often, and when. It opens no socket. */
export class UdpService {
  readonly #options: UdpServiceOptions;
  readonly #responder: Responder;
  readonly #rates: ReplyRates;
  readonly #limit: ReplyLimit;
  #over = false;
  readonly #waiting = new Map<string, number>();
  #waitingInAll = 0;
  #heard = 0;
  #replies = 0;
  readonly #dropped: Record<Dropped, number> = {
    'too-long': 0,
    malformed: 0,
    'no-request': 0,
    stranger: 0,
    limited: 0,
  };

  constructor(options: UdpServiceOptions) {
    this.#options = options;
    this.#rates = options.rates ?? replyRates;
    this.#limit = new ReplyLimit(this.#rates);
    const { devices, maxAgeSeconds, tls } = options;
    const { perSource, inAll } = this.#rates;
    const limits = { 'replies-per-second': perSource, 'replies-per-second-in-all': inAll, ...options.limits };
    this.#responder = { devices, maxAgeSeconds, tls, limits, stock: new ReplyStock() };
  }

  get counts(): UdpCounts {
    return { heard: this.#heard, replies: this.#replies, dropped: { ...this.#dropped } };
  }

  /** One datagram; `send` takes each reply to its sender. */
  take(datagram: Datagram, send: (reply: Uint8Array) => unknown): void {
    this.#heard++;
    const dropped = this.#consider(datagram, send);
    if (dropped !== undefined) this.#dropped[dropped]++;
  }

  /** Held-back replies are not sent any more. */
  close(): void {
    this.#over = true;
  }

  #consider({ bytes, from }: Datagram, send: (reply: Uint8Array) => unknown): Dropped | undefined {
    if (!this.#options.admits(from.address) || from.port === 0) return 'stranger';
    // a flood costs no decoding
    const now = this.#options.clock.monotonic();
    if (!this.#limit.permits(from.address, now)) return 'limited';
    const request = readRequest(bytes);
    if (typeof request === 'string') return request;
    if (asksAny(request)) return this.#holdBack(request, from.address, send);
    this.#answer(request, from.address, now, send);
    return undefined;
  }

  #answer(request: Request, address: string, now: number, send: (reply: Uint8Array) => unknown): void {
    for (const reply of repliesTo(request, this.#responder)) {
      if (this.#limit.permits(address, now)) {
        this.#limit.count(address, now);
        this.#replies++;
        send(reply);
      } else this.#dropped.limited++;
    }
  }

  /** No more requests wait than could be answered in that time, for one source and for all. */
  #holdBack(request: Request, address: string, send: (reply: Uint8Array) => unknown): Dropped | undefined {
    const waiting = this.#waiting.get(this.#limit.source(address)) ?? 0;
    const { perSource, inAll } = this.#rates;
    if (waiting >= perSource / 2 || this.#waitingInAll >= inAll / 2) return 'limited';
    void this.#later(request, address, send);
    return undefined;
  }

  async #later(request: Request, address: string, send: (reply: Uint8Array) => unknown): Promise<void> {
    const source = this.#limit.source(address);
    this.#waiting.set(source, (this.#waiting.get(source) ?? 0) + 1);
    this.#waitingInAll++;
    const [high = 0, low = 0] = this.#options.dice.bytes(2);
    // no signal: a hundred may wait, and half a second ends by itself
    await this.#options.clock.sleep(((high * 256 + low) * LONGEST_WAIT_MS) / 0xffff);
    this.#waitingInAll--;
    const left = (this.#waiting.get(source) ?? 1) - 1;
    if (left === 0) this.#waiting.delete(source);
    else this.#waiting.set(source, left);
    if (!this.#over) this.#answer(request, address, this.#options.clock.monotonic(), send);
  }
}

/** A probe that any device may answer is answered after 0 to 500 ms (section 5). */
const LONGEST_WAIT_MS = 500;
