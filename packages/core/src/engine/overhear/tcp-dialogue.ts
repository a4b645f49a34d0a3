import type { OverheardHttp, OverheardStream } from '../../contracts/overheard.ts';
import { type HttpMessage, HttpStream } from '../../formats/http-stream.ts';
import type { Millis } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { isPrintPort } from '../gate/print-ports.ts';

/**
 * One connection by what is said on it: HTTP exchange by exchange, another protocol turn by turn, or something that is
 * none of ours to read: TLS, and what goes to a print port. Of those not a byte is kept.
 */
export class TcpDialogue {
  readonly #client: Endpoint;
  readonly #server: Endpoint;
  readonly #wanted: boolean;
  is: 'unsaid' | 'http' | 'tls' | 'stream' | 'passed-over' = 'unsaid';
  #http: HttpDialogue | undefined;
  readonly #turns: { readonly said: Uint8Array[]; readonly heard: Uint8Array[]; saidAt: Millis; heardAt: Millis }[] =
    [];
  #size = 0;

  /** `wanted`: some room speaks on the server's port what is no HTTP. */
  constructor(client: Endpoint, server: Endpoint, wanted: boolean) {
    this.#client = client;
    this.#server = server;
    this.#wanted = wanted;
    if (isPrintPort(server.port, 'tcp')) this.is = 'passed-over';
  }

  take(by: 'client' | 'server', bytes: Uint8Array, at: Millis): readonly OverheardHttp[] {
    if (this.is === 'unsaid') this.#begin(by, bytes);
    if (this.#http !== undefined) return this.#http.take(by, bytes, at);
    if (this.is === 'stream') this.#note(by, bytes, at);
    return [];
  }

  /** The connection, or the capture, is over. `cut` where the server's last bytes are missing. */
  end(at: Millis, cut: boolean): readonly (OverheardHttp | OverheardStream)[] {
    if (this.#http !== undefined) return this.#http.end(at, cut);
    if (this.#turns.length === 0) return [];
    const turns = this.#turns.map(({ said, heard, saidAt, heardAt }) => ({
      ...{ said: joined(said), heard: joined(heard) },
      afterMs: said.length === 0 || heard.length === 0 ? 0 : Math.round(heardAt - saidAt),
    }));
    const last = this.#turns.at(-1)!;
    const heardAt = last.heardAt === 0 ? last.saidAt : last.heardAt;
    return [{ over: 'tcp', at: heardAt, client: this.#client, server: this.#server, turns }];
  }

  #begin(by: 'client' | 'server', bytes: Uint8Array): void {
    // handshake (22) of version 3.x; an alert (21) where a side does not want it
    const tls = (bytes[0] === 0x16 || bytes[0] === 0x15) && bytes[1] === 0x03;
    const text = String.fromCharCode(...bytes.subarray(0, 24));
    if (tls) this.is = 'tls';
    else if (by === 'client' ? /^[A-Z]{3,17} [/*h]/.test(text) : /^HTTP\/1\.[01] /.test(text)) {
      this.is = 'http';
      this.#http = new HttpDialogue(this.#client, this.#server);
    } else this.is = this.#wanted ? 'stream' : 'passed-over';
  }

  #note(by: 'client' | 'server', bytes: Uint8Array, at: Millis): void {
    this.#size += bytes.length;
    // beyond any status there is: a picture, a scan
    if (this.#size > MOST_STREAM) return;
    const last = this.#turns.at(-1);
    if (by === 'server') {
      if (last === undefined) this.#turns.push({ said: [], heard: [bytes], saidAt: at, heardAt: at });
      else {
        last.heard.push(bytes);
        last.heardAt = at;
      }
    } else if (last === undefined || last.heard.length > 0)
      this.#turns.push({ said: [bytes], heard: [], saidAt: at, heardAt: 0 });
    else last.said.push(bytes);
  }
}

/** Requests and their answers, in order (RFC 9112 section 9.3.2). */
class HttpDialogue {
  readonly #client: Endpoint;
  readonly #server: Endpoint;
  readonly #requests: { readonly message: HttpMessage; readonly at: Millis }[] = [];
  readonly #asked = new HttpStream('requests', MOST_REQUEST);
  readonly #answered = new HttpStream('answers', MOST_ANSWER, () => this.#requests[0]?.message.first[0] !== 'HEAD');

  constructor(client: Endpoint, server: Endpoint) {
    this.#client = client;
    this.#server = server;
  }

  take(by: 'client' | 'server', bytes: Uint8Array, at: Millis): readonly OverheardHttp[] {
    if (by === 'server') return this.#pair(this.#answered.push(bytes), at);
    for (const message of this.#asked.push(bytes))
      if (this.#requests.length < MOST_OPEN) this.#requests.push({ message, at });
    return [];
  }

  end(at: Millis, cut: boolean): readonly OverheardHttp[] {
    return this.#pair(this.#answered.end(cut), at);
  }

  #pair(answers: readonly HttpMessage[], at: Millis): readonly OverheardHttp[] {
    return answers.flatMap((answer): OverheardHttp[] => {
      const request = this.#requests.shift();
      // an answer to something that was never captured is nobody's; what is too large is no answer of ours
      if (request === undefined || !answer.whole || !request.message.whole) return [];
      const { first, headers, body: asked } = request.message;
      const [method, path] = first;
      const personal = headers['authorization'] !== undefined || headers['cookie'] !== undefined;
      const { 'set-cookie': _, ...kept } = answer.headers;
      return [
        {
          ...{ over: 'http', at, afterMs: Math.max(0, Math.round(at - request.at)) },
          ...{ client: this.#client, server: this.#server, method, path, asked, personal },
          ...{ status: Number(answer.first[0]), headers: kept, answer: answer.body },
        },
      ];
    });
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

const MOST_STREAM = 64 * 1024;
/** What asks is small; a document that is printed is none of ours. */
const MOST_REQUEST = 64 * 1024;
/** IPP answers of 4 MB have been seen. */
const MOST_ANSWER = 8 * 1024 * 1024;
const MOST_OPEN = 64;
