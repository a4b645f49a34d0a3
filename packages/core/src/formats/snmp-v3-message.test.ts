import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goldenOf } from '../../../../tests/support/golden.ts';
import { formatHex, parseHex } from '../bytes/hex.ts';
import { encodeText } from '../bytes/text.ts';
import { readEngineId } from './snmp-engine-id.ts';
import {
  decodeScopedPdu,
  decodeSnmpV3Message,
  encodeScopedPdu,
  encodeSnmpV3Message,
  type SnmpV3Message,
  snmpVersionOf,
} from './snmp-v3-message.ts';

const golden = goldenOf('snmp').filter(({ name }) => name.startsWith('v3-'));
const packet = (name: string) => golden.find((one) => one.name === name)!.bytes;

describe('SNMP messages of version 3', () => {
  test.each(golden)('$name is encoded again byte by byte', ({ bytes }) => {
    expect(formatHex(encodeSnmpV3Message(decoded(bytes)))).toBe(formatHex(bytes));
    expect(snmpVersionOf(bytes)).toBe(3);
  });

  test.each(golden)('$name: every proper prefix is truncated', ({ bytes }) => {
    for (let length = 0; length < bytes.length; length++)
      expect(decodeSnmpV3Message(bytes.subarray(0, length))).toMatchObject({
        ok: false,
        error: { code: 'truncated', offset: length },
      });
  });

  test('the discovery asks nobody for nothing, and is answered with the engine id', () => {
    expect(decoded(packet('v3-discovery'))).toMatchObject({
      flags: 4,
      security: { is: 'usm', engineId: new Uint8Array(), boots: 0, time: 0, user: new Uint8Array() },
      data: { is: 'plain', scoped: { pdu: { is: 'GetRequest', varbinds: [] } } },
    });
    expect(decoded(packet('v3-report-unknown-engine'))).toMatchObject({
      flags: 0,
      security: { engineId: parseHex('8000053a03020000001248'), boots: 1 },
      data: { is: 'plain', scoped: { pdu: { is: 'Report', varbinds: [{ oid: '1.3.6.1.6.3.15.1.1.4.0' }] } } },
    });
  });

  test('what is encrypted stays octets, with what it takes to decrypt it', () => {
    const { flags, security, data } = decoded(packet('v3-response-sha256-aes256'));
    expect(flags).toBe(3);
    expect(security).toMatchObject({ is: 'usm', user: encodeText('s256a256') });
    expect(security.is === 'usm' && [security.auth.length, security.privacy.length]).toEqual([24, 8]);
    expect(data.is).toBe('encrypted');
  });

  test('a security model that nobody knows is kept as octets', () => {
    const message: SnmpV3Message = {
      ...decoded(packet('v3-discovery')),
      security: { is: 'other', model: 99, octets: Uint8Array.of(1, 2, 3) },
    };
    expect(decoded(encodeSnmpV3Message(message))).toEqual(message);
  });

  test('the padding behind a decrypted scoped PDU is left alone, a cut one is an error', () => {
    const { data } = decoded(packet('v3-response-plain'));
    if (data.is !== 'plain') throw new Error('a plain answer');
    const bytes = encodeScopedPdu(data.scoped);
    expect(decodeScopedPdu(Uint8Array.of(...bytes, 0, 0, 7))).toEqual({ ok: true, value: data.scoped });
    expect(decodeScopedPdu(bytes.subarray(0, -1))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  test('flags of two octets, and anything behind the last field of a sequence, are errors with their place', () => {
    const bytes = packet('v3-discovery');
    const at = formatHex(bytes).indexOf('040104') / 2;
    const longer = Uint8Array.of(...bytes.subarray(0, at), 4, 2, 4, 4, ...bytes.subarray(at + 3));
    for (const length of [1, 6]) longer[length]! += 1;
    expect(decodeSnmpV3Message(longer)).toMatchObject({
      ok: false,
      error: { code: 'bad-length', field: 'header.flags' },
    });
  });

  test('any wound gives a value or an error, never a crash', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...golden),
        fc.array(fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 255 })), { maxLength: 6 }),
        fc.nat({ max: 200 }),
        ({ bytes }, wounds, length) => {
          const wounded = bytes.slice(0, Math.max(bytes.length - (length % 40), 0));
          for (const [at, octet] of wounds) if (at < wounded.length) wounded[at] = octet;
          const result = decodeSnmpV3Message(wounded);
          if (!result.ok) expect(result.error.offset).toBeLessThanOrEqual(wounded.length);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('engine ids', () => {
  test.each([
    ['8000053a03020000001248', { enterprise: 1338, made: { of: 'mac', text: '02:00:00:00:12:48' } }],
    ['800004e001c0000209', { enterprise: 1248, made: { of: 'address', text: '192.0.2.9' } }],
    ['8000000b0220010db8000000000000000000000009', { enterprise: 11, made: { of: 'address', text: '2001:db8::9' } }],
    ['80001f8804776f726b73', { enterprise: 8072, made: { of: 'text', text: 'works' } }],
    ['80001f8880e9630000d61ff449', { enterprise: 8072, made: { of: 'octets', text: 'e9630000d61ff449' } }],
    ['0000000902000090b1160000', { enterprise: 9, made: { of: 'octets', text: '02000090b1160000' } }],
    ['8000000b0312', { enterprise: 11, made: { of: 'octets', text: '12' } }],
  ])('%s', (hex, parts) => {
    expect(readEngineId(parseHex(hex)!)).toEqual(parts);
  });

  test.each(['', '80000000', '0000000000', 'ffffffffffff', '80'.repeat(33)])('"%s" is none', (hex) => {
    expect(readEngineId(parseHex(hex)!)).toBeUndefined();
  });
});

function decoded(bytes: Uint8Array): SnmpV3Message {
  const result = decodeSnmpV3Message(bytes);
  if (!result.ok) throw new Error(`${result.error.code} at ${result.error.offset} in ${result.error.field}`);
  return result.value;
}
