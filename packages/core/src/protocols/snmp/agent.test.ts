import { describe, expect, test } from 'vitest';
import { encodeText } from '../../bytes/text.ts';
import type { VirtualDevice } from '../../contracts/virtual-device.ts';
import { EPSON_TUNNEL } from '../../formats/epson-tunnel.ts';
import {
  decodeSnmpMessage,
  encodeSnmpMessage,
  type SnmpPduName,
  type SnmpRequestPdu,
} from '../../formats/snmp-message.ts';
import { type SnmpValue, unspecified } from '../../formats/snmp-varbind.ts';
import { agentAnswer } from './agent.ts';
import { answers } from './answers.ts';
import { claimsOf } from './claims.ts';
import { type MibTree, mibTree } from './mib-tree.ts';
import { parseRecording } from './recording.ts';

const tree = mibTree(
  parseRecording(
    [
      '1.3.6.1.2.1.2.2.1.10.2|65|20',
      '1.3.6.1.2.1.2.2.1.10.10|65|100',
      '.1.3.6.1.2.1.1.1.0|4|Text with | in it',
      '1.3.6.1.2.1.1.1.0|4|a second of the same name',
      '1.3.6.1.2.1.1.2.0|6|.1.3.6.1.4.1.32473',
      '1.3.6.1.2.1.2.2.1.6.1|4x|00005E005301',
      '1.3.6.1.2.1.4.20.1.1.192.0.2.9|64x|c0000209',
      '1.3.6.1.2.1.31.1.1.1.6.1|70|18446744073709551615',
      '1.3.6.1.2.1.43.5.1.1.17.1|4|',
      `${EPSON_TUNNEL}.1.1.2.1.114.119.1.0.0|4x|0072773a3b0c`,
      'no row at all',
      '1.3.6.1.9|4x|odd',
    ].join('\n'),
  ),
);

describe('a virtual agent', () => {
  test('GET in version 2c answers part by part', () => {
    const { errorStatus, varbinds } = ask(1, 'GetRequest', ['1.3.6.1.2.1.1.1.0', '1.3.6.1.2.1.1.1.9', '1.3.6.1.7.1'])!;
    expect(errorStatus).toBe(0);
    expect(varbinds.map(({ value }) => value)).toEqual([
      { type: 'OctetString', value: encodeText('Text with | in it') },
      { type: 'noSuchInstance', value: null },
      { type: 'noSuchObject', value: null },
    ]);
  });

  test('GET in version 1 answers all or names what is missing', () => {
    const missing = ask(0, 'GetRequest', ['1.3.6.1.2.1.1.1.0', '1.3.6.1.2.1.1.1.9']);
    expect(missing).toMatchObject({
      errorStatus: 2,
      errorIndex: 2,
      varbinds: [{ value: unspecified }, { value: unspecified }],
    });
  });

  test('a 64-bit counter does not exist for version 1, neither by name nor in a walk', () => {
    const counter = '1.3.6.1.2.1.31.1.1.1.6';
    expect(ask(1, 'GetRequest', [`${counter}.1`])?.varbinds[0]?.value).toEqual({
      type: 'Counter64',
      value: 2n ** 64n - 1n,
    });
    expect(ask(0, 'GetRequest', [`${counter}.1`])).toMatchObject({ errorStatus: 2, errorIndex: 1 });
    expect(ask(0, 'GetNextRequest', [counter])?.varbinds[0]?.oid).toBe('1.3.6.1.2.1.43.5.1.1.17.1');
  });

  test('a walk goes by numbers, not by letters, and ends', () => {
    expect(ask(1, 'GetNextRequest', ['1.3.6.1.2.1.2.2.1.10.2'])?.varbinds[0]?.oid).toBe('1.3.6.1.2.1.2.2.1.10.10');
    expect(ask(1, 'GetNextRequest', ['1.3.6.1.2.1.43.5.1.1.17.1'])?.varbinds[0]?.value.type).toBe('endOfMibView');
    expect(ask(0, 'GetNextRequest', ['1.3.6.1.2.1.43.5.1.1.17.1'])).toMatchObject({ errorStatus: 2, errorIndex: 1 });
  });

  test('GETBULK repeats what it is told to repeat, and no further than the end', () => {
    const bulk = ask(1, 'GetBulkRequest', ['1.3.6.1.2.1.1.1', '1.3.6.1.2.1.2.2.1.10', '1.3.6.1.2.1.43'], [1, 3])!;
    expect(bulk.varbinds.map(({ oid, value }) => `${oid} ${value.type}`)).toEqual([
      '1.3.6.1.2.1.1.1.0 OctetString',
      '1.3.6.1.2.1.2.2.1.10.2 Counter32',
      '1.3.6.1.2.1.43.5.1.1.17.1 OctetString',
      '1.3.6.1.2.1.2.2.1.10.10 Counter32',
      '1.3.6.1.2.1.43.5.1.1.17.1 endOfMibView',
      '1.3.6.1.2.1.4.20.1.1.192.0.2.9 IpAddress',
      '1.3.6.1.2.1.43.5.1.1.17.1 endOfMibView',
    ]);
    expect(ask(0, 'GetBulkRequest', ['1.3.6.1.2.1.1.1'], [0, 3])).toBeUndefined();
    expect(ask(1, 'GetBulkRequest', ['1.3.6.1.2.1.1.1'], [-5, -5])?.varbinds).toEqual([]);
  });

  test('no answer is longer than 1,400 bytes or 64 varbinds', () => {
    const rows = Array.from({ length: 200 }, (_, i) => `1.3.6.1.2.1.1.9.1.3.${i}|4|${'x'.repeat(i < 100 ? 4 : 400)}`);
    const large = mibTree(parseRecording(rows.join('\n')));
    for (const from of ['1.3.6.1.2.1.1.9', '1.3.6.1.2.1.1.9.1.3.99']) {
      const bulk = request(1, 'GetBulkRequest', [from], [0, 2_000_000_000]);
      const bytes = agentAnswer(publicOf(large), bulk)!;
      expect(bytes.length).toBeLessThanOrEqual(1400);
      const { varbinds } = responseIn(bytes);
      expect(varbinds.length).toBeGreaterThan(2);
      expect(varbinds.length).toBeLessThanOrEqual(64);
    }
    const names = Array.from({ length: 10 }, (_, i) => `1.3.6.1.2.1.1.9.1.3.${100 + i}`);
    for (const version of [0, 1] as const) {
      const bytes = agentAnswer(publicOf(large), request(version, 'GetRequest', names))!;
      expect(responseIn(bytes).errorStatus).toBe(1);
      expect(bytes.length).toBeLessThanOrEqual(1400);
    }
    expect(ask(1, 'GetRequest', new Array<string>(65).fill('1.3.6.1.2.1.1.1.0'))?.errorStatus).toBe(1);
  });

  test('nothing can be written', () => {
    expect(ask(0, 'SetRequest', ['1.3.6.1.2.1.1.1.0'])).toMatchObject({ errorStatus: 2, errorIndex: 1 });
    expect(ask(1, 'SetRequest', ['1.3.6.1.2.1.1.1.0'])).toMatchObject({ errorStatus: 17, errorIndex: 1 });
  });

  test('another community, no request and no message at all are met with silence', () => {
    const good = request(1, 'GetRequest', ['1.3.6.1.2.1.1.1.0']);
    expect(agentAnswer(publicOf(tree), good)).toBeDefined();
    expect(agentAnswer(publicOf(tree), good, true)).toBeUndefined();
    expect(agentAnswer(publicOf(tree), request(1, 'GetRequest', [], [0, 0], 'private'))).toBeUndefined();
    expect(agentAnswer(publicOf(tree), request(1, 'Response', []))).toBeUndefined();
    expect(agentAnswer(publicOf(tree), good.subarray(0, 20))).toBeUndefined();
  });

  test('in the tunnel there is what only reads, whatever else the recording held', () => {
    const inside = (tail: string) => `${EPSON_TUNNEL}.1.1.2.1.${tail}`;
    const recording = ['115.116.1.0.1', '114.119.1.0.0'].map((tail) => `${inside(tail)}|4x|00`).join('\n');
    expect(parseRecording(recording).map(({ oid }) => oid)).toEqual([inside('115.116.1.0.1')]);
  });
});

describe('a virtual device without a recording', () => {
  const claimsOn = (device: VirtualDevice, ...oids: string[]) => {
    const [agent] = answers(device);
    if (agent?.on !== 'udp') throw new Error('an agent answers datagrams');
    expect(agent).toMatchObject({ port: 161, broadcast: true, groups: [] });
    const from = { address: '192.0.2.1', port: 40000, transport: 'udp' as const };
    const [reply] = agent.answer({ from, bytes: request(1, 'GetRequest', oids) });
    const message = decodeSnmpMessage(reply!.bytes);
    return message.ok ? claimsOf(message.value) : [];
  };
  const system = ['1.3.6.1.2.1.1.1.0', '1.3.6.1.2.1.1.2.0', '1.3.6.1.2.1.1.5.0', '1.3.6.1.2.1.1.6.0'];
  const row = ['2', '3', '4', '5'].map((c) => `1.3.6.1.2.1.25.3.2.1.${c}.1`);
  const state = ['1.3.6.1.2.1.25.3.5.1.1.1', '1.3.6.1.2.1.25.3.5.1.2.1'];

  test('an Epson is one by every object that real ones have', () => {
    expect(claimsOn(epson, ...system)).toContainEqual(expect.objectContaining({ fact: 'make', value: 'EPSON' }));
    const claims = claimsOn(
      epson,
      ...row,
      ...state,
      '1.3.6.1.4.1.1248.1.2.2.1.1.1.1.1',
      '1.3.6.1.4.1.1248.1.1.3.1.1.5.0',
      '1.3.6.1.2.1.43.5.1.1.17.1',
    );
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'kind', value: 'printer', basis: 'told' }));
    expect(claims).toContainEqual(
      expect.objectContaining({ fact: 'model', value: 'ET-0042 Series', path: 'varbind[6].epson-device-id' }),
    );
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'serial', value: 'X42' }));
    expect(claims).toContainEqual(expect.objectContaining({ is: 'mac', value: '00:00:48:00:53:01' }));
    expect(claims).toContainEqual(
      expect.objectContaining({ is: 'state', word: 'idle', reasons: ['media-low-warning'] }),
    );
  });

  test.each([
    ['stopped', ['media-empty-error'], 'stopped', ['media-empty-error']],
    ['processing', [], 'processing', []],
    ['asleep', [], 'asleep', []],
  ] as const)('what is %s reads as %s', (doing, stateReasons, word, reasons) => {
    const claims = claimsOn({ ...epson, state: doing, stateReasons }, ...row, ...state);
    expect(claims).toContainEqual(expect.objectContaining({ is: 'state', word, reasons }));
  });

  test.each([
    ['scanner', 'scanner'],
    ['projector', 'projector'],
  ] as const)('an Epson %s is a %s and no printer', (kind, word) => {
    const kinds = claimsOn({ ...epson, kind }, ...system, ...row).flatMap((claim) =>
      claim.is === 'fact' && claim.fact === 'kind' ? [claim.value] : [],
    );
    expect(new Set(kinds)).toEqual(new Set([word]));
  });

  test('another maker has its own number and no Epson objects', () => {
    const brother = { ...epson, make: 'Brother', model: 'HL-42' };
    expect(claimsOn(brother, ...system)).toContainEqual(
      expect.objectContaining({ value: 'Brother', path: 'varbind[1].sysObjectID.0' }),
    );
    expect(claimsOn(brother, '1.3.6.1.4.1.1248.1.2.2.1.1.1.1.1')).toEqual([]);
    expect(claimsOn(brother, ...row)).toContainEqual(
      expect.objectContaining({ fact: 'model', value: 'Brother HL-42' }),
    );
  });
});

const epson: VirtualDevice = {
  id: 'et',
  kind: 'mfp',
  make: 'EPSON',
  model: 'ET-0042',
  serial: 'X42',
  uuid: '',
  mac: '00:00:48:00:53:01',
  firmware: '1.0',
  name: 'Office',
  hostname: 'EPSON005301',
  location: 'Room 42',
  deviceId: 'MFG:EPSON;CMD:ESCPL2,BDC;MDL:ET-0042 Series;CLS:PRINTER;DES:EPSON ET-0042 Series;',
  address: '192.0.2.42',
  prefixLength: 24,
  gateway: '192.0.2.1',
  state: 'idle',
  stateReasons: ['media-low'],
  supplies: [{ name: 'Black', kind: 'ink', colorant: 'black', rgb: '#000000', level: 42 }],
  impressions: 4242,
  speaks: ['snmp'],
  quirks: {},
  recordings: {},
  port: (standard) => standard,
};

function request(
  version: 0 | 1,
  is: SnmpPduName,
  oids: readonly string[],
  [errorStatus, errorIndex]: readonly [number, number] = [0, 0],
  community = 'public',
): Uint8Array {
  const value: SnmpValue = unspecified;
  const varbinds = oids.map((oid) => ({ oid, value }));
  return encodeSnmpMessage({
    version,
    community: encodeText(community),
    pdu: { is, requestId: 42, errorStatus, errorIndex, varbinds },
  });
}

function ask(
  version: 0 | 1,
  is: SnmpPduName,
  oids: readonly string[],
  bulk: readonly [number, number] = [0, 0],
): SnmpRequestPdu | undefined {
  const bytes = agentAnswer(publicOf(tree), request(version, is, oids, bulk));
  return bytes && responseIn(bytes);
}

function responseIn(bytes: Uint8Array): SnmpRequestPdu {
  const decoded = decodeSnmpMessage(bytes);
  if (!decoded.ok || decoded.value.pdu.is !== 'Response') throw new Error('a response');
  expect(decoded.value.pdu.requestId).toBe(42);
  return decoded.value.pdu;
}

function publicOf(objects: MibTree): (community: string) => MibTree | undefined {
  return (community) => (community === 'public' ? objects : undefined);
}
