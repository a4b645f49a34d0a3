import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EPSON_TUNNEL } from '../../formats/epson-tunnel.ts';
import type { SnmpPduName } from '../../formats/snmp-message.ts';
import { unspecified } from '../../formats/snmp-varbind.ts';
import { mayLeave } from './guard.ts';

const printer = { sysObjectId: '1.3.6.1.4.1.11.2.3.9.1', sysDescr: 'HP ETHERNET MULTI-ENVIRONMENT' };
const epson = { sysObjectId: '1.3.6.1.4.1.1248.1.1.2.1.3.5.69.69.80.83.50', sysDescr: 'EPSON Built-in' };
const walks: readonly SnmpPduName[] = ['GetNextRequest', 'GetBulkRequest'];

const asked = (is: SnmpPduName, ...oids: string[]) => ({
  is,
  requestId: 1,
  errorStatus: 0,
  errorIndex: 0,
  varbinds: oids.map((oid) => ({ oid, value: unspecified })),
});

test('no request of any kind names anything in the tunnel, not even beside something harmless', () => {
  const names: SnmpPduName[] = ['GetRequest', 'GetNextRequest', 'GetBulkRequest', 'SetRequest', 'InformRequest'];
  for (const is of names) {
    for (const tail of ['', '.1', '.1.1.2.1.115.116.1.0.1', '.4294967295']) {
      expect(mayLeave(asked(is, '1.3.6.1.2.1.1.1.0', EPSON_TUNNEL + tail), printer)).toBe(false);
    }
  }
});

test('the neighbours of the tunnel may be read by GET, and by GET alone', () => {
  for (const oid of ['1.3.6.1.4.1.1248.1.2.2.1.1.1.1.1', '1.3.6.1.4.1.1248.1.2.2.4', '1.3.6.1.4.1.1248.1.2.2.440.1']) {
    expect(mayLeave(asked('GetRequest', oid), epson)).toBe(true);
    for (const is of walks) expect(mayLeave(asked(is, oid), printer)).toBe(false);
  }
});

test('no walk begins where its next step could be a maker’s tree', () => {
  const above = [
    '1.3',
    '1.3.6.1',
    '1.3.6.1.2',
    '1.3.6.1.4',
    '1.3.6.1.4.1',
    '1.3.6.1.4.1.1248',
    '1.3.6.1.4.1.1248.1.2',
    '1.3.6.1.4.1.1248.1.2.2.43',
  ];
  for (const oid of above) for (const is of walks) expect(mayLeave(asked(is, oid), printer)).toBe(false);
  for (const is of walks) expect(mayLeave(asked(is, '1.3.6.1.2.1.25.3.2.1.2'), printer)).toBe(true);
});

test('a GETBULK leaves only towards a host that named itself and is no Epson', () => {
  const bulk = asked('GetBulkRequest', '1.3.6.1.2.1.25.3.2.1.2');
  expect(mayLeave(bulk, epson)).toBe(false);
  expect(mayLeave(bulk, {})).toBe(false);
  expect(mayLeave(bulk, { sysDescr: 'HP' })).toBe(false);
  expect(mayLeave(bulk, { ...printer, sysDescr: 'EPSON Wireless LAN Print Interface compatible with an HP' })).toBe(
    false,
  );
  expect(mayLeave(asked('GetNextRequest', '1.3.6.1.2.1.25.3.2.1.2'), epson)).toBe(true);
});

test('what would write, and what is no question, does not leave', () => {
  const names: SnmpPduName[] = ['SetRequest', 'Response', 'InformRequest', 'SNMPv2-Trap', 'Report'];
  for (const is of names) expect(mayLeave(asked(is, '1.3.6.1.2.1.1.5.0'), printer)).toBe(false);
});

test('in the tunnel a riding room may ask one reading command at a time, and none of our own questions', () => {
  const status = '1.3.6.1.4.1.1248.1.2.2.44.1.1.2.1.115.116.1.0.1';
  expect(mayLeave(asked('GetRequest', status), { ...epson, riding: true })).toBe(true);
  expect(mayLeave(asked('GetRequest', status), epson)).toBe(false);
  expect(mayLeave(asked('GetRequest', status, '1.3.6.1.2.1.1.1.0'), { riding: true })).toBe(false);
  expect(mayLeave(asked('GetRequest', status, status), { riding: true })).toBe(false);
  for (const is of walks) expect(mayLeave(asked(is, status), { riding: true })).toBe(false);
  expect(mayLeave(asked('SetRequest', status), { riding: true })).toBe(false);
});

test('a riding room asks for nothing else in the tunnel, whatever bytes a command has', () => {
  const few = new Set(
    [
      [115, 116, 1, 0, 1],
      [100, 105, 1, 0, 1],
      [118, 105, 1, 0, 0],
      [118, 105, 1, 0, 5],
      [105, 97, 1, 0, 0],
      [99, 100, 1, 0, 0],
    ].map((arcs) => arcs.join('.')),
  );
  const leaves = (arcs: readonly number[]) =>
    mayLeave(asked('GetRequest', [EPSON_TUNNEL, '1.1.2.1', ...arcs].join('.')), { ...epson, riding: true });
  for (const tail of few) expect(leaves(tail.split('.').map(Number))).toBe(true);
  // every two letters with the payloads that one, two or no byte make, and the forms that write
  for (let a = 97; a <= 124; a++)
    for (let b = 97; b <= 124; b++)
      for (const rest of [
        [0, 0],
        [1, 0, 0],
        [1, 0, 1],
        [1, 0, 5],
        [2, 0, 1, 1],
      ])
        expect(leaves([a, b, ...rest])).toBe(few.has([a, b, ...rest].join('.')));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(124, 115, 116, 1, 0)), { maxLength: 14 }),
      (arcs) => {
        expect(leaves(arcs)).toBe(few.has(arcs.join('.')));
        expect(mayLeave(asked('GetRequest', [EPSON_TUNNEL, ...arcs].join('.')), { riding: true })).toBe(
          few.has(arcs.slice(4).join('.')) && arcs.slice(0, 4).join('.') === '1.1.2.1',
        );
      },
    ),
  );
});
