import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { encodeText } from '../bytes/text.ts';
import { readCaptureFile } from './capture-file.ts';
import { type CapturedPacket, linkTypes } from './capture-packet.ts';
import { encodePcapng } from './pcapng-encode.ts';

function read(bytes: Uint8Array) {
  const reading = readCaptureFile(bytes)!;
  const packets: CapturedPacket[] = [];
  for (;;) {
    const step = reading.next();
    if (step.done) return { packets, end: step.value };
    packets.push(step.value);
  }
}

const packets: readonly CapturedPacket[] = [
  { at: 1_700_000_000_123.456, link: linkTypes.ethernet, interface: 'eth0', bytes: Uint8Array.of(1, 2, 3) },
  { at: 1_700_000_001_000, link: linkTypes.linuxCooked, bytes: new Uint8Array() },
  { at: 1_700_000_002_000, link: linkTypes.ethernet, interface: 'eth0', bytes: Uint8Array.of(4, 5, 6, 7, 8) },
];

/** A block of the other byte order than ours. */
function little(type: number, body: (w: ByteWriter) => void): Uint8Array {
  const inner = new ByteWriter();
  body(inner);
  inner.zeros(-inner.length & 3);
  const length = inner.length + 12;
  return new ByteWriter().u32Le(type).u32Le(length).octets(inner.finish()).u32Le(length).finish();
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return parts.reduce((w, part) => w.octets(part), new ByteWriter()).finish();
}

const section = little(0x0a0d0d0a, (w) => w.u32Le(0x1a2b3c4d).u16Le(1).u16Le(0).u32Le(0xffffffff).u32Le(0xffffffff));

describe('pcapng files', () => {
  it('that we write hold what was put into them', () => {
    expect(read(encodePcapng(packets))).toEqual({
      packets: packets.map((row) => ({ ...row, at: expect.closeTo(row.at, 3) })),
      end: { is: 'whole' },
    });
  });

  it('of any packets are read as they were written', () => {
    const packet = fc.record({
      at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      link: fc.integer({ min: 0, max: 0xffff }),
      interface: fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !/[\0\ud800-\udfff]/.test(text)),
      bytes: fc.uint8Array({ maxLength: 100 }),
    });
    fc.assert(
      fc.property(fc.array(packet), (rows) => {
        expect(read(encodePcapng(rows)).packets).toEqual(rows);
      }),
    );
  });

  it('cut anywhere are cut files, and hold the packets before the cut', () => {
    const whole = encodePcapng(packets);
    const ends = new Set<number>();
    for (let length = 4; length < whole.length; length++) {
      const { packets: some, end } = read(whole.subarray(0, length));
      // between two blocks there is nothing to be seen
      if (end.is === 'whole') ends.add(length);
      else expect([length, end.is]).toEqual([length, 'cut']);
      expect(some.map(({ bytes }) => bytes)).toEqual(packets.slice(0, some.length).map(({ bytes }) => bytes));
    }
    expect(ends.size).toBe(5);
  });

  it('of the other byte order, with nanoseconds, an offset and blocks of other kinds', () => {
    const file = joined(
      section,
      little(1, (w) => {
        w.u16Le(1).u16Le(0).u32Le(4);
        w.u16Le(2).u16Le(5).octets(encodeText('en0\0\0')).zeros(3);
        w.u16Le(9).u16Le(1).u8(9).zeros(3);
        w.u16Le(14).u16Le(8).u32Le(10).u32Le(0);
        w.u32Le(0);
      }),
      little(5, (w) => w.u32Le(0).u32Le(1).u32Le(2)),
      little(6, (w) => w.u32Le(0).u32Le(0).u32Le(1_500_000).u32Le(2).u32Le(9).octets(Uint8Array.of(7, 8))),
      little(3, (w) => w.u32Le(9).octets(Uint8Array.of(1, 2, 3, 4))),
      little(2, (w) => w.u16Le(0).u16Le(0).u32Le(0).u32Le(3_000_000).u32Le(1).u32Le(1).u8(5)),
    );
    expect(read(file)).toEqual({
      packets: [
        { at: 10_001.5, link: 1, interface: expect.stringMatching(/^en0/), bytes: Uint8Array.of(7, 8) },
        { at: 0, link: 1, interface: expect.anything(), bytes: Uint8Array.of(1, 2, 3, 4) },
        { at: 10_003, link: 1, interface: expect.anything(), bytes: Uint8Array.of(5) },
      ],
      end: { is: 'whole' },
    });
  });

  it('of two sections have the interfaces of each', () => {
    const again = encodePcapng([{ at: 5, link: linkTypes.raw, bytes: Uint8Array.of(9) }]);
    const { packets: all, end } = read(joined(encodePcapng(packets), again));
    expect(end).toEqual({ is: 'whole' });
    expect(all.at(-1)).toEqual({ at: 5, link: linkTypes.raw, bytes: Uint8Array.of(9) });
  });

  it.each([
    ['two lengths of a block that differ', joined(section.subarray(0, section.length - 4), Uint8Array.of(9, 0, 0, 0))],
    [
      'an interface that there is not',
      joined(
        section,
        little(6, (w) => w.zeros(20)),
      ),
    ],
    ['a length that no block has', joined(section, little(6, (w) => w.zeros(20)).fill(0xff, 4, 8))],
    ['a length that is no multiple of four', joined(section, little(6, (w) => w.zeros(20)).fill(0x0d, 4, 5))],
    [
      'a packet longer than its block',
      joined(
        section,
        little(1, (w) => w.u32Le(1).u32Le(0)),
        little(6, (w) => w.zeros(12).u32Le(99).u32Le(99)),
      ),
    ],
    ['no byte order', Uint8Array.of(0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 1, 2, 3, 4)],
  ])('with %s are damaged, and say where', (_, bytes) => {
    const { end } = read(bytes);
    expect(end).toMatchObject({
      is: 'damaged',
      error: { offset: expect.any(Number), field: expect.stringMatching(/./) },
    });
  });
});

describe('classic capture files', () => {
  const head = (magic: number, at = false) => {
    const w = new ByteWriter();
    const [u32, u16] = at
      ? [(n: number) => w.u32Le(n), (n: number) => w.u16Le(n)]
      : [(n: number) => w.u32(n), (n: number) => w.u16(n)];
    u32(magic);
    u16(2);
    u16(4);
    for (const value of [0, 0, 65_535, 0x1000_0001]) u32(value);
    for (const value of [3, 500_000, 2, 60]) u32(value);
    return w.u8(1).u8(2).finish();
  };

  it.each([
    ['microseconds', head(0xa1b2c3d4), 3500],
    ['microseconds, the other byte order', head(0xa1b2c3d4, true), 3500],
    ['nanoseconds', head(0xa1b23c4d), 3000.5],
    ['nanoseconds, the other byte order', head(0xa1b23c4d, true), 3000.5],
  ])('with %s', (_, bytes, at) => {
    expect(read(bytes)).toEqual({ packets: [{ at, link: 1, bytes: Uint8Array.of(1, 2) }], end: { is: 'whole' } });
    expect(read(bytes.subarray(0, bytes.length - 1))).toMatchObject({ packets: [], end: { is: 'cut' } });
  });

  it('with a length that no packet has are damaged', () => {
    const bytes = head(0xa1b2c3d4).fill(0xff, 32, 36);
    expect(read(bytes)).toMatchObject({ packets: [], end: { is: 'damaged', error: { field: 'packet[0].length' } } });
  });
});

describe('bytes of any kind', () => {
  it('are read to an end without a throw', () => {
    const start = fc.constantFrom(section, encodePcapng(packets), Uint8Array.of(0xa1, 0xb2, 0xc3, 0xd4));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), fc.nat(200), (good, noise, at) => {
        const bytes = joined(good, noise);
        // somewhere behind the magic other bytes than there should be
        for (const [i, byte] of noise.subarray(0, 8).entries()) if (4 + at + i < bytes.length) bytes[4 + at + i] = byte;
        expect(read(bytes).end.is).toMatch(/whole|cut|damaged/);
      }),
    );
  });

  it('that begin as neither are no capture', () => {
    for (const text of ['', 'abc', 'GET / HTTP/1.1\r\n', '{"schema":'])
      expect(readCaptureFile(encodeText(text))).toBe(undefined);
  });
});
