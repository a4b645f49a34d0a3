import { decodeText, encodeText, type TcpStream } from '@quietport/core';

/** A head as it came: its first line, and the fields with names in lower case. */
export interface HttpHead {
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is no HTTP, or ended before it was whole. */
export class HttpMalformed extends Error {}

/** More bytes than the reader was willing to take. */
export class HttpTooLarge extends Error {}

/** Reads one message from a stream (RFC 9112): head, then a body by length, by chunks or until the end. */
export class HttpReader {
  readonly #stream: TcpStream;
  readonly #signal: AbortSignal | undefined;
  #held: Uint8Array = new Uint8Array();

  constructor(stream: TcpStream, signal?: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
  }

  async head(): Promise<HttpHead> {
    const line = await this.#line();
    const headers: Record<string, string> = {};
    for (let field = await this.#line(); field !== ''; field = await this.#line()) {
      const colon = field.indexOf(':');
      if (colon < 1) throw new HttpMalformed(field);
      const name = field.slice(0, colon).trim().toLowerCase();
      const value = field.slice(colon + 1).trim();
      headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
    }
    return { line, headers };
  }

  /** `untilEnd`: where nothing tells the length, the body of an answer lasts until the end and that of a request is empty. */
  async body(headers: HttpHead['headers'], most: number, untilEnd: boolean): Promise<Uint8Array> {
    if (/\bchunked\b/i.test(headers['transfer-encoding'] ?? '')) return this.#chunks(most);
    const length = headers['content-length'];
    if (length === undefined) return untilEnd ? this.#all(most) : new Uint8Array();
    if (!/^\d+$/.test(length)) throw new HttpMalformed(length);
    return this.#octets(Number(length), most);
  }

  async #chunks(most: number): Promise<Uint8Array> {
    let body = new Uint8Array();
    for (;;) {
      const size = Number.parseInt(await this.#line(), 16);
      if (!(size >= 0)) throw new HttpMalformed('chunk size');
      if (size === 0) break;
      body = joined(body, await this.#octets(size, most - body.length));
      if ((await this.#line()) !== '') throw new HttpMalformed('chunk end');
    }
    for (let trailer = await this.#line(); trailer !== ''; ) trailer = await this.#line();
    return body;
  }

  async #all(most: number): Promise<Uint8Array> {
    while (await this.#more()) if (this.#held.length > most) throw new HttpTooLarge();
    return this.#held;
  }

  async #octets(count: number, most: number): Promise<Uint8Array> {
    if (count > most) throw new HttpTooLarge();
    while (this.#held.length < count) if (!(await this.#more())) throw new HttpMalformed('broken off');
    const bytes = this.#held.slice(0, count);
    this.#held = this.#held.subarray(count);
    return bytes;
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf(0x0a);
      if (end >= 0) {
        const line = decodeText(this.#held.subarray(0, end));
        this.#held = this.#held.subarray(end + 1);
        return line.replace(/\r$/, '');
      }
      if (this.#held.length > LINE_MOST) throw new HttpTooLarge();
      if (!(await this.#more())) throw new HttpMalformed('no line');
    }
  }

  async #more(): Promise<boolean> {
    const bytes = await this.#stream.read(this.#signal);
    if (bytes === undefined) return false;
    this.#held = joined(this.#held, bytes);
    return true;
  }
}

/** A whole message as bytes. */
export function httpMessage(line: string, headers: HttpHead['headers'], body: Uint8Array): Uint8Array {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return joined(encodeText(`${line}\r\n${fields.join('')}\r\n`), body);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

const LINE_MOST = 16 * 1024;
