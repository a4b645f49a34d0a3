import { describe, expect, it } from 'vitest';
import { httpAnswer, httpRequest, TcpWriter, tcpPacket } from '../../../../../tests/support/packets.ts';
import { encodeText } from '../../bytes/text.ts';
import type { CapturedPacket } from '../../formats/capture-packet.ts';
import { Ear } from './overhear.ts';

const client = { address: '192.0.2.1', port: 40_000, transport: 'tcp' as const };
const at = (port: number, transport: 'udp' | 'tcp' = 'tcp') => ({ address: '192.0.2.9', port, transport });
const nothing = new Uint8Array();

function heardIn(packets: readonly CapturedPacket[], wanted: readonly number[] = []) {
  const ear = new Ear((port) => wanted.includes(port));
  const heard = [...packets.flatMap((packet) => ear.take(packet)), ...ear.end()];
  return { heard, counts: ear.counts };
}

const get = (path: string) => httpRequest('GET', path, {}, nothing);
const page = (text: string) => httpAnswer(200, { 'Content-Type': 'text/html' }, encodeText(text));

describe('connections of a capture', () => {
  it('hold their exchanges one behind the other, with who served them and how long it took', () => {
    const tcp = new TcpWriter(client, at(80), 1_000, 10);
    tcp.say('client', 1_000, get('/a')).say('server', 1_020, page('one'));
    tcp.say('client', 1_100, get('/b')).say('server', 1_150, page('two'));
    const { heard, counts } = heardIn(tcp.end(1_200));
    expect(heard).toMatchObject([
      { over: 'http', at: 1_020, afterMs: 20, server: at(80), method: 'GET', path: '/a', answer: encodeText('one') },
      { over: 'http', at: 1_150, afterMs: 50, client, path: '/b', status: 200, answer: encodeText('two') },
    ]);
    expect(counts).toMatchObject({ broken: 0, tls: 0, cut: 0 });
  });

  it('hold no cookies, and say where somebody had logged in', () => {
    const asked = httpRequest('GET', '/a', { Authorization: 'Basic YTpi' }, nothing);
    const answer = httpAnswer(200, { 'Set-Cookie': 'session=1', Server: 'x' }, nothing);
    const tcp = new TcpWriter(client, at(80), 1_000).say('client', 1_000, asked).say('server', 1_001, answer);
    const { heard } = heardIn(tcp.say('client', 1_002, get('/b')).say('server', 1_003, answer).end(1_004));
    expect(heard).toMatchObject([
      { path: '/a', personal: true, headers: { server: 'x' } },
      { path: '/b', personal: false },
    ]);
    expect(JSON.stringify(heard)).not.toContain('session');
  });

  it('of which a piece of the answer is missing are counted as cut, and told up to there', () => {
    const tcp = new TcpWriter(client, at(80), 1_000, 40);
    tcp.say('client', 1_000, get('/a')).say('server', 1_001, page('one'));
    const before = tcp.packets.length;
    tcp.say('client', 1_002, get('/b')).say('server', 1_003, page('two'.repeat(40)));
    const lost = [...tcp.end(1_004)].filter((_, i) => i !== before + 3);
    const { heard, counts } = heardIn(lost);
    expect(heard).toMatchObject([{ path: '/a' }]);
    expect(counts.cut).toBe(1);
  });

  it('on the ports of an earlier one are connections of their own', () => {
    const one = new TcpWriter(client, at(80), 1_000, 1460, 1_000)
      .say('client', 1_000, get('/a'))
      .say('server', 1_001, page('one'));
    const two = new TcpWriter(client, at(80), 2_000, 1460, 900_000)
      .say('client', 2_000, get('/b'))
      .say('server', 2_001, page('two'));
    const { heard } = heardIn([...one.packets, ...two.end(3_000)]);
    expect(heard.map((row) => row.over === 'http' && row.path)).toEqual(['/a', '/b']);
  });

  it('that were open before the capture began have their server at the lower port', () => {
    const tcp = new TcpWriter(client, at(631), 1_000).say('client', 1_000, get('/a')).say('server', 1_001, page('one'));
    expect(heardIn(tcp.end(1_002).slice(2)).heard).toMatchObject([{ server: at(631), path: '/a' }]);
  });

  it('that are encrypted are counted, and nothing else', () => {
    const tcp = new TcpWriter(client, at(443), 1_000).say('client', 1_000, Uint8Array.of(0x16, 3, 1, 0, 1, 1));
    tcp.say('server', 1_001, Uint8Array.of(0x16, 3, 3, 0, 1, 2));
    expect(heardIn(tcp.end(1_002), [443])).toMatchObject({ heard: [], counts: { tls: 1 } });
  });

  it('to a print port are not read, whatever they hold: a job is nobody else’s', () => {
    const tcp = new TcpWriter(client, at(9100), 1_000)
      .say('client', 1_000, get('/secret'))
      .say('server', 1_001, page('x'));
    expect(heardIn(tcp.end(1_002), [9100]).heard).toEqual([]);
  });

  it('of other protocols are told turn by turn, and only where somebody speaks there', () => {
    const tcp = new TcpWriter(client, at(4352), 1_000, 3).say('server', 1_000, encodeText('PJLINK 0\r'));
    tcp.say('client', 1_010, encodeText('%1NAME ?\r')).say('server', 1_030, encodeText('%1NAME=Hall\r'));
    const turns = [
      { said: nothing, heard: encodeText('PJLINK 0\r'), afterMs: 0 },
      { said: encodeText('%1NAME ?\r'), heard: encodeText('%1NAME=Hall\r'), afterMs: 20 },
    ];
    const packets = tcp.end(1_040);
    expect(heardIn(packets, [4352]).heard).toEqual([{ over: 'tcp', at: 1_030, client, server: at(4352), turns }]);
    expect(heardIn(packets).heard).toEqual([]);
  });

  it('that are refused tell nothing', () => {
    const refused = [
      tcpPacket(1, client, at(80), 5, nothing, { syn: true, ack: false }),
      tcpPacket(2, at(80), client, 0, nothing, { rst: true }),
    ];
    expect(heardIn(refused)).toMatchObject({ heard: [], counts: { cut: 0 } });
  });
});
