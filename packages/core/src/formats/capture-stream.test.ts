import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { type CapturedPacket, linkTypes, MOST_PACKET } from './capture-packet.ts';
import { CaptureStream } from './capture-stream.ts';
import { encodePcapng } from './pcapng-encode.ts';

const packets: readonly CapturedPacket[] = [
  { at: 1_700_000_000_123, link: linkTypes.ethernet, interface: 'eth0', bytes: Uint8Array.of(1, 2, 3) },
  { at: 1_700_000_001_000, link: linkTypes.raw, interface: 'lo', bytes: Uint8Array.of(4, 5, 6, 7, 8) },
  { at: 1_700_000_002_000, link: linkTypes.ethernet, interface: 'eth0', bytes: new Uint8Array(3000).fill(9) },
];

/** The classic form, little-endian, as tcpdump writes it on most machines. */
function pcap(little: boolean): Uint8Array {
  const w = new ByteWriter();
  const u32 = (value: number) => (little ? w.u32Le(value) : w.u32(value));
  u32(0xa1b2c3d4);
  if (little) w.u16Le(2).u16Le(4);
  else w.u16(2).u16(4);
  for (const value of [0, 0, 262_144, linkTypes.ethernet]) u32(value);
  for (const { at, bytes } of packets) {
    for (const value of [Math.floor(at / 1000), (at % 1000) * 1000, bytes.length, bytes.length]) u32(value);
    w.octets(bytes);
  }
  return w.finish();
}

function pushed(
  file: Uint8Array,
  cuts: readonly number[],
): { readonly packets: CapturedPacket[]; readonly damaged: boolean } {
  const stream = new CaptureStream();
  const ends = [...new Set([...cuts.map((cut) => cut % (file.length + 1)), file.length])].sort((a, b) => a - b);
  const all = ends.flatMap((end, i) => [...stream.push(file.subarray(ends[i - 1] ?? 0, end))]);
  return { packets: all, damaged: stream.damaged };
}

const cuts = fc.array(fc.nat(5_000), { maxLength: 30 });

describe('a capture that is still being written', () => {
  it('gives each packet once it is whole, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(cuts, (at) => {
        expect(pushed(encodePcapng(packets), at)).toEqual({ packets, damaged: false });
        for (const little of [true, false])
          expect(pushed(pcap(little), at)).toEqual({
            packets: packets.map(({ at: when, bytes }) => ({ at: when, link: linkTypes.ethernet, bytes })),
            damaged: false,
          });
      }),
      { numRuns: 100 },
    );
  });

  it('gives a packet as soon as its last byte is there', () => {
    const stream = new CaptureStream();
    const file = encodePcapng(packets.slice(0, 1));
    expect(stream.push(file.subarray(0, file.length - 1))).toEqual([]);
    expect(stream.push(file.subarray(file.length - 1))).toEqual(packets.slice(0, 1));
  });

  it('with a new section has the interfaces of that one', () => {
    const again = encodePcapng([{ at: 5, link: linkTypes.raw, bytes: Uint8Array.of(9) }]);
    const both = Uint8Array.from([...encodePcapng(packets), ...again]);
    expect(pushed(both, [100, 200]).packets.at(-1)).toEqual({ at: 5, link: linkTypes.raw, bytes: Uint8Array.of(9) });
  });

  it('that is none, or breaks off into nonsense, is damaged and gives nothing more', () => {
    expect(pushed(new TextEncoder().encode('tcpdump: no suitable device'), [])).toEqual({ packets: [], damaged: true });
    const broken = encodePcapng(packets);
    broken.set([0xff, 0xff, 0xff, 0xff], 32);
    expect(pushed(broken, [])).toEqual({ packets: [], damaged: true });
    const huge = new ByteWriter()
      .octets(encodePcapng([]))
      .u32(6)
      .u32(MOST_PACKET * 2)
      .zeros(64)
      .finish();
    expect(pushed(huge, []).damaged).toBe(true);
  });

  it('of any bytes is read without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), cuts, fc.boolean(), (noise, at, begins) => {
        const file = begins ? Uint8Array.from([...encodePcapng(packets.slice(0, 2)), ...noise]) : noise;
        expect(pushed(file, at).packets.length).toBeLessThanOrEqual(40);
      }),
    );
  });
});
