import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { linkTypes } from './capture-packet.ts';
import { IpFragments } from './ip-fragments.ts';
import { decodeIp, type IpPacket } from './ip-packet.ts';
import { decodeTcp, decodeUdp } from './ip-transport.ts';
import { etherTypes, isKnownLink, readLinkFrame } from './link-frame.ts';
import { readAdvertisement, readArp } from './neighbour-packet.ts';

const [a, b] = [Uint8Array.of(192, 0, 2, 1), Uint8Array.of(192, 0, 2, 9)];
const six = (last: number) => Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last);

function ipv4(payload: Uint8Array, { word = 0, options = 0, protocol = 17, id = 7, length = 0 } = {}): Uint8Array {
  const head = 20 + 4 * options;
  const w = new ByteWriter()
    .u8(0x45 + options)
    .u8(0)
    .u16(length || head + payload.length)
    .u16(id)
    .u16(word);
  return w
    .u8(64)
    .u8(protocol)
    .u16(0)
    .octets(a)
    .octets(b)
    .zeros(4 * options)
    .octets(payload)
    .finish();
}

function ipv6(next: number, rest: Uint8Array): Uint8Array {
  return new ByteWriter()
    .u32(0x6000_0000)
    .u16(rest.length)
    .u8(next)
    .u8(64)
    .octets(six(1))
    .octets(six(9))
    .octets(rest)
    .finish();
}

function decoded(bytes: Uint8Array): IpPacket {
  const packet = decodeIp(bytes);
  if (!packet.ok) throw new Error(JSON.stringify(packet.error));
  return packet.value;
}

describe('frames of a link', () => {
  const ip = ipv4(Uint8Array.of(1));
  const word = (...values: number[]) => values.reduce((w, value) => w.u16(value), new ByteWriter()).finish();
  const put = (...parts: readonly Uint8Array[]) => parts.reduce((w, part) => w.octets(part), new ByteWriter()).finish();

  it.each([
    ['Ethernet', linkTypes.ethernet, put(new Uint8Array(12), word(0x0800), ip)],
    ['Ethernet with a VLAN tag', linkTypes.ethernet, put(new Uint8Array(12), word(0x8100, 5, 0x0800), ip)],
    ['Ethernet with two', linkTypes.ethernet, put(new Uint8Array(12), word(0x88a8, 5, 0x8100, 6, 0x0800), ip)],
    ['Linux cooked', linkTypes.linuxCooked, put(new Uint8Array(14), word(0x0800), ip)],
    ['Linux cooked, version 2', linkTypes.linuxCooked2, put(word(0x0800), new Uint8Array(18), ip)],
    ['loopback of BSD', linkTypes.null, put(Uint8Array.of(2, 0, 0, 0), ip)],
    ['loopback of OpenBSD', linkTypes.loop, put(Uint8Array.of(0, 0, 0, 2), ip)],
    ['bare IP', linkTypes.raw, ip],
    ['bare IPv4', linkTypes.ipv4, ip],
  ])('of %s carry their packet', (_, link, bytes) => {
    expect(isKnownLink(link)).toBe(true);
    expect(readLinkFrame(link, bytes)).toEqual({ etherType: etherTypes.ipv4, payload: ip });
  });

  it('of any link, with any bytes, carry something or nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(linkTypes), 127),
        fc.uint8Array({ maxLength: 60 }),
        (link, bytes) => {
          const frame = readLinkFrame(link, bytes);
          if (frame !== undefined) expect(frame.payload.length).toBeLessThanOrEqual(bytes.length);
          expect([true, false]).toContain(decodeIp(bytes).ok);
        },
      ),
    );
    expect(isKnownLink(127)).toBe(false);
  });
});

describe('IP packets', () => {
  it('of version 4 with options, and with padding of the link behind them', () => {
    const packet = ipv4(Uint8Array.of(1, 2, 3), { options: 2 });
    const padded = new ByteWriter().octets(packet).zeros(20).finish();
    expect(decoded(padded)).toEqual({
      family: 4,
      from: '192.0.2.1',
      to: '192.0.2.9',
      protocol: 17,
      payload: Uint8Array.of(1, 2, 3),
    });
  });

  it('of version 6 behind their extension headers', () => {
    const hop = Uint8Array.of(60, 0, 0, 0, 0, 0, 0, 0);
    const options = Uint8Array.of(17, 1, ...new Uint8Array(14));
    const rest = new ByteWriter().octets(hop).octets(options).u8(42).finish();
    expect(decoded(ipv6(0, rest))).toEqual({
      ...{ family: 6, from: '2001:db8::1', to: '2001:db8::9', protocol: 17, payload: Uint8Array.of(42) },
    });
  });

  it('that are cut, or contradict themselves, are errors', () => {
    const whole = ipv4(Uint8Array.of(1, 2, 3));
    for (let length = 0; length < whole.length; length++)
      expect(decodeIp(whole.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
    expect(decodeIp(Uint8Array.of(0x12))).toMatchObject({ error: { code: 'bad-magic' } });
    expect(decodeIp(ipv4(new Uint8Array(), { length: 10 }))).toMatchObject({ error: { code: 'bad-length' } });
  });
});

describe('fragments', () => {
  const payload = Uint8Array.from({ length: 40 }, (_, i) => i);
  const part = (from: number, to: number, id = 7) =>
    decoded(ipv4(payload.subarray(from, to), { word: (from / 8) | (to < 40 ? 0x2000 : 0), id }));
  const parts = [part(0, 16), part(16, 32), part(32, 40)];

  it('in any order, some twice, are one packet', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...parts, ...parts, part(0, 16, 8)], { minLength: 7 }), (order) => {
        const heap = new IpFragments();
        const whole = order.flatMap((one) => heap.take(one) ?? []);
        expect(whole.length).toBeGreaterThan(0);
        for (const one of whole) expect(one).toMatchObject({ protocol: 17, payload });
      }),
    );
  });

  it('of version 6 are one packet as well', () => {
    const heap = new IpFragments();
    const fragment = (from: number, to: number) =>
      decoded(
        ipv6(
          44,
          new ByteWriter()
            .u8(17)
            .u8(0)
            .u16(from | (to < 40 ? 1 : 0))
            .u32(99)
            .octets(payload.subarray(from, to))
            .finish(),
        ),
      );
    expect(heap.take(fragment(16, 40))).toBe(undefined);
    expect(heap.take(fragment(0, 16))).toMatchObject({ family: 6, payload });
  });

  it('that overlap with other bytes are given up, and what is never whole is counted', () => {
    const heap = new IpFragments();
    heap.take(part(0, 16));
    expect(heap.take(decoded(ipv4(new Uint8Array(16), { word: 1 | 0x2000 })))).toBe(undefined);
    heap.take(part(0, 16, 9));
    heap.end();
    expect(heap.lost).toBe(2);
  });

  it('of a flood hold no more than a few', () => {
    const heap = new IpFragments();
    for (let id = 0; id < 5_000; id++) heap.take(part(0, 16, id));
    expect(heap.lost).toBe(5_000 - 256);
  });
});

describe('datagrams and segments', () => {
  it('are read, and any cut of their heads is an error', () => {
    const udp = Uint8Array.of(0x0c, 0xd9, 0, 53, 0, 10, 0, 0, 1, 2);
    expect(decodeUdp(udp)).toEqual({ ok: true, value: { fromPort: 3289, toPort: 53, payload: Uint8Array.of(1, 2) } });
    for (let length = 0; length < udp.length; length++) expect(decodeUdp(udp.subarray(0, length)).ok).toBe(false);
    const tcp = new ByteWriter().u16(80).u16(4000).u32(5).u32(0).u16(0x6012).zeros(6).zeros(4).u8(9).finish();
    expect(decodeTcp(tcp)).toEqual({
      ok: true,
      value: {
        ...{ fromPort: 80, toPort: 4000, sequence: 5, syn: true, ack: true, fin: false, rst: false },
        payload: Uint8Array.of(9),
      },
    });
    for (let length = 0; length < 24; length++) expect(decodeTcp(tcp.subarray(0, length)).ok).toBe(false);
    expect(decodeTcp(tcp.fill(0, 12, 13))).toMatchObject({ error: { code: 'bad-length' } });
  });
});

describe('neighbours', () => {
  const mac = Uint8Array.of(0x64, 0xeb, 0x8c, 0x10, 0x20, 1);
  const arp = new ByteWriter().u32(0x0001_0800).u16(0x0604).u16(2).octets(mac).octets(b).zeros(10).finish();
  const flags = new ByteWriter().u8(136).u8(0).u16(0).u32(0x6000_0000);
  const advertisement = flags.octets(six(9)).u8(14).u8(1).zeros(6).u8(2).u8(1).octets(mac).finish();

  it('say by ARP and by NDP who has an address', () => {
    expect(readArp(arp)).toEqual({ address: '192.0.2.9', mac: '64:eb:8c:10:20:01' });
    expect(readAdvertisement(advertisement)).toEqual({ address: '2001:db8::9', mac: '64:eb:8c:10:20:01' });
  });

  it('that are cut, that probe, or that say something else say nothing', () => {
    for (let length = 0; length < arp.length; length++) expect(readArp(arp.subarray(0, length))).toBe(undefined);
    for (let length = 0; length < advertisement.length; length++)
      expect(readAdvertisement(advertisement.subarray(0, length))).toBe(undefined);
    expect(readArp(arp.slice().fill(0, 14, 18))).toBe(undefined);
    expect(readArp(arp.slice().fill(6, 1, 2))).toBe(undefined);
    expect(readAdvertisement(advertisement.slice().fill(0, 25, 26))).toBe(undefined);
    expect(readAdvertisement(advertisement.slice().fill(135, 0, 1))).toBe(undefined);
  });
});
