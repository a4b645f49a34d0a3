import { describe, expect, test } from 'vitest';
import { perform } from '../../../../../tests/support/perform.ts';
import { encodeText } from '../../bytes/text.ts';
import type { Answer, Effect, Heard } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { EPSON_TUNNEL } from '../../formats/epson-tunnel.ts';
import { isWithin } from '../../formats/oid.ts';
import {
  decodeSnmpMessage,
  encodeSnmpMessage,
  type SnmpMessage,
  type SnmpRequestPdu,
} from '../../formats/snmp-message.ts';
import { snmpVersionOf } from '../../formats/snmp-v3-message.ts';
import type { SnmpValue, Varbind } from '../../formats/snmp-varbind.ts';
import type { Claim } from '../../model/claim.ts';
import { agentAnswer } from './agent.ts';
import { requestIdOf } from './ask.ts';
import { type MibTree, mibTree } from './mib-tree.ts';
import { sweep } from './sweep.ts';
import { discover, identify } from './talk.ts';

const host: HostTarget = {
  address: '192.0.2.9',
  port: (standard) => standard,
  leads: [],
  waitMs: 500,
  tries: 3,
  community: 'public',
};

describe('asking one host', () => {
  test('a host that is silent is asked as often as allowed, in both versions, and left', () => {
    const { result, effects, told } = perform(identify(host), quiet);
    expect(result).toEqual({ is: 'silent' });
    expect(sent(effects).map(({ version }) => version)).toEqual([0, 1, 0]);
    expect(effects.filter((effect) => effect.do === 'send')).toHaveLength(4);
    expect(told).toEqual([]);
  });

  test('nothing is waited for where nothing may leave', () => {
    const { result, effects } = perform(identify(host), (effect) => (effect.do === 'send' ? false : quiet(effect)));
    expect(result).toEqual({ is: 'unreachable' });
    expect(effects.some((effect) => effect.do === 'hear')).toBe(false);
  });

  test('what others send, and what answers nobody, is not taken for an answer', () => {
    const stranger = agentOf(tree, (heard) => [{ ...heard, from: { ...heard.from, address: '192.0.2.66' } }]);
    expect(perform(identify(host), stranger)).toMatchObject({ result: { is: 'silent' }, told: [] });
    const guesser = agentOf(tree, (heard, response) => [{ ...heard, bytes: reencoded(response, { requestId: 7 }) }]);
    expect(perform(identify(host), guesser)).toMatchObject({ result: { is: 'silent' }, told: [] });
    const garbler = agentOf(tree, (heard) => [{ ...heard, bytes: encodeText('hello') }]);
    expect(perform(identify(host), garbler)).toMatchObject({ result: { is: 'garbled' }, told: [] });
  });

  test('a late answer to an earlier question is told, and does not stand for the present one', () => {
    let kept: Heard | undefined;
    const late = agentOf(tree, (heard) => {
      const before = kept;
      kept = heard;
      return before === undefined ? [] : [before, heard];
    });
    const { result, told, effects } = perform(identify(host), late);
    expect(result).toEqual({ is: 'answered' });
    expect(told[0]?.claims.map((claim) => 'value' in claim && claim.value)).toContain('works-5');
    expect(sent(effects)).not.toHaveLength(0);
  });

  test('the model and the state of the printer come from the row that is one', () => {
    const { told } = perform(identify(host), agentOf(tree));
    const claims = told.flatMap((one) => one.claims);
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'model', value: 'Works 5', basis: 'told' }));
    expect(claims).not.toContainEqual(expect.objectContaining({ value: 'A disk' }));
    expect(claims).toContainEqual(
      expect.objectContaining({ is: 'state', word: 'idle', reasons: ['media-low-warning'] }),
    );
    expect(macsIn(claims)).toEqual(['02:00:5e:10:00:01']);
  });

  test('the hardware addresses of all interfaces stand in one packet, in both versions', () => {
    const three = ['1', '2', '3'].flatMap((index) => [
      { oid: `1.3.6.1.2.1.2.2.1.3.${index}`, value: number(6) },
      { oid: `1.3.6.1.2.1.2.2.1.6.${index}`, value: octets(2, 0, 0x5e, 0x10, 0, Number(index)) },
    ]);
    const served = mibTree([...three, ...printer.filter(({ oid }) => !oid.startsWith('1.3.6.1.2.1.2.'))]);
    for (const version of [0, 1]) {
      const agent = agentOf(served, (heard, response) => (response.version > version ? [] : [heard]));
      const last = perform(identify(host), agent).told.findLast(({ claims }) => macsIn(claims).length > 0);
      expect(macsIn(last?.claims ?? [])).toEqual(['02:00:5e:10:00:01', '02:00:5e:10:00:02', '02:00:5e:10:00:03']);
    }
  });

  test('an agent that fails every GETBULK is walked step by step', () => {
    const failing = agentOf(tree, (heard, response, request) =>
      request.is === 'GetBulkRequest'
        ? [{ ...heard, bytes: reencoded(response, { errorStatus: 5, varbinds: [] }) }]
        : [heard],
    );
    const { told } = perform(identify(host), failing);
    expect(told.flatMap(({ claims }) => claims)).toContainEqual(
      expect.objectContaining({ fact: 'model', value: 'Works 5' }),
    );
  });

  test.each<[string, (request: SnmpRequestPdu, count: number) => readonly Varbind[]]>([
    ['repeats a name', ({ varbinds }) => varbinds.map(() => ({ oid: '1.3.6.1.2.1.25.3.2.1.2.5', value: text('x') }))],
    [
      'goes backwards',
      ({ varbinds }, n) => varbinds.map(({ oid }) => ({ oid: `${column(oid)}.${1000 - n}`, value: text('x') })),
    ],
    ['never ends', ({ varbinds }, n) => varbinds.map(({ oid }) => ({ oid: `${column(oid)}.${n}`, value: text('x') }))],
    [
      'floods a bulk answer',
      ({ varbinds }, n) =>
        Array.from({ length: 900 }, (_, i) => ({
          oid: `${column(varbinds[i % varbinds.length]!.oid)}.${n * 900 + i}`,
          value: text('x'),
        })),
    ],
    ['says nothing', () => []],
  ])('a walk through an agent that %s ends', (_, next) => {
    let count = 0;
    const liar = agentOf(tree, (heard, response, request) =>
      request.is === 'GetRequest'
        ? [heard]
        : [{ ...heard, bytes: reencoded(response, { varbinds: next(request, ++count) }) }],
    );
    const { result, effects } = perform(identify(host), liar);
    expect(result).toEqual({ is: 'answered' });
    expect(sent(effects).length).toBeLessThan(60);
  });

  test('an agent of version 1 that names the wrong error index is asked one by one', () => {
    const sloppy = agentOf(tree, (heard, response, request) => {
      if (response.version === 1) return [];
      const missing = request.varbinds.some(({ oid }) => tree.get(oid) === undefined);
      if (request.is !== 'GetRequest' || !missing) return [heard];
      return [{ ...heard, bytes: reencoded(response, { errorStatus: 2, errorIndex: 99, varbinds: request.varbinds }) }];
    });
    const { told } = perform(identify(host), sloppy);
    expect(told.flatMap(({ claims }) => claims)).toContainEqual(
      expect.objectContaining({ fact: 'serial', value: 'EX-000042' }),
    );
  });
});

describe('the tunnel of an Epson', () => {
  const inTunnel = `${EPSON_TUNNEL}.1.1.2.1.114.119.1.0.0`;

  test('a walk that is led to its edge stops, and nothing is ever asked inside', () => {
    for (const shown of [true, false]) {
      const led = agentOf(mibTree(epson(shown)), (heard, response, request) =>
        request.is === 'GetRequest'
          ? [heard]
          : [
              {
                ...heard,
                bytes: reencoded(response, {
                  varbinds: request.varbinds.map(() => ({ oid: inTunnel, value: text('x') })),
                }),
              },
            ],
      );
      const { result, effects } = perform(identify(host), led);
      expect(result).toEqual({ is: 'answered' });
      for (const { pdu } of sent(effects)) {
        for (const { oid } of pdu.varbinds) {
          expect(isWithin(EPSON_TUNNEL, oid)).toBe(false);
          if (pdu.is !== 'GetRequest') expect(isWithin('1.3.6.1.2.1', oid)).toBe(true);
        }
      }
    }
  });

  test('an Epson, and whoever hides what it is, is never sent a GETBULK', () => {
    for (const shown of [true, false]) {
      const { effects } = perform(identify(host), agentOf(mibTree(epson(shown))));
      expect(sent(effects).map(({ pdu }) => pdu.is)).not.toContain('GetBulkRequest');
    }
    const { effects } = perform(identify(host), agentOf(tree));
    expect(sent(effects).map(({ pdu }) => pdu.is)).toContain('GetBulkRequest');
  });
});

describe('asking a segment', () => {
  const segment = {
    interface: 'eth0',
    family: 4 as const,
    targets: [{ address: '192.0.2.255', port: 161, transport: 'udp' as const }],
    patienceMs: 1000,
    community: 'public',
    own: [],
  };

  test('everybody who answers is told once, though asked twice', () => {
    const two = agentOf(tree, (heard) => [heard, { ...heard, from: { ...heard.from, address: '192.0.2.10' } }]);
    const { result, told, effects } = perform(discover(segment), two);
    expect(result).toEqual({ is: 'answered' });
    expect(told.map(({ from }) => from.address)).toEqual(['192.0.2.9', '192.0.2.10']);
    expect(sent(effects)).toHaveLength(2);
    for (const { pdu } of sent(effects))
      expect(pdu.varbinds.every(({ oid }) => isWithin('1.3.6.1.2.1.1', oid))).toBe(true);
  });

  test('a quiet segment is silent, one that cannot be reached says so', () => {
    expect(perform(discover(segment), quiet).result).toEqual({ is: 'silent' });
    expect(perform(discover({ ...segment, targets: [] }), quiet).result).toEqual({ is: 'unreachable' });
  });
});

describe('the sweep', () => {
  test('the token comes back as a positive request id of full length', () => {
    for (const token of [Uint8Array.of(0, 0, 0, 0), Uint8Array.of(255, 255, 255, 255), Uint8Array.of(128, 1, 2, 3)]) {
      expect(requestIdOf(token)).toBeGreaterThan(0);
      expect(sweep.packet('public', token).length).toBe(sweep.packet('public', Uint8Array.of(1, 2, 3, 4)).length);
    }
  });

  test('the packet is the GET of the system group, whatever the community', () => {
    for (const community of ['public', 'x'.repeat(200), '', 'public']) {
      const { pdu, ...head } = read(sweep.packet(community, Uint8Array.of(0x81, 2, 3, 4)));
      expect(head).toEqual({ version: 0, community: encodeText(community) });
      expect(pdu).toMatchObject({ is: 'GetRequest', requestId: 0x4102_0304, errorStatus: 0, errorIndex: 0 });
      expect(pdu.varbinds.map(({ oid }) => oid)).toEqual(['1', '2', '5'].map((tail) => `1.3.6.1.2.1.1.${tail}.0`));
    }
  });

  test('an answer counts for the token that asked, and for no other', () => {
    const token = Uint8Array.of(9, 8, 7, 6);
    const [heard] = replies(tree, sweep.packet('public', token));
    const datagram = { from: { address: '192.0.2.9', port: 161, transport: 'udp' as const }, bytes: heard! };
    expect(sweep.read(datagram, token)?.claims).toContainEqual(
      expect.objectContaining({ fact: 'name', value: 'works-5' }),
    );
    expect(sweep.read(datagram, Uint8Array.of(9, 8, 7, 5))).toBeUndefined();
    expect(sweep.read({ ...datagram, bytes: sweep.packet('public', token) }, token)).toBeUndefined();
  });
});

function text(value: string): SnmpValue {
  return { type: 'OctetString', value: encodeText(value) };
}

function octets(...value: number[]): SnmpValue {
  return { type: 'OctetString', value: Uint8Array.from(value) };
}

function macsIn(claims: readonly Claim[]): readonly string[] {
  return [...new Set(claims.flatMap((claim) => (claim.is === 'mac' ? [claim.value] : [])))];
}

function oidValue(value: string): SnmpValue {
  return { type: 'ObjectIdentifier', value };
}

function number(value: number): SnmpValue {
  return { type: 'Integer32', value };
}

/** Two devices, the second of which prints; two interfaces, the first of which is a loopback. */
const printer: readonly Varbind[] = Object.entries<SnmpValue>({
  '1.1.1.0': text('Example Printing Works 5'),
  '1.1.2.0': oidValue('1.3.6.1.4.1.32473.1'),
  '1.1.5.0': text('works-5'),
  '1.1.6.0': text('Room 5'),
  '1.2.2.1.3.1': number(24),
  '1.2.2.1.3.2': number(6),
  '1.2.2.1.6.1': text('loop00'),
  '1.2.2.1.6.2': octets(2, 0, 0x5e, 0x10, 0, 1),
  '1.25.3.2.1.2.1': oidValue('1.3.6.1.2.1.25.3.1.6'),
  '1.25.3.2.1.2.7': oidValue('1.3.6.1.2.1.25.3.1.5'),
  '1.25.3.2.1.3.1': text('A disk'),
  '1.25.3.2.1.3.7': text('Works 5'),
  '1.25.3.2.1.5.7': number(3),
  '1.25.3.5.1.1.7': number(3),
  '1.25.3.5.1.2.7': octets(0x80),
  '1.43.5.1.1.17.1': text('EX-000042'),
}).map(([tail, value]) => ({ oid: `1.3.6.1.2.${tail}`, value }));
const tree: MibTree = mibTree(printer);

function epson(shown: boolean): readonly Varbind[] {
  return printer.flatMap(({ oid, value }) => {
    if (oid === '1.3.6.1.2.1.1.2.0')
      return shown ? [{ oid, value: oidValue('1.3.6.1.4.1.1248.1.1.2.1.3.5.69.69.80.83.50') }] : [];
    return [{ oid, value }];
  });
}

function quiet(effect: Effect): Answer {
  return effect.do === 'chance' ? new Uint8Array(effect.count) : effect.do === 'send' ? true : undefined;
}

/** An agent behind a wire: `deliver` says what becomes of each answer, by default that it arrives. */
function agentOf(
  served: MibTree,
  deliver: (heard: Heard, response: SnmpMessage, request: SnmpRequestPdu) => readonly Heard[] = (heard) => [heard],
): (effect: Effect) => Answer {
  const waiting: Heard[] = [];
  let rolled = 0;
  return (effect) => {
    if (effect.do === 'chance') return Uint8Array.of(1, 2, 3, ++rolled);
    if (effect.do === 'hear') return waiting.shift();
    if (effect.do !== 'send') return undefined;
    if (snmpVersionOf(effect.bytes) === 3) return true;
    const request = read(effect.bytes);
    for (const bytes of replies(served, effect.bytes)) {
      const heard = { from: { address: host.address, port: 161, transport: 'udp' as const }, bytes, leftMs: 100 };
      waiting.push(...deliver(heard, read(bytes), request.pdu));
    }
    return true;
  };
}

function replies(served: MibTree, bytes: Uint8Array): readonly Uint8Array[] {
  const response = agentAnswer(publicOf(served), bytes);
  return response === undefined ? [] : [response];
}

function sent(effects: readonly Effect[]): readonly (SnmpMessage & { pdu: SnmpRequestPdu })[] {
  const packets = effects.flatMap((effect) => (effect.do === 'send' ? [effect.bytes] : []));
  return packets.filter((bytes) => snmpVersionOf(bytes) !== 3).map(read);
}

function read(bytes: Uint8Array): SnmpMessage & { pdu: SnmpRequestPdu } {
  const decoded = decodeSnmpMessage(bytes);
  if (!decoded.ok || decoded.value.pdu.is === 'other') throw new Error('no message of the common form');
  return { ...decoded.value, pdu: decoded.value.pdu };
}

function reencoded(message: SnmpMessage, changes: Partial<SnmpRequestPdu>): Uint8Array {
  if (message.pdu.is === 'other') throw new Error('a PDU of the common form');
  return encodeSnmpMessage({ ...message, pdu: { ...message.pdu, ...changes } });
}

function column(oid: string): string {
  const columns = ['1.3.6.1.2.1.25.3.2.1.2', '1.3.6.1.2.1.25.3.2.1.3', '1.3.6.1.2.1.25.3.2.1.4', '1.3.6.1.2.1.2.2.1.3'];
  return columns.find((one) => isWithin(one, oid)) ?? '1.3.6.1.2.1.4.20.1.1';
}

function publicOf(objects: MibTree): (community: string) => MibTree | undefined {
  return (community) => (community === 'public' ? objects : undefined);
}
