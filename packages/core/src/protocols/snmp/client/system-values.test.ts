import { expect, test } from 'vitest';
import { encodeText } from '../../../bytes/text.ts';
import { EPSON_TUNNEL } from '../../../formats/epson-tunnel.ts';
import { mayLeave } from '../guard.ts';
import { mayBeOrdered, readingPdu, systemValuesIn, writingPdu } from './system-values.ts';

const text = { type: 'OctetString', value: encodeText('x') } as const;

test('an order reads and writes the three texts of the system group', () => {
  expect(mayBeOrdered(readingPdu(1))).toBe(true);
  const order = writingPdu(1, { sysName: 'till', sysContact: null });
  expect(mayBeOrdered(order)).toBe(true);
  expect(order.varbinds.map(({ oid }) => oid)).toEqual(['1.3.6.1.2.1.1.5.0', '1.3.6.1.2.1.1.4.0']);
  expect(systemValuesIn(order.varbinds)).toEqual({ sysName: 'till', sysLocation: null, sysContact: null });
});

test('nothing else can be ordered: no other object, no other value, no walk', () => {
  const order = writingPdu(1, { sysName: 'till' });
  for (const oid of ['1.3.6.1.2.1.1.1.0', '1.3.6.1.2.1.1.5', '1.3.6.1.2.1.43.5.1.1.3.1', EPSON_TUNNEL]) {
    expect(mayBeOrdered({ ...order, varbinds: [...order.varbinds, { oid, value: text }] })).toBe(false);
    expect(mayBeOrdered({ ...readingPdu(1), varbinds: [{ oid, value: { type: 'Null', value: null } }] })).toBe(false);
  }
  const number = { oid: order.varbinds[0]!.oid, value: { type: 'Integer32', value: 1 } } as const;
  expect(mayBeOrdered({ ...order, varbinds: [number] })).toBe(false);
  expect(mayBeOrdered({ ...readingPdu(1), is: 'GetNextRequest' })).toBe(false);
});

test('what is a proper order can leave by no probe', () => {
  const host = { sysObjectId: '1.3.6.1.4.1.11.2.3.9.1', sysDescr: 'HP ETHERNET MULTI-ENVIRONMENT' };
  expect(mayLeave(writingPdu(1, { sysName: 'till' }), host)).toBe(false);
  expect(mayLeave({ ...writingPdu(1, { sysName: 'till' }) }, { ...host, riding: true })).toBe(false);
});
