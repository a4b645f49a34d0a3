import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { parseHex } from '../../bytes/hex.ts';
import { decodeSnmpMessage } from '../../formats/snmp-message.ts';
import { claimsOf } from './claims.ts';
import { describeSnmp } from './describe.ts';

const golden = goldenOf('snmp');
const packet = (name: string) => golden.find((one) => one.name.startsWith(name))!.bytes;
const textAt = (bytes: Uint8Array, path: string) =>
  describeSnmp(bytes).fields.find((field) => field.path === path)?.text;

describe('the fields of an SNMP message', () => {
  test.each(golden)('$name: the fields cover every byte once, in order, each with a path of its own', ({ bytes }) => {
    const described = describeSnmp(bytes);
    expect(described.ok).toBe(true);
    let next = 0;
    for (const field of described.fields) {
      expect(field.offset).toBe(next);
      next += field.length;
    }
    expect(next).toBe(bytes.length);
    expect(new Set(described.fields.map(({ path }) => path)).size).toBe(described.fields.length);
  });

  test('objects stand with the names that the standards gave them', () => {
    const bytes = packet('response-system-v1');
    expect(textAt(bytes, 'varbind[0].name')).toBe('1.3.6.1.2.1.1.1.0 (sysDescr.0)');
    expect(textAt(bytes, 'varbind[0].sysDescr.0')).toBe('EPSON Built-in');
    expect(textAt(bytes, 'pdu.errorStatus')).toBe('0 (noError)');
    expect(textAt(packet('response-no-such-name'), 'pdu.errorStatus')).toBe('2 (noSuchName)');
    expect(textAt(packet('get-bulk'), 'pdu.maxRepetitions')).toBe('2');
  });

  test('every claim of the answer names a field of it', () => {
    const bytes = packet('response-system-v1');
    const message = decodeSnmpMessage(bytes);
    const claims = message.ok ? claimsOf(message.value) : [];
    expect(claims.map((claim) => claim.path)).toEqual([
      'varbind[0].sysDescr.0',
      'varbind[0].sysDescr.0',
      'varbind[1].sysObjectID.0',
      'varbind[2].sysName.0',
      'varbind[2].sysName.0',
      'varbind[2].sysName.0',
    ]);
    const paths = describeSnmp(bytes).fields.map(({ path }) => path);
    for (const { path } of claims) expect(paths).toContain(path);
  });

  test('a question claims nothing, and neither does an error', () => {
    for (const name of ['get-system-v1', 'response-no-such-name', 'epson-tunnel', 'trap-v1']) {
      const message = decodeSnmpMessage(packet(name));
      expect(message.ok && claimsOf(message.value)).toEqual([]);
    }
  });

  test('a cut packet shows what could be read, and where it ended', () => {
    const bytes = packet('response-system-v1').subarray(0, 60);
    expect(describeSnmp(bytes)).toMatchObject({ ok: false, error: { code: 'truncated', offset: 60 } });
    const broken = Uint8Array.from(packet('response-system-v1'));
    broken[4] = 2;
    expect(describeSnmp(broken)).toMatchObject({ ok: false, error: { code: 'bad-value', field: 'message.version' } });
    expect(describeSnmp(broken).fields.map(({ path }) => path)).toEqual(['message', 'message.version']);
  });

  test('what stands behind the message is shown as unknown', () => {
    const bytes = new Uint8Array([...packet('get-system-v1'), 0, 0]);
    expect(describeSnmp(bytes).fields.at(-1)).toMatchObject({ path: 'trailing', length: 2, confidence: 'unknown' });
  });

  test('the value is plain JSON: octets in hex, great counters as text', () => {
    const described = describeSnmp(packet('response-every-type'));
    const json = JSON.parse(JSON.stringify(described.ok && described.value)) as { varbinds: { value: unknown }[] };
    expect(json.varbinds[1]?.value).toBe('4772c3bcc39f65');
    expect(json.varbinds[8]?.value).toBe('18446744073709551615');
  });

  test('any bytes give fields or an error, and the two agree with the decoder', () => {
    const whole = packet('response-every-type');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.uint8Array({ maxLength: 80 }), (at, value, noise) => {
        const changed = Uint8Array.from(whole);
        changed[at] = value;
        for (const bytes of [changed, noise]) expect(describeSnmp(bytes).ok).toBe(decodeSnmpMessage(bytes).ok);
      }),
      { numRuns: 500 },
    );
    expect(describeSnmp(parseHex('')!)).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });
});
