import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TcpWriter, udpPacket } from '../../../../../tests/support/packets.ts';
import { encodeText } from '../../bytes/text.ts';
import { linkTypes } from '../../formats/capture-packet.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { EventPackets } from './event-packets.ts';
import { PortEar } from './port-ear.ts';
import type { PortEvent } from './port-event.ts';

const PORT = 3259;
const own = new Set(['192.0.2.1', 'fe80::1%eth0']);
const us = { address: '192.0.2.1', port: PORT, transport: 'tcp' } as const;
const them = { address: '192.0.2.9', port: 40_000, transport: 'tcp' } as const;
const udp = ({ address, port }: Endpoint): Endpoint => ({ address, port, transport: 'udp' });

function heard(packets: readonly Parameters<PortEar['take']>[0][]): readonly PortEvent[] {
  const ear = new PortEar(PORT, own);
  return packets.flatMap((packet) => ear.take(packet));
}

const words = ({ what, way, bytes }: PortEvent) => [what, way, new TextDecoder().decode(bytes)];

describe('packets of a tap', () => {
  it('are datagrams to and from the port, each with its way', () => {
    const [other, here] = [udp({ ...them, address: '192.0.2.7' }), udp(us)];
    const packets = [
      udpPacket(1, udp(them), here, encodeText('in')),
      udpPacket(2, here, udp(them), encodeText('out')),
      udpPacket(3, udp(them), { ...other, port: PORT }, encodeText('past')),
      udpPacket(4, udp(them), { ...other, port: 3260 }, encodeText('not ours')),
    ];
    expect(heard(packets).map(words)).toEqual([
      ['datagram', 'in', 'in'],
      ['datagram', 'out', 'out'],
      ['datagram', undefined, 'past'],
    ]);
    expect(heard(packets)[0]).toMatchObject({ at: 1, from: udp(them), to: udp(us), interface: 'eth0' });
  });

  it('are connections whose bytes come in order and once', () => {
    const tcp = new TcpWriter(them, us, 1, 4)
      .say('client', 2, encodeText('question'))
      .say('server', 3, encodeText('answer'));
    const all = [...tcp.end(4)];
    // what comes late, and what comes twice
    const shuffled = [...all.slice(0, 2), all[3]!, all[2]!, all[2]!, ...all.slice(4)];
    expect(heard(shuffled).map(words)).toEqual([
      ['connect', 'in', ''],
      ['piece', 'in', 'ques'],
      ['piece', 'in', 'tion'],
      ['piece', 'out', 'answ'],
      ['piece', 'out', 'er'],
      ['end', 'out', ''],
      ['end', 'in', ''],
    ]);
  });

  it('that are broken are counted, and nothing is thrown', () => {
    const ear = new PortEar(PORT, own);
    const whole = udpPacket(1, udp(them), udp(us), encodeText('hello'));
    for (let length = 0; length < whole.bytes.length; length++)
      expect(ear.take({ ...whole, bytes: whole.bytes.subarray(0, length) })).toEqual([]);
    expect(ear.broken).toBeGreaterThan(0);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 120 }),
        fc.constantFrom(...Object.values(linkTypes), 999),
        (bytes, link) => {
          for (const event of ear.take({ at: 1, link, bytes })) expect(event.bytes.length).toBeLessThan(120);
        },
      ),
    );
  });
});

describe('what sockets told, made into packets', () => {
  const event = fc.record({
    what: fc.constant('datagram' as const),
    at: fc.nat(1e9),
    from: fc.record({
      address: fc.constantFrom('192.0.2.9', '2001:db8::9'),
      port: fc.integer({ min: 1, max: 65_535 }),
      transport: fc.constant('udp' as const),
    }),
    interface: fc.constant('eth0'),
    bytes: fc.uint8Array({ maxLength: 300 }),
    way: fc.constant('in' as const),
  });

  it('are the same again when they are read, the unknown receiver unspecified', () => {
    fc.assert(
      fc.property(event, (one) => {
        const [again] = heard(new EventPackets(PORT).of(one));
        const to = { address: one.from.address.includes(':') ? '::' : '0.0.0.0', port: PORT, transport: 'udp' };
        const { way: _, ...rest } = one;
        expect(again).toEqual({ ...rest, to });
      }),
    );
  });

  it('are a connection in order, a long piece in several packets', () => {
    const made = new EventPackets(PORT);
    const long = Uint8Array.from({ length: 70_000 }, (_, i) => i);
    const base = { from: them, to: us, interface: 'eth0', way: 'in' } as const;
    const events: readonly PortEvent[] = [
      { ...base, what: 'connect', at: 1, bytes: new Uint8Array() },
      { ...base, what: 'piece', at: 2, bytes: long },
      { ...base, what: 'piece', at: 3, bytes: encodeText('last') },
      { ...base, what: 'end', at: 4, bytes: new Uint8Array() },
    ];
    const again = heard(events.flatMap((one) => made.of(one)));
    expect(again.map(({ what }) => what)).toEqual(['connect', 'piece', 'piece', 'piece', 'piece', 'end']);
    expect(Buffer.concat(again.map(({ bytes }) => bytes))).toEqual(Buffer.concat([long, encodeText('last')]));
  });
});
