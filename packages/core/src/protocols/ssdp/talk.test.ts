import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import type { Conversation, Ending } from '../../contracts/conversation.ts';
import type { HttpOutcome } from '../../contracts/network.ts';
import type { HostTarget, Lead, Segment } from '../../contracts/protocol.ts';
import { DEVICE } from './codec.ts';
import { discover, listen, readDescription } from './talk.ts';

const [byebye, response] = goldenOf('ssdp').map(({ bytes }) => bytes) as [Uint8Array, Uint8Array];
const segment: Segment = {
  ...{ interface: 'eth0', family: 4, patienceMs: 4000, own: [], community: 'public' },
  targets: [{ address: '239.255.255.250', port: 1900, transport: 'udp' }],
};
const changed = (from: string | RegExp, to: string, bytes = response) =>
  encodeText(decodeText(bytes).replaceAll(new RegExp(from, 'g'), to));

function run(talk: Conversation<Ending>, packets: readonly Uint8Array[], sends = true) {
  const asked: string[] = [];
  const waiting = [...packets];
  const done = perform(
    talk,
    (effect) => {
      if (effect.do === 'send') {
        asked.push(decodeText(effect.bytes));
        return sends;
      }
      if (effect.do !== 'hear') throw new Error(`unexpected ${effect.do}`);
      const bytes = waiting.shift();
      return bytes && { from: { address: '192.0.2.9', port: 1900, transport: 'udp' }, bytes, leftMs: effect.waitMs };
    },
    50_000,
  );
  return { ...done, asked };
}

describe('searching a segment', () => {
  it('asks for printers and scanners, twice, and for nothing else', () => {
    const { asked, result } = run(discover(segment), []);
    const wanted = asked.map((text) => /\nST: (.*)\r\n/.exec(text)?.[1]?.split(':')[3]);
    expect(wanted).toEqual(['Printer', 'Scanner', 'Printer', 'Scanner']);
    expect(asked[0]).toContain('HOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\n');
    expect(result).toEqual({ is: 'silent' });
    expect(run(discover(segment), [], false).result).toEqual({ is: 'unreachable' });
  });

  it('tells each answer once, with how long it holds', () => {
    const { told, result } = run(discover(segment), [response, response, encodeText('garbage')]);
    expect(told).toMatchObject([{ protocol: 'ssdp', raw: response, validForMs: 1_800_000 }]);
    expect(result).toEqual({ is: 'answered' });
  });

  it('tells nothing of what is no printer and no scanner, and of no announcement', () => {
    const tv = changed('device:Printer:1', 'device:MediaRenderer:1');
    expect(run(discover(segment), [tv, changed('Printer:1', 'Printer'), byebye]).told).toEqual([]);
  });

  it('is bounded by host', () => {
    const flood = [...Array(5_000).keys()].map((i) => changed('8c102001', i.toString(16).padStart(8, '0')));
    expect(run(discover(segment), flood).told).toHaveLength(16);
  });
});

describe('listening', () => {
  it('hears who comes and who goes', () => {
    const alive = changed('ssdp:byebye', 'ssdp:alive\r\nLOCATION: http://192.0.2.9/d.xml', byebye);
    const { told, result } = run(listen(), [alive, byebye, response]);
    expect(told.map(({ validForMs, claims }) => [validForMs, claims.some(({ is }) => is === 'service')])).toEqual([
      [undefined, true],
      [0, false],
    ]);
    expect(result).toEqual({ is: 'silent' });
  });
});

describe('reading a description', () => {
  const lead: Lead = { service: 'upnp', port: 80, transport: 'tcp', resource: 'd.xml' };
  const host = (leads: readonly Lead[]): HostTarget => ({
    ...{ address: '192.0.2.9', leads, waitMs: 250, tries: 3, community: 'public' },
    port: (standard) => standard,
  });
  const served = (status: number, text: string): HttpOutcome => ({
    is: 'answered',
    response: {
      ...{ from: { address: '192.0.2.9', port: 80, transport: 'tcp' }, status, headers: {} },
      body: encodeText(text),
    },
  });
  const read = (leads: readonly Lead[], outcome: HttpOutcome) => {
    const asked: string[] = [];
    const done = perform(readDescription(host(leads)), (effect) => {
      if (effect.do !== 'http') throw new Error(`unexpected ${effect.do}`);
      asked.push(`${effect.request.method} ${effect.request.url}`);
      return outcome;
    });
    return { ...done, asked };
  };

  it('asks where the host said that it stands', () => {
    const { asked, told, result } = read([lead], served(200, `<root xmlns="${DEVICE}"><device/></root>`));
    expect(asked).toEqual(['GET http://192.0.2.9:80/d.xml']);
    expect(told[0]?.claims).toEqual([{ is: 'service', ...lead, path: 'root' }]);
    expect(result).toEqual({ is: 'answered' });
    expect(read([{ ...lead, service: 'upnps', port: 443 }], { is: 'silent' }).asked).toEqual([
      'GET https://192.0.2.9:443/d.xml',
    ]);
  });

  it.each([
    ['no lead', [], { is: 'silent' }, 'silent'],
    ['a page', [lead], served(200, '<html/>'), 'garbled'],
    ['an error', [lead], served(500, ''), 'garbled'],
    ['too much', [lead], { is: 'too-large' }, 'garbled'],
    ['refusal', [lead], { is: 'refused' }, 'refused'],
  ] as const)('%s is an outcome', (_, leads, outcome, is) => {
    const { result, told } = read(leads, outcome);
    expect(result).toEqual({ is });
    expect(told).toEqual([]);
  });
});
