import { type CapturedPacket, catalogue, Ear, encodeText, type Told } from '@quietport/core';
import { describe, expect, it } from 'vitest';
// golden packets are taken apart by the codec that their room uses
import { decodeSnmpMessage, encodeSnmpMessage } from '../../packages/core/src/formats/snmp-message.ts';
import { goldenOf } from '../support/golden.ts';
import { httpAnswer, httpRequest, TcpWriter, udpPacket } from '../support/packets.ts';

const client = { address: '192.0.2.1', port: 40_000, transport: 'tcp' as const };
const at = (port: number, transport: 'udp' | 'tcp' = 'tcp') => ({ address: '192.0.2.9', port, transport });

/** What all rooms make of a capture. */
function toldIn(packets: readonly CapturedPacket[]): readonly Told[] {
  const ear = new Ear(() => true);
  const heard = [...packets.flatMap((packet) => ear.take(packet)), ...ear.end()];
  const rooms = catalogue.flatMap(({ overhear }) => overhear?.() ?? []);
  const told = heard.flatMap((one) => rooms.flatMap((room) => room.take(one)));
  return [...told, ...rooms.flatMap((room) => room.end?.() ?? [])].map((row) => row.told);
}

describe('what rooms make of traffic between others', () => {
  const ipp = goldenOf('ipp');
  const request = ipp.find(({ name }) => /request/.test(name))!.bytes;
  const answer = ipp.find(({ name }) => /m2540dn/.test(name))!.bytes;
  const printed = (asked: Uint8Array) => {
    const type = { 'Content-Type': 'application/ipp' };
    const tcp = new TcpWriter(client, at(8631), 1_000).say(
      'client',
      1_000,
      httpRequest('POST', '/ipp/print', type, asked),
    );
    return toldIn(tcp.say('server', 1_001, httpAnswer(200, type, answer)).end(1_002));
  };

  it('IPP on another port than its own proves itself', () => {
    const told = printed(request);
    expect(told.map(({ protocol, from }) => [protocol, from])).toEqual([['ipp', at(8631)]]);
    expect(told[0]?.claims).toContainEqual(expect.objectContaining({ is: 'service', service: 'ipp', port: 8631 }));
  });

  it('answers about jobs are not kept', () => {
    // Get-Jobs
    expect(printed(request.slice().fill(0x0a, 3, 4))).toEqual([]);
  });

  const snmp = goldenOf('snmp').flatMap(({ bytes }) => {
    const decoded = decodeSnmpMessage(bytes);
    return decoded.ok && decoded.value.pdu.is === 'Response' && decoded.value.pdu.errorStatus === 0
      ? [decoded.value]
      : [];
  })[0]!;
  const asker = { ...client, transport: 'udp' as const };

  it('a community that is a password is in no evidence', () => {
    const secret = encodeSnmpMessage({ ...snmp, community: encodeText('hush-hush') });
    const told = toldIn([udpPacket(1, at(161, 'udp'), asker, secret)]);
    expect(told.length).toBeGreaterThan(0);
    for (const { raw } of told) expect(String.fromCharCode(...raw)).not.toContain('hush');
  });

  it('an agent on another port is believed where its question was heard', () => {
    const { pdu } = snmp;
    if (pdu.is === 'other') throw new Error('a response has varbinds');
    const question = encodeSnmpMessage({ ...snmp, pdu: { ...pdu, is: 'GetRequest' } });
    const packets = [
      udpPacket(1, asker, at(20_161, 'udp'), question),
      udpPacket(2, at(20_161, 'udp'), asker, encodeSnmpMessage(snmp)),
    ];
    const rows = (told: readonly Told[]) =>
      told.filter(({ protocol }) => protocol === 'snmp').map(({ from }) => from.port);
    expect(rows(toldIn(packets))).toEqual([20_161]);
    expect(rows(toldIn(packets.slice(1)))).toEqual([]);
  });
});
