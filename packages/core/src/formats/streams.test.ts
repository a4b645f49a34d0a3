import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { decodeText, encodeText } from '../bytes/text.ts';
import { type HttpMessage, HttpStream } from './http-stream.ts';
import type { TcpSegment } from './ip-transport.ts';
import { TcpOrder } from './tcp-order.ts';

const START = 0xffff_fff0;

function segment(offset: number, payload: Uint8Array, flags: Partial<TcpSegment> = {}): TcpSegment {
  const sequence = (START + offset) >>> 0;
  return { fromPort: 80, toPort: 4000, sequence, syn: false, ack: true, fin: false, rst: false, payload, ...flags };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.reduce((w, part) => w.octets(part), new ByteWriter()).finish();
}

describe('one direction of a TCP connection', () => {
  const text = encodeText('what was said, from the first byte to the last, over the end of the sequence numbers');
  const piece = (from: number, to: number) => segment(1 + from, text.subarray(from, to));
  const syn = segment(0, new Uint8Array(), { syn: true });

  it('is the same however its segments overlap, repeat and come out of order', () => {
    const cut = fc
      .tuple(fc.nat(text.length), fc.nat(text.length))
      .map(([x, y]) => piece(Math.min(x, y), Math.max(x, y)));
    const covering = [0, 20, 40, 60].map((from) => piece(from, Math.min(from + 25, text.length)));
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 10 }), fc.infiniteStream(fc.nat()), (extra, order) => {
        const segments = [...covering, ...extra]
          .map((one) => [order.next().value as number, one] as const)
          .sort(([x], [y]) => x - y);
        const stream = new TcpOrder();
        stream.take(syn);
        expect(decodeText(joined(segments.flatMap(([, one]) => stream.take(one))))).toBe(decodeText(text));
        expect(stream.cut).toBe(false);
      }),
    );
  });

  it('in which a piece is missing is cut there', () => {
    const stream = new TcpOrder();
    const heard = [syn, piece(0, 10), piece(20, 30)].flatMap((one) => stream.take(one));
    expect(joined(heard)).toEqual(text.subarray(0, 10));
    stream.end();
    expect(stream.cut).toBe(true);
  });

  it('that never gets what it waits for holds a few megabytes at most', () => {
    const stream = new TcpOrder();
    stream.take(syn);
    const large = new Uint8Array(60_000);
    let count = 0;
    while (!stream.cut && count < 1_000) stream.take(segment(1_000 + 60_000 * count++, large));
    expect(count).toBeLessThan(100);
    expect(stream.take(piece(0, 80))).toEqual([]);
  });

  it('whose beginning was not captured begins where it is met, and ends with its FIN', () => {
    const stream = new TcpOrder();
    expect(joined(stream.take(piece(30, 40)))).toEqual(text.subarray(30, 40));
    expect(stream.ended).toBe(false);
    stream.take(segment(41, new Uint8Array(), { fin: true }));
    expect(stream.ended).toBe(true);
  });
});

/** Feeds a stream in pieces of so many bytes. */
function messages(stream: HttpStream, text: string, size: number): HttpMessage[] {
  const bytes = encodeText(text);
  const found: HttpMessage[] = [];
  for (let at = 0; at < bytes.length; at += size) found.push(...stream.push(bytes.subarray(at, at + size)));
  return found;
}

const bodies = (found: readonly HttpMessage[]) => found.map(({ first, body }) => [...first, decodeText(body)]);

describe('HTTP messages of a connection', () => {
  const answers =
    'HTTP/1.1 100 Continue\r\n\r\n' +
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nX-A: 2\r\n\r\nhello' +
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nTrail: er\r\n\r\n' +
    'HTTP/1.1 204 No Content\r\n\r\n' +
    'HTTP/1.0 200 OK\n\nto the end';

  it.each([1, 2, 7, 1460])('come whole in pieces of %i bytes, whatever tells their length', (size) => {
    const stream = new HttpStream('answers', 1_000);
    const found = messages(stream, answers, size);
    expect(bodies([...found, ...stream.end()])).toEqual([
      ['200', 'OK', 'hello'],
      ['200', 'OK', 'abc0123456789abcdef'],
      ['204', 'No Content', ''],
      ['200', 'OK', 'to the end'],
    ]);
    expect(found[0]?.headers['x-a']).toBe('1, 2');
  });

  it('until the close are none where the last bytes are missing', () => {
    const stream = new HttpStream('answers', 1_000);
    messages(stream, 'HTTP/1.1 200 OK\r\n\r\nto the', 1460);
    expect(stream.end(true)).toEqual([]);
  });

  it('that answer a HEAD have no body, whatever length they name', () => {
    const asked = ['HEAD', 'GET'];
    const stream = new HttpStream('answers', 1_000, () => asked.shift() !== 'HEAD');
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'.repeat(2);
    expect(bodies(messages(stream, `${text}hello`, 3))).toEqual([
      ['200', 'OK', ''],
      ['200', 'OK', 'hello'],
    ]);
  });

  it('of requests, one behind the other', () => {
    const text = 'POST /ipp HTTP/1.1\r\nContent-Length: 2\r\n\r\nab\r\nGET /x?y HTTP/1.1\r\nHost: a\r\n\r\n';
    expect(bodies(messages(new HttpStream('requests', 1_000), text, 4))).toEqual([
      ['POST', '/ipp', 'ab'],
      ['GET', '/x?y', ''],
    ]);
  });

  it('that are too large are told without their body, and the next one is whole', () => {
    const stream = new HttpStream('answers', 4);
    const text = `HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx`;
    expect(messages(stream, text, 5).map(({ whole, body }) => [whole, body.length])).toEqual([
      [false, 0],
      [true, 1],
    ]);
  });

  it.each([
    ['another protocol', '\x16\x03\x01 hello\n'],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\n\r\nother words\r\n\r\n'],
  ])('end at %s', (_, text) => {
    const stream = new HttpStream('answers', 1_000);
    expect(messages(stream, text, 1460)).toEqual([]);
    expect(stream.over).toBe(true);
  });

  it('are read from any bytes without a throw', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...answers.match(/.{1,9}/gs)!.map(encodeText))),
        ),
        (parts) => {
          const stream = new HttpStream('answers', 100);
          const found = [...parts.flatMap((part) => stream.push(part)), ...stream.end()];
          for (const { body } of found) expect(body.length).toBeLessThanOrEqual(100);
        },
      ),
    );
  });
});
