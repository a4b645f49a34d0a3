import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goldenOf } from '../../../../tests/support/golden.ts';
import { formatHex, parseHex } from '../bytes/hex.ts';
import { encodeText } from '../bytes/text.ts';
import { decodeSnmpMessage, encodeSnmpMessage, type SnmpMessage, type SnmpPduName } from './snmp-message.ts';
import type { SnmpValue, Varbind } from './snmp-varbind.ts';

const golden = goldenOf('snmp').filter(({ name }) => !name.startsWith('v3-'));

describe('SNMP messages', () => {
  test.each(golden)('$name is encoded again byte by byte', ({ bytes }) => {
    expect(formatHex(encodeSnmpMessage(decoded(bytes)))).toBe(formatHex(bytes));
  });

  test.each(golden)('$name: every proper prefix is truncated', ({ bytes }) => {
    for (let length = 0; length < bytes.length; length++) {
      const result = decodeSnmpMessage(bytes.subarray(0, length));
      expect(result).toMatchObject({ ok: false, error: { code: 'truncated', offset: length } });
    }
  });

  test('the example of RFC 3416 reads as the RFC tells it', () => {
    const request = decoded(packet('get-bulk-rfc3416'));
    expect(request).toMatchObject({ version: 1, pdu: { is: 'GetBulkRequest', errorStatus: 1, errorIndex: 2 } });
    const response = decoded(packet('response-bulk-2-rfc3416'));
    expect(response.pdu).toMatchObject({
      is: 'Response',
      varbinds: [
        { oid: '1.3.6.1.2.1.1.3.0', value: { type: 'TimeTicks', value: 123466 } },
        { oid: '1.3.6.1.2.1.4.22.1.2.2.10.0.0.15', value: { type: 'OctetString', value: parseHex('000010987654') } },
        { oid: '1.3.6.1.2.1.4.22.1.4.2.10.0.0.15', value: { type: 'Integer32', value: 3 } },
        { oid: '1.3.6.1.2.1.4.22.1.3.1.9.2.3.4', value: { type: 'IpAddress', value: '9.2.3.4' } },
        { oid: '1.3.6.1.2.1.4.23.0', value: { type: 'Counter32', value: 2 } },
      ],
    });
  });

  test('each type keeps its greatest value, and a tag that none has is kept as it came', () => {
    const { pdu } = decoded(packet('response-every-type-v2c'));
    if (pdu.is === 'other') throw new Error('a response');
    expect(pdu.requestId).toBe(-2147483648);
    expect(pdu.varbinds.map(({ value }) => value)).toEqual([
      { type: 'Integer32', value: -129 },
      { type: 'OctetString', value: encodeText('Grüße') },
      { type: 'ObjectIdentifier', value: '0.0' },
      { type: 'IpAddress', value: '192.0.2.9' },
      { type: 'Counter32', value: 4294967295 },
      { type: 'Gauge32', value: 2147483648 },
      { type: 'TimeTicks', value: 4294967295 },
      { type: 'Opaque', value: parseHex('9f780442f60000') },
      { type: 'Counter64', value: 18446744073709551615n },
      { type: 'Counter64', value: Number.MAX_SAFE_INTEGER },
      { type: 'noSuchObject', value: null },
      { type: 'noSuchInstance', value: null },
      { type: 'endOfMibView', value: null },
      { type: 'unknown', tag: 0x47, value: Uint8Array.of(1, 2) },
      { type: 'Null', value: null },
    ]);
  });

  test('a trap of version 1 is kept with its number', () => {
    expect(decoded(packet('trap-v1')).pdu).toMatchObject({ is: 'other', tag: 0xa4 });
  });

  test.each([
    ['a counter without its leading zero octet', '4104ffffffff', { type: 'Counter32', value: 4294967295 }],
    ['a gauge with zeros in front', '420600000000000a', { type: 'Gauge32', value: 10 }],
    [
      'a 64-bit counter without its leading zero octet',
      '4608ffffffffffffffff',
      { type: 'Counter64', value: 2n ** 64n - 1n },
    ],
    ['an address of sixteen octets', '4002c000', { type: 'unknown', tag: 0x40, value: Uint8Array.of(0xc0, 0) }],
    ['an OID cut off in its last arc', '06022b81', { type: 'unknown', tag: 0x06, value: Uint8Array.of(0x2b, 0x81) }],
    ['an empty integer', '0200', { type: 'unknown', tag: 0x02, value: new Uint8Array(0) }],
    ['a null with content', '050101', { type: 'unknown', tag: 0x05, value: Uint8Array.of(1) }],
  ])('%s does not cost the rest of the message', (_, hex, value) => {
    const { pdu } = decoded(withValue(hex));
    expect(pdu).toMatchObject({ is: 'Response', varbinds: [{ oid: '1.3.6.1', value }] });
  });

  test('bytes behind a message are left alone', () => {
    const bytes = packet('get-system-v1');
    const padded = new Uint8Array(bytes.length + 3);
    padded.set(bytes);
    expect(decoded(padded)).toEqual(decoded(bytes));
  });

  test.each([
    ['version 3', '30030201 03', 'bad-value', 'message.version'],
    ['a length beyond the packet', '3082ffff020100', 'truncated', 'message'],
    ['a community longer than its message', '300a 020100 0406 707562 6c 00000000', 'bad-length', 'message.community'],
    ['a PDU that ends before its message', '300b 020100 0400 a002 0201 0000', 'bad-length', 'pdu'],
    ['another protocol', '45504f4e71', 'bad-value', 'message'],
  ])('%s is refused with the place', (_, hex, code, field) => {
    expect(decodeSnmpMessage(parseHex(hex)!)).toMatchObject({ ok: false, error: { code, field } });
  });

  test('any bytes give a message or an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof decodeSnmpMessage(bytes).ok).toBe('boolean');
      }),
    );
  });

  test('one changed byte in a good packet gives a message or an error', () => {
    const bytes = packet('response-every-type-v2c');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = value;
        expect(typeof decodeSnmpMessage(changed).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });

  test('whatever can be said comes back as it was said', () => {
    fc.assert(
      fc.property(message, (said) => {
        expect(decoded(encodeSnmpMessage(said))).toEqual(said);
      }),
    );
  });
});

const uint32 = fc.nat(0xffff_ffff);
const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const oid = fc.array(uint32, { maxLength: 20 }).map((arcs) => ['1.3', ...arcs].join('.'));
const value: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.record({ type: fc.constant('Integer32' as const), value: int32 }),
  fc.record({ type: fc.constantFrom('Counter32' as const, 'Gauge32' as const, 'TimeTicks' as const), value: uint32 }),
  fc.record({
    type: fc.constant('Counter64' as const),
    value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((n) => (n <= Number.MAX_SAFE_INTEGER ? Number(n) : n)),
  }),
  fc.record({
    type: fc.constantFrom('OctetString' as const, 'Opaque' as const),
    value: fc.uint8Array({ maxLength: 300 }),
  }),
  fc.record({ type: fc.constant('ObjectIdentifier' as const), value: oid }),
  fc.record({ type: fc.constant('IpAddress' as const), value: fc.ipV4() }),
  fc.record({
    type: fc.constantFrom('Null' as const, 'noSuchObject' as const, 'noSuchInstance' as const, 'endOfMibView' as const),
    value: fc.constant(null),
  }),
  fc.record({ type: fc.constant('unknown' as const), tag: fc.constantFrom(0x47, 0x9f78), value: fc.uint8Array() }),
);
const varbind: fc.Arbitrary<Varbind> = fc.record({ oid, value });
const names: readonly SnmpPduName[] = [
  'GetRequest',
  'GetNextRequest',
  'Response',
  'SetRequest',
  'GetBulkRequest',
  'Report',
];
const message: fc.Arbitrary<SnmpMessage> = fc.record({
  version: fc.constantFrom(0 as const, 1 as const),
  community: fc.uint8Array({ maxLength: 40 }),
  pdu: fc.record({
    is: fc.constantFrom(...names),
    requestId: int32,
    errorStatus: int32,
    errorIndex: int32,
    varbinds: fc.array(varbind, { maxLength: 12 }),
  }),
});

function decoded(bytes: Uint8Array): SnmpMessage {
  const result = decodeSnmpMessage(bytes);
  if (!result.ok) throw new Error(`${result.error.code} at ${result.error.offset} in ${result.error.field}`);
  return result.value;
}

function packet(name: string): Uint8Array {
  return golden.find((one) => one.name.replace('.hex', '') === name)!.bytes;
}

/** A response of one varbind, 1.3.6.1, with the value of these octets. */
function withValue(hex: string): Uint8Array {
  const size = (body: string) => (body.replaceAll(' ', '').length / 2).toString(16).padStart(2, '0');
  const one = `06032b0601${hex}`;
  const list = `30${size(one)}${one}`;
  const pdu = `020101 020100 020100 30${size(list)}${list}`;
  const whole = `020101 0400 a2${size(pdu)}${pdu}`;
  return parseHex(`30${size(whole)}${whole}`)!;
}
