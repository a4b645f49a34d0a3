import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { encodeText } from '../../bytes/text.ts';
import { catalogue } from '../../protocols/catalogue.ts';
import { isNcdp2Frame } from './frame-label.ts';
import type { HeardBytes } from './hint.ts';
import { likenessOf, lookAtBytes } from './look-at-bytes.ts';

const PORT = 3259;
const decoders = catalogue.filter(({ decodes, ports }) => decodes !== false && ports.length > 0);
const peer = { address: '192.0.2.5', port: 40_000, transport: 'udp' } as const;
const own = { address: '192.0.2.1', port: PORT, transport: 'udp' } as const;

function said(messages: readonly Uint8Array[], everyMs = 2_000): readonly HeardBytes[] {
  return messages.map((bytes, i) => ({ at: 1e12 + i * everyMs, from: peer, bytes }));
}

function textsOf(heard: readonly HeardBytes[]): readonly string[] {
  return lookAtBytes(heard, PORT, decoders).map(({ weight, text }) => `${weight}: ${text}`);
}

/** `magic 4 · version 1 · length 2 · counter 4 · text length 1 · text`, in either byte order. */
function frame(count: number, text: string, little = false): Uint8Array {
  const name = encodeText(text);
  const w = new ByteWriter().octets(Uint8Array.of(0x51, 0x37, 0x8a, 0x01, 0x02));
  const length = 5 + name.length;
  if (little) w.u16Le(length).u32Le(count);
  else w.u16(length).u32(count);
  return w.u8(name.length).octets(name).finish();
}

const names = ['kitchen', 'office printer', 'hall', 'x7', 'kitchen', 'upstairs'];

describe('a protocol that nobody knows', () => {
  it('shows its magic, its length, its counter and its texts, and is called unlike anything', () => {
    expect(textsOf(said(names.map((name, i) => frame(1_000 + i, name))))).toEqual([
      'seen: unlike anything that is known here',
      'like: a length at 5, 2 bytes wide (or 1: what is in front is zero), big-endian, that counts the bytes behind it',
      'like: a length at 11, 1 byte wide, that counts the bytes behind it',
      'seen: every message begins with 51378a010200',
      'seen: at 7 there always stands 000003',
      'like: a counter at 7, 4 bytes wide, big-endian, that goes up by 1',
      'seen: text "kitchen" in 2 messages',
      'seen: text "office printer"',
      'seen: text "hall"',
      'seen: text "upstairs"',
      expect.stringMatching(/^seen: 4\.\d\d bits a byte$/),
    ]);
  });

  it('of the other byte order shows them the other way round', () => {
    const texts = textsOf(said(names.map((name, i) => frame(1_000 + i, name, true))));
    expect(texts).toContainEqual(expect.stringMatching(/^like: a length at 5, 2 bytes wide.*little-endian/));
    expect(texts).toContain('like: a counter at 7, 4 bytes wide, little-endian, that goes up by 1');
  });

  it('says where each hint comes from', () => {
    const hints = lookAtBytes(said(names.map((name, i) => frame(1_000 + i, name))), PORT, decoders);
    expect(hints.find(({ kind }) => kind === 'length-field')).toMatchObject({
      because: 'true of all 6 messages, of 5 different lengths',
      messages: [0, 1, 2, 3, 4, 5],
    });
    expect(hints.find(({ text }) => text === 'text "hall"')?.because).toBe(
      'utf-8, 4 bytes at 12 of #3; the number at 11 (1 byte) counts its bytes',
    );
    for (const { because, text } of hints)
      expect([because, text]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
  });

  it('with one message, or messages of one length, has no length', () => {
    expect(textsOf(said([frame(1, 'hall')])).join()).not.toContain('length');
    expect(textsOf(said([frame(1, 'hall'), frame(2, 'bath')])).join()).not.toContain('a length');
  });

  it('whose two messages agree by chance in a byte has no length but a perhaps', () => {
    const [a, b] = [Uint8Array.of(9, 9, 9, 4, 9, 9, 9), Uint8Array.of(9, 9, 9, 6, 9, 9, 9, 9, 9)];
    const hints = textsOf(said([a, b]));
    // they count all but 3: that is from themselves on, and could be chance
    expect(hints).toContain('perhaps: a length at 3, 1 byte wide, that counts the bytes from itself on');
  });

  it('that tells the time shows it', () => {
    const beat = (i: number) =>
      new ByteWriter()
        .u32(0x51000000)
        .u32(1_000_000_000 + 2 * i)
        .u8(i * 77)
        .finish();
    expect(textsOf(said([0, 1, 2, 3].map(beat)))).toContain(
      'like: the time at 4, 4 bytes wide, big-endian: seconds since 1970',
    );
  });

  it('that says the same again shows how often', () => {
    expect(
      textsOf(
        said(
          [1, 2, 3, 4].map(() => frame(7, 'hall')),
          5_000,
        ),
      ),
    ).toContain('seen: the same 16 bytes 4 times, about every 5.00 s');
  });

  it('with a block that stands in it twice shows where', () => {
    const block = encodeText('0123456789');
    const hints = lookAtBytes(said([new ByteWriter().u8(1).octets(block).u8(2).octets(block).finish()]), PORT);
    expect(hints.find(({ kind }) => kind === 'repeat')).toMatchObject({
      text: '10 bytes of #1 stand in it twice',
      because: 'at 1 and at 12',
    });
  });

  it('whose answers repeat a token of the questions shows which', () => {
    const talk = [0x1111, 0x2b2b, 0x3c3c, 0x4d4d].flatMap((token, i): HeardBytes[] => [
      { at: 1_000 * i, from: peer, to: own, bytes: Uint8Array.of(1, 1, token >> 8, token & 0xff, i) },
      {
        at: 1_000 * i + 7 + i,
        from: own,
        to: peer,
        bytes: Uint8Array.of(1, 2, token >> 8, token & 0xff, 0, 0, 99 - i),
      },
    ]);
    const texts = textsOf(talk);
    expect(texts).toContain('perhaps: 4 of 4 messages to the port have an answer, after 7 to 10 ms');
    expect(texts).toContain('like: the answer repeats 2 bytes of the question at 2');
  });

  it('with text in UTF-16 shows it', () => {
    const wide = (text: string, first: 0 | 1) =>
      Uint8Array.from([...encodeText(text)].flatMap((byte) => (first === 0 ? [0, byte] : [byte, 0])));
    for (const [charset, first] of [
      ['utf-16be', 0],
      ['utf-16le', 1],
    ] as const) {
      const hints = lookAtBytes(
        said([
          new ByteWriter()
            .u8(0xff)
            .octets(wide('Küche'.replace('ü', 'u'), first))
            .u8(0xff)
            .finish(),
        ]),
        PORT,
      );
      expect(hints.find(({ kind }) => kind === 'text')).toMatchObject({
        text: 'text "Kuche"',
        because: expect.stringContaining(`${charset}, 10 bytes at 1`),
      });
    }
  });
});

describe('bytes that remind of something', () => {
  it.each(['enpc', 'snmp', 'ipp', 'wsd', 'ssdp', 'slp', 'scan', 'pjlink', 'netbios'])(
    '%s is known by its own decoder',
    (room) => {
      const title = catalogue.find(({ id }) => id === room)!.title;
      const [packet] = goldenOf(room).filter(({ bytes }) => bytes.length >= 12);
      expect(likenessOf(packet!.bytes, decoders)).toContainEqual({
        what: title,
        weight: 'like',
        because: expect.stringContaining(`the decoder of ${room} takes all ${packet!.bytes.length} bytes`),
      });
    },
  );

  it.each([
    ['a TLS record with a handshake message of type 1', 'like', [0x16, 3, 1, 0, 4, 1, 0, 0, 0]],
    ['a TLS record', 'perhaps', [0x17, 3, 3, 0, 9, 1, 2, 3]],
    ['HTTP/1.1', 'like', 'GET /a HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['RTSP/1.0', 'like', 'OPTIONS * RTSP/1.0\r\n\r\n'],
    ['XML', 'like', '<?xml version="1.0"?><a/>'],
    ['XML', 'like', '<a:b x="1">y</a:b>'],
    ['JSON', 'like', '{"a":[1,2]}'],
    ['CBOR', 'like', [0xa2, 0x61, 0x61, 0x01, 0x61, 0x62, 0x02]],
    ['CBOR behind a head of 3 bytes', 'like', [9, 9, 9, 0xa2, 0x61, 0x61, 0x01, 0x61, 0x62, 0x02]],
    ['ASN.1 (BER or DER)', 'like', [0x30, 0x0b, 0x02, 0x01, 0x05, 0x30, 0x06, 0x04, 0x01, 0x41, 0x02, 0x01, 0x07]],
    ['a print job in PJL', 'like', '\x1b%-12345X@PJL\r\n'],
    ['a print job in ESC/POS or ESC/P', 'perhaps', '\x1b@hello'],
    ['a real-time command of ESC/POS', 'perhaps', '\x10\x04\x01'],
    ['PDF', 'like', '%PDF-1.7\n'],
    ['SSH', 'like', 'SSH-2.0-x\r\n'],
  ] as const)('%s: %s', (what, weight, packet) => {
    const bytes =
      typeof packet === 'string' ? Uint8Array.from(packet, (sign) => sign.charCodeAt(0)) : Uint8Array.from(packet);
    expect(likenessOf(bytes)).toContainEqual({ what, weight, because: expect.stringMatching(/./) });
  });

  it('is not what is built otherwise', () => {
    for (const bytes of [
      Uint8Array.of(0x16, 3, 9, 0, 4, 1, 0, 0, 0),
      encodeText('GET a HTTP\r\n'),
      encodeText('< 5 and more'),
      encodeText('{"a":'),
      Uint8Array.of(0xa2, 0x61, 0x61, 0x01, 0x61, 0x62),
      Uint8Array.of(0xa1, 0x61, 0xff, 0x01),
      Uint8Array.of(0x30, 0x0b, 0x02, 0x01, 0x05),
    ])
      expect(likenessOf(bytes)).toEqual([]);
  });

  it('is a decoder’s only where it does not take the same bytes in any order', () => {
    const anything = {
      id: 'anything',
      title: 'Anything',
      describe: () => ({ ok: true, value: 1, fields: [] }) as const,
    };
    expect(likenessOf(frame(1, 'hall'), [anything])).toEqual([]);
  });

  it('on 3259 is NCDP/2 where it is a whole frame of the open profile, and nothing else is', () => {
    const whole = new ByteWriter()
      .octets(encodeText('NCDP2P'))
      .octets(Uint8Array.of(0xff, 0xff, 0, 0, 0, 0, 0, 1, 0xa0))
      .finish();
    expect(isNcdp2Frame(whole)).toBe(true);
    expect(likenessOf(whole)[0]).toMatchObject({ what: 'a frame of the NCDP/2 open profile', weight: 'like' });
    for (let length = 0; length < whole.length; length++) expect(isNcdp2Frame(whole.subarray(0, length))).toBe(false);
    expect(isNcdp2Frame(whole.with(5, 0x58))).toBe(false);
    expect(isNcdp2Frame(whole.with(4, 0x31))).toBe(false);
    expect(isNcdp2Frame(frame(1, 'hall'))).toBe(false);
  });
});

describe('bytes of any kind', () => {
  const anywhere = fc.record({
    at: fc.nat(100_000),
    from: fc.constantFrom(peer, own),
    to: fc.constantFrom(own, peer),
    bytes: fc.uint8Array({ maxLength: 200 }),
  });

  it('give hints about messages that there are, and never a throw', () => {
    fc.assert(
      fc.property(fc.array(anywhere, { maxLength: 12 }), (heard) => {
        for (const { messages, text, because } of lookAtBytes(heard, PORT, decoders)) {
          expect(messages.every((place) => place in heard)).toBe(true);
          expect(text.length * because.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of chance have no length and no counter that is more than a perhaps', () => {
    const messages = fc.array(fc.uint8Array({ minLength: 8, maxLength: 64 }), { minLength: 4, maxLength: 8 });
    let sure = 0;
    fc.assert(
      fc.property(messages, (all) => {
        const hints = lookAtBytes(said(all), PORT);
        if (new Set(all.map(String)).size === all.length)
          sure += hints.filter(({ kind, weight }) => weight === 'like' && /length|counter|time/.test(kind)).length;
      }),
      { numRuns: 200, seed: 11 },
    );
    // fast-check's bytes lean towards zeros and likenesses: a chance hit is rare, not unheard of
    expect(sure).toBeLessThan(10);
  });

  it.each([
    ['zeros', () => 0],
    ['one letter', () => 0x41],
    ['a staircase', (i: number) => (i * 7) & 0xff],
    ['text of two bytes', (i: number) => (i % 2 ? 0 : 0x41)],
    ['brackets', () => 0x3c],
    ['SEQUENCEs', () => 0x30],
    ['CBOR arrays', () => 0x9f],
    ['CBOR arrays of one', () => 0x81],
  ])('are looked at in bounded time: 1 MiB of %s', (_, byteAt) => {
    const big = Uint8Array.from({ length: 1024 * 1024 }, (_, i) => byteAt(i));
    const pieces = Array.from({ length: 1_000 }, (_, i) => big.subarray(i * 1_000, (i + 1) * 1_000));
    const began = performance.now();
    expect(lookAtBytes(said([big]), PORT, decoders).length).toBeGreaterThan(0);
    expect(lookAtBytes(said(pieces), PORT, decoders).length).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('that nobody sent give no hint', () => {
    expect(lookAtBytes([], PORT)).toEqual([]);
    expect(lookAtBytes([{ at: 1, from: peer, bytes: new Uint8Array() }], PORT)).toEqual([]);
  });
});
