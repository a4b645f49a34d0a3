import { expect, test } from 'vitest';
import type { SnmpPduName } from '../../formats/snmp-message.ts';
import { unspecified } from '../../formats/snmp-varbind.ts';
import { EPSON_TUNNEL, mayLeave } from './guard.ts';

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
