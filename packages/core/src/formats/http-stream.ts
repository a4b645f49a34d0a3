import { DecodeError } from '../bytes/decode-error.ts';
import { decoding } from '../bytes/decoding.ts';
import { readHttpHead } from './http-response.ts';

/** One message of an HTTP/1.1 connection (RFC 9112), without its transfer coding. */
export interface HttpMessage {
  /** Method and target of a request; status and reason of an answer. */
  readonly first: readonly [string, string];
  /** By names in lower case; of several the values with commas between. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where it was larger than was wanted. */
  readonly body: Uint8Array;
  readonly whole: boolean;
}

type State =
  | { readonly is: 'head' }
  | { readonly is: 'length'; left: number }
  | { readonly is: 'chunk-size' | 'chunk-end' | 'trailer' }
  | { readonly is: 'chunk'; left: number }
  | { readonly is: 'until-close' };

/**
 * One direction of an HTTP connection, message by message, however its bytes are cut. `hasBody` says of the next answer
 * whether what it answers allows one (not a HEAD); for requests it is not asked. After what is no HTTP nothing more comes.
 */
export class HttpStream {
  readonly #answers: boolean;
  readonly #mostBody: number;
  readonly #hasBody: () => boolean;
  #held: Uint8Array = new Uint8Array();
  #state: State = { is: 'head' };
  #head: Pick<HttpMessage, 'first' | 'headers'> | undefined;
  #parts: Uint8Array[] = [];
  #size = 0;
  /** True after something that is no HTTP/1.1, or no longer. */
  over = false;

  constructor(of: 'requests' | 'answers', mostBody: number, hasBody: () => boolean = () => true) {
    this.#answers = of === 'answers';
    this.#mostBody = mostBody;
    this.#hasBody = hasBody;
  }

  push(bytes: Uint8Array): readonly HttpMessage[] {
    const done: HttpMessage[] = [];
    this.#held = this.#held.length === 0 ? bytes : joined([this.#held, bytes]);
    while (!this.over && this.#step(done));
    if (this.over) this.#held = new Uint8Array();
    return done;
  }

  /** The connection has ended: a body without a length ends with it. `cut` where bytes before the end are missing. */
  end(cut = false): readonly HttpMessage[] {
    const done: HttpMessage[] = [];
    if (!this.over && this.#state.is === 'until-close' && !cut) this.#finish(done);
    this.over = true;
    return done;
  }

  /** True where another step may follow at once. */
  #step(done: HttpMessage[]): boolean {
    const state = this.#state;
    switch (state.is) {
      case 'head':
        return this.#takeHead(done);
      case 'length':
      case 'chunk': {
        const taken = this.#takeBody(state.left);
        state.left -= taken;
        if (state.left > 0) return false;
        if (state.is === 'length') this.#finish(done);
        else this.#state = { is: 'chunk-end' };
        return true;
      }
      case 'until-close':
        this.#takeBody(this.#held.length);
        return false;
      default:
        return this.#takeChunkLine(state.is, done);
    }
  }

  #takeHead(done: HttpMessage[]): boolean {
    // an empty line in front is passed over (RFC 9112 section 2.2)
    while (this.#held[0] === CARRIAGE_RETURN || this.#held[0] === LINE_FEED) this.#held = this.#held.subarray(1);
    if (this.#held.length === 0) return false;
    const decoded = decoding(this.#held, () => readHttpHead(this.#held, this.#answers ? ANSWER : REQUEST));
    if (!decoded.ok) {
      this.over = decoded.error.code !== 'truncated' || this.#held.length > MOST_HEAD;
      return false;
    }
    const { match, fields, bodyOffset } = decoded.value;
    const headers: Record<string, string> = {};
    for (const { name, value } of fields)
      headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
    this.#held = this.#held.subarray(bodyOffset);
    const status = this.#answers ? Number(match[1]) : 0;
    // what is behind 101 is another protocol; the other 1xx announce the answer
    if (status === 101) this.over = true;
    if (status >= 100 && status < 200) return status !== 101;
    this.#head = { first: [match[1]!, match[2] ?? ''], headers };
    this.#state = this.#bodyOf(status, headers);
    if (this.#state.is === 'length' && this.#state.left === 0) this.#finish(done);
    return true;
  }

  /** RFC 9112 section 6.3. */
  #bodyOf(status: number, headers: Readonly<Record<string, string>>): State {
    const none: State = { is: 'length', left: 0 };
    if (this.#answers && (status === 204 || status === 304 || !this.#hasBody())) return none;
    if (/\bchunked\s*$/i.test(headers['transfer-encoding'] ?? '')) return { is: 'chunk-size' };
    const length = /^\d{1,15}(?=$|,)/.exec(headers['content-length'] ?? '')?.[0];
    if (length !== undefined) return { is: 'length', left: Number(length) };
    return this.#answers ? { is: 'until-close' } : none;
  }

  #takeBody(most: number): number {
    const taken = Math.min(most, this.#held.length);
    const part = this.#held.subarray(0, taken);
    this.#held = this.#held.subarray(taken);
    this.#size += taken;
    if (this.#size > this.#mostBody) this.#parts = [];
    else if (taken > 0) this.#parts.push(part);
    return taken;
  }

  /** RFC 9112 section 7.1: `size in hex; extensions · line end · data · line end`, and trailers behind the last. */
  #takeChunkLine(is: 'chunk-size' | 'chunk-end' | 'trailer', done: HttpMessage[]): boolean {
    const end = this.#held.indexOf(LINE_FEED);
    if (end < 0) {
      this.over = this.#held.length > MOST_HEAD;
      return false;
    }
    const line = String.fromCharCode(...this.#held.subarray(0, Math.min(end, 64))).trim();
    this.#held = this.#held.subarray(end + 1);
    if (is === 'trailer') {
      if (line === '') this.#finish(done);
      return true;
    }
    if (is === 'chunk-end') {
      this.#state = { is: 'chunk-size' };
      return true;
    }
    const size = /^[0-9a-f]{1,8}(?=[;\s]|$)/i.exec(line)?.[0];
    if (size === undefined) {
      this.over = true;
      return false;
    }
    const left = Number.parseInt(size, 16);
    this.#state = left === 0 ? { is: 'trailer' } : { is: 'chunk', left };
    return true;
  }

  #finish(done: HttpMessage[]): void {
    const whole = this.#size <= this.#mostBody;
    if (this.#head === undefined) throw new DecodeError('bad-value', 0, 'head');
    done.push({ ...this.#head, body: whole ? joined(this.#parts) : new Uint8Array(), whole });
    this.#head = undefined;
    this.#parts = [];
    this.#size = 0;
    this.#state = { is: 'head' };
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const REQUEST = /^([A-Z-]{2,20}) (\S+) HTTP\/1\.[01]$/;
const ANSWER = /^HTTP\/1\.[01] (\d{3})(?: (.*))?$/;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MOST_HEAD = 64 * 1024;
