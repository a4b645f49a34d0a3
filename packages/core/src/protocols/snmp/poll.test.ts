import { describe, expect, test } from 'vitest';
import { perform } from '../../../../../tests/support/perform.ts';
import type { Answer, Effect } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { decodeSnmpMessage, encodeSnmpMessage, type SnmpRequestPdu } from '../../formats/snmp-message.ts';
import { type Claim, isReported } from '../../model/claim.ts';
import { agentAnswer } from './agent.ts';
import { mibTree } from './mib-tree.ts';
import { pollProbe } from './poll.ts';
import { parseRecording } from './recording.ts';
import { identify } from './talk.ts';

const from = { address: '192.0.2.9', port: 161, transport: 'udp' as const };
const host: HostTarget = {
  address: from.address,
  port: (port) => port,
  leads: [],
  waitMs: 500,
  tries: 2,
  community: 'public',
};

/** An Epson with five inks, a tray and no alert: GETBULK is not for it. */
const PRINTER: Readonly<Record<string, string>> = {
  '1.1.0': '4|EPSON Built-in 11b/g/n Print Server',
  '1.2.0': '6|1.3.6.1.4.1.1248.1.1.2.1.3.5.69.69.80.83.50',
  '1.5.0': '4|EPSON000001',
  '2.2.1.3.1': '2|6',
  '2.2.1.6.1': '4x|0026ab000001',
  '25.3.2.1.2.1': '6|1.3.6.1.2.1.25.3.1.5',
  '25.3.2.1.5.1': '2|2',
  '25.3.5.1.1.1': '2|3',
  '25.3.5.1.2.1': '4x|00',
  '43.5.1.1.17.1': '4|X3B8000001',
  '43.8.2.1.9.1.1': '2|250',
  '43.8.2.1.10.1.1': '2|-3',
  '43.8.2.1.13.1.1': '4|Cassette 1',
  '43.10.2.1.4.1.1': '65|4242',
  ...Object.fromEntries(
    [1, 2, 3, 4, 5].flatMap((row) => [
      [`43.11.1.1.4.1.${row}`, '2|3'],
      [`43.11.1.1.5.1.${row}`, '2|6'],
      [`43.11.1.1.6.1.${row}`, `4|Ink ${row}`],
      [`43.11.1.1.7.1.${row}`, '2|19'],
      [`43.11.1.1.8.1.${row}`, '2|100'],
      [`43.11.1.1.9.1.${row}`, `2|${row * 10}`],
    ]),
  ),
  '43.16.5.1.2.1.1': '4|Ready',
};

type Objects = Readonly<Record<string, string | undefined>>;
type Damage = (answer: Uint8Array, asked: SnmpRequestPdu) => Uint8Array | undefined;

describe('a poll of a known printer', () => {
  test('reads in two packets what a look reads in twenty, and says the same', () => {
    const looked = talked(identify(host), agent(PRINTER));
    const polled = poll(PRINTER, PRINTER);
    expect(looked.sent.length).toBeGreaterThan(15);
    expect(polled.sent.map(({ is }) => is)).toEqual(['GetRequest', 'GetNextRequest']);
    expect(polled.result).toEqual({ is: 'answered' });
    expect(readings(polled.claims)).toEqual(readings(looked.claims));
    expect(readings(polled.claims)).toHaveLength(7);
    expect(polled.claims).toContainEqual(expect.objectContaining({ is: 'state', word: 'idle' }));
    expect(polled.claims).toContainEqual(expect.objectContaining({ is: 'mac', value: '00:26:ab:00:00:01' }));
  });

  test('never asks by GETBULK, and by GETNEXT in mib-2 alone', () => {
    for (const { is, varbinds } of poll(PRINTER, PRINTER).sent) {
      expect(is).not.toBe('GetBulkRequest');
      if (is === 'GetNextRequest') for (const { oid } of varbinds) expect(oid.startsWith('1.3.6.1.2.1.43.')).toBe(true);
    }
  });

  test('can be followed by the next one: its own packets are enough to ask again', () => {
    const first = poll(PRINTER, PRINTER);
    const talk = pollProbe.recall(first.raws)!.talk(host);
    const second = talked(talk, agent({ ...PRINTER, '43.11.1.1.9.1.2': '2|5', '43.10.2.1.4.1.1': '65|4300' }));
    expect(second.sent).toHaveLength(2);
    expect(level(second.claims, '1.2')).toBe(5);
    expect(second.claims).toContainEqual(expect.objectContaining({ is: 'counter', value: 4300 }));
  });

  test('says what the wire says where a counter wraps', () => {
    const before = poll({ ...PRINTER, '43.10.2.1.4.1.1': '65|4294967290' }, { ...PRINTER, '43.10.2.1.4.1.1': '65|7' });
    expect(before.claims).toContainEqual(expect.objectContaining({ is: 'counter', value: 7 }));
  });

  test('hears a new alert, in the same packet that would show none', () => {
    const alert = { '43.18.1.1.2.1.7': '2|3', '43.18.1.1.4.1.7': '2|8', '43.18.1.1.7.1.7': '2|808' };
    const { claims } = poll(PRINTER, { ...PRINTER, ...alert });
    expect(claims).toContainEqual(
      expect.objectContaining({ is: 'alert', row: '1.7', code: 'input-media-supply-empty', severity: 'critical' }),
    );
    // and where there was one, another and its end
    const later = { '43.18.1.1.2.1.9': '2|3', '43.18.1.1.4.1.9': '2|6', '43.18.1.1.7.1.9': '2|3' };
    const next = poll({ ...PRINTER, ...alert }, { ...PRINTER, ...later });
    expect(rows(next.claims, 'alert')).toEqual(['1.9']);
    expect(rows(poll({ ...PRINTER, ...alert }, PRINTER).claims, 'alert')).toEqual([]);
  });

  test('walks a table that has a row more, at its end or between others', () => {
    const more = (row: number) =>
      Object.fromEntries(
        [...'456789'].map((column) => [`43.11.1.1.${column}.1.${row}`, PRINTER[`43.11.1.1.${column}.1.1`]!]),
      );
    const six = poll(PRINTER, { ...PRINTER, ...more(6) });
    expect(rows(six.claims, 'supply')).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5', '1.6']);
    const without = without2(PRINTER);
    expect(rows(poll(without, PRINTER).claims, 'supply')).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5']);
  });

  test('walks a table that has a row less', () => {
    const { claims, result } = poll(PRINTER, without2(PRINTER));
    expect(rows(claims, 'supply')).toEqual(['1.1', '1.3', '1.4', '1.5']);
    expect(result).toEqual({ is: 'answered' });
  });

  test.each([
    ['another serial number', { '43.5.1.1.17.1': '4|X3B8999999' }],
    ['no serial number', { '43.5.1.1.17.1': undefined }],
    ['another sysObjectID', { '1.2.0': '6|1.3.6.1.4.1.11.2.3.9.1' }],
    ['another hardware address', { '2.2.1.6.1': '4x|0026ab000002' }],
  ])('tells nothing of whoever has %s', (_, changes) => {
    const { claims, result, sent } = poll(PRINTER, { ...PRINTER, ...changes });
    expect(result).toEqual({ is: 'answered', differs: true });
    expect(claims).toEqual([]);
    expect(sent).toHaveLength(1);
  });

  test('asks for less where it was too much at once', () => {
    const { claims, sent } = poll(PRINTER, PRINTER, (answer, { requestId, varbinds }) =>
      varbinds.length <= 12 ? answer : failure(requestId, 1),
    );
    expect(rows(claims, 'supply')).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5']);
    expect(sent.at(-1)!.varbinds.length).toBeLessThanOrEqual(12);
  });

  test('asks again for what an answer was cut off', () => {
    const { claims } = poll(PRINTER, PRINTER, (answer) => {
      const { pdu } = read(answer);
      const varbinds = pdu.varbinds.slice(0, 14);
      return encodeSnmpMessage({
        version: 1,
        community: new TextEncoder().encode('public'),
        pdu: { ...pdu, varbinds },
      });
    });
    expect(rows(claims, 'supply')).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5']);
    expect(rows(claims, 'tray')).toEqual(['1.1']);
  });

  test('silence is an outcome; silence in between keeps what was heard', () => {
    expect(poll(PRINTER, PRINTER, () => undefined)).toMatchObject({ result: { is: 'silent' }, claims: [] });
    const { claims, result } = poll(PRINTER, PRINTER, (answer, { is }) => (is === 'GetRequest' ? answer : undefined));
    expect(result).toEqual({ is: 'answered' });
    expect(claims).toContainEqual(expect.objectContaining({ is: 'counter', value: 4242 }));
    expect(rows(claims, 'supply')).toEqual([]);
  });

  test('garbage and answers to others are passed over', () => {
    expect(poll(PRINTER, PRINTER, () => new Uint8Array([0x30, 0x03, 0x02, 0x01, 0x07])).result).toEqual({
      is: 'garbled',
    });
    const { result } = poll(PRINTER, PRINTER, (answer) => {
      const { pdu } = read(answer);
      return encodeSnmpMessage({ version: 1, community: new Uint8Array(), pdu: { ...pdu, requestId: 5 } });
    });
    expect(result).toEqual({ is: 'silent' });
  });

  test('whoever told nothing that says who it is, or was asked as somebody else, is not polled', () => {
    expect(pollProbe.recall([])).toBeUndefined();
    expect(pollProbe.recall([new Uint8Array([1, 2, 3])])).toBeUndefined();
    const { raws } = talked(identify(host), agent(PRINTER));
    const locked = raws.map((bytes) => encodeSnmpMessage({ ...read(bytes), community: new Uint8Array() }));
    expect(pollProbe.recall(locked)).toBeUndefined();
  });
});

function poll(before: Objects, now: Objects, damage?: Damage) {
  const { raws } = talked(identify(host), agent(before));
  return talked(pollProbe.recall(raws)!.talk(host), agent(now, damage));
}

function agent(objects: Objects, damage: Damage = (answer) => answer) {
  const text = Object.entries(objects).flatMap(([tail, value]) =>
    value === undefined ? [] : `1.3.6.1.2.1.${tail}|${value}`,
  );
  const tree = mibTree(parseRecording(text.join('\n')));
  return (asked: Uint8Array): Uint8Array | undefined => {
    const answer = agentAnswer(() => tree, asked);
    return answer === undefined ? undefined : damage(answer, read(asked).pdu);
  };
}

function talked<T>(talk: Parameters<typeof perform<T>>[0], answer: (asked: Uint8Array) => Uint8Array | undefined) {
  const sent: SnmpRequestPdu[] = [];
  let pending: Uint8Array | undefined;
  const world = (effect: Effect): Answer => {
    switch (effect.do) {
      case 'chance':
        return new Uint8Array(effect.count).fill(sent.length);
      case 'send':
        sent.push(read(effect.bytes).pdu);
        pending = answer(effect.bytes);
        return true;
      case 'hear': {
        const bytes = pending;
        pending = undefined;
        return bytes && { from, bytes, leftMs: effect.waitMs };
      }
      default:
        return undefined;
    }
  };
  const { result, told } = perform(talk, world);
  return { result, sent, claims: told.flatMap(({ claims }) => claims), raws: told.map(({ raw }) => raw) };
}

function read(bytes: Uint8Array) {
  const decoded = decodeSnmpMessage(bytes);
  if (!decoded.ok || decoded.value.pdu.is === 'other') throw new Error('no SNMP message of the common form');
  return { ...decoded.value, pdu: decoded.value.pdu };
}

function failure(requestId: number, errorStatus: number): Uint8Array {
  const pdu = { is: 'Response' as const, requestId, errorStatus, errorIndex: 0, varbinds: [] };
  return encodeSnmpMessage({ version: 1, community: new TextEncoder().encode('public'), pdu });
}

function without2(objects: Objects): Objects {
  return Object.fromEntries(Object.entries(objects).filter(([tail]) => !/^43\.11\.1\.1\.\d+\.1\.2$/.test(tail)));
}

/** What is told of each row last, without the places in packets. */
function readings(claims: readonly Claim[]): readonly unknown[] {
  const last = new Map(claims.filter(isReported).map((claim) => [`${claim.is} ${claim.row}`, { ...claim, path: '' }]));
  return [...last].sort(([a], [b]) => (a < b ? -1 : 1));
}

function rows(claims: readonly Claim[], is: Claim['is']): readonly string[] {
  return [...new Set(claims.flatMap((claim) => (isReported(claim) && claim.is === is ? [claim.row] : [])))].sort();
}

function level(claims: readonly Claim[], row: string): number | undefined {
  const claim = claims.findLast((one) => one.is === 'supply' && one.row === row);
  return claim?.is === 'supply' ? claim.raw.level : undefined;
}
