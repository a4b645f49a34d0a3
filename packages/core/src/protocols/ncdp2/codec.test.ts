import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { formatHex, parseHex } from '../../bytes/hex.ts';
import { decodeNcdp2, encodeNcdp2, type Ncdp2Frame, readNcdp2 } from './codec.ts';
import { DEVICE_TYPE, FUNCTION, functionOf, LETTERS, RESULT } from './codec-tables.ts';
import { describeNcdp2 } from './describe.ts';

const golden = goldenOf('ncdp2');
const frameFrom = (bytes: Uint8Array): Ncdp2Frame => {
  const decoded = decodeNcdp2(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};
const named = (name: string): Uint8Array => golden.find((row) => row.name === name)!.bytes;
const errorOf = (hex: string) => {
  const decoded = decodeNcdp2(parseHex(hex)!);
  return decoded.ok ? 'decoded' : `${decoded.error.code} ${decoded.error.offset} ${decoded.error.field}`;
};

describe('NCDP/2 frames', () => {
  it.each(golden)('$name is encoded again byte by byte', ({ bytes }) => {
    expect(formatHex(encodeNcdp2(frameFrom(bytes)))).toBe(formatHex(bytes));
  });

  it.each(golden)('$name: every proper prefix is truncated, and more is needed in a stream', ({ bytes }) => {
    for (let length = 0; length < bytes.length; length++) {
      const part = bytes.subarray(0, length);
      expect(decodeNcdp2(part)).toMatchObject({ ok: false, error: { code: 'truncated' } });
      expect(readNcdp2(part)).toEqual({ is: 'more', wanted: length < 14 ? 14 : bytes.length });
    }
  });

  it.each(golden)('$name: each field lies in its parent or after the field before', ({ bytes }) => {
    const described = describeNcdp2(bytes);
    expect(described.ok).toBe(true);
    const paths = described.fields.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const field of described.fields) {
      const parent = described.fields.find(({ path }) => path === field.path.replace(/\.[^.]+$/, ''));
      if (parent === undefined || parent === field) continue;
      expect(field.offset).toBeGreaterThan(parent.offset);
      expect(field.offset + field.length).toBeLessThanOrEqual(parent.offset + parent.length);
    }
  });

  it('reads the envelope of a probe reply by what its keys mean', () => {
    const frame = frameFrom(named('probe-reply-of-nine'));
    expect(frame).toMatchObject({ letter: 'p', deviceType: DEVICE_TYPE.posPrinter, deviceNumber: 0, function: 0 });
    const { token, ...body } = frame.body;
    expect(formatHex(token!)).toBe('aabbccdd');
    expect(body).toMatchObject({
      version: 1,
      revision: 7,
      bootId: 1_794_700_000,
      maxAgeSeconds: 1_800,
      deviceCount: 9,
    });
    expect(body.attributes?.['printer-make-and-model']).toBe('EPSON TM-L90');
  });

  it('keeps unknown envelope keys, device types, functions and results', () => {
    const whole = parseHex('4e43445032704207beef0abc0007a2004107184d01')!;
    expect(frameFrom(whole)).toMatchObject({ deviceType: 0x42, function: 0xbeef, result: 0x0abc });
    expect(frameFrom(whole).body.unknown?.get(77)).toBe(1);
    expect(formatHex(encodeNcdp2(frameFrom(whole)))).toBe(formatHex(whole));
  });

  it('names the first fault that applies, in the order of the profile', () => {
    expect(errorOf('4550534f4e5affff0000000000')).toMatch(/^truncated/);
    expect(errorOf('4550534f4e5affff00000000ffff')).toMatch(/^bad-magic 0/);
    expect(errorOf('4e434450325affff00000000ffff')).toMatch(/^bad-letter 5/);
    expect(errorOf('4e4344503250ffff00000000ffff05')).toMatch(/^truncated/);
    expect(errorOf('4e4344503250ffff0000000000010505')).toMatch(/^trailing 15/);
    expect(errorOf('4e4344503250ffff00000000000105')).toMatch(/^bad-body 14/);
  });

  it('reads a stream frame by frame, and finds the token of a body that is malformed', () => {
    const two = Uint8Array.from([...named('query-status'), ...named('login-challenge')]);
    const first = readNcdp2(two);
    expect(first).toMatchObject({ is: 'frame', size: named('query-status').length });
    expect(readNcdp2(two.subarray(named('query-status').length))).toMatchObject({ is: 'frame' });
    const float = parseHex('4e4344503251030000100000000aa300410701010bf93c00')!;
    expect(readNcdp2(float)).toMatchObject({
      is: 'bad-body',
      head: { letter: 'Q', deviceType: 3, function: 0x10 },
      token: Uint8Array.of(7),
      error: { code: 'bad-body', offset: 21 },
      size: float.length,
    });
    expect(readNcdp2(parseHex('4e43445032510300001000000001ff')!)).toMatchObject({ is: 'bad-body', token: undefined });
    expect(readNcdp2(parseHex('4e434450325a0300001000000000')!)).toMatchObject({ is: 'no-frame' });
  });

  it('refuses to write what it would refuse to read', () => {
    const head = { letter: 'P', deviceType: 0xff, deviceNumber: 0xff, function: 0, result: 0 } as const;
    expect(() => encodeNcdp2({ ...head, body: { token: new Uint8Array(9) } })).toThrow(RangeError);
    expect(() => encodeNcdp2({ ...head, body: { version: -1 } })).toThrow(RangeError);
    expect(() => encodeNcdp2({ ...head, body: { attributes: { x: 1.5 } } })).toThrow(RangeError);
    expect(() => encodeNcdp2({ ...head, body: { padding: new Uint8Array(0xffff) } })).toThrow(RangeError);
  });

  it('names functions by letter and id together, of requests and of replies', () => {
    expect(functionOf('q', 0)).toBe(FUNCTION.identity);
    expect(functionOf('p', 0)).toBe(FUNCTION.probe);
    expect(functionOf('N', 0)).toBe(FUNCTION.arrive);
    expect(functionOf('Q', 2)).toBeUndefined();
  });

  it('is total: any bytes give a frame or an error with code, offset and field, and can be described', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...golden),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.nat(3),
        ({ bytes }, changes, cut) => {
          const changed = Uint8Array.from(bytes.subarray(0, bytes.length - (cut === 0 ? 1 : 0)));
          for (const [at, byte] of changes) changed[at % changed.length] = byte;
          const decoded = decodeNcdp2(changed);
          expect(describeNcdp2(changed).ok).toBe(decoded.ok);
          if (!decoded.ok) expect(decoded.error.field).not.toBe('');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('every frame that can be written is read as it was', () => {
    fc.assert(
      fc.property(
        fc.record({
          letter: fc.constantFrom(...LETTERS),
          deviceType: fc.nat(255),
          deviceNumber: fc.nat(255),
          function: fc.nat(0xffff),
          result: fc.constantFrom(...Object.values(RESULT)),
          body: fc.record(
            {
              token: fc.uint8Array({ minLength: 1, maxLength: 8 }),
              version: fc.nat(),
              revision: fc.nat(),
              bootId: fc.nat(),
              dryRun: fc.boolean(),
              idempotencyKey: fc.uint8Array({ minLength: 16, maxLength: 16 }),
              attributes: fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.constant(null))),
              changes: fc.array(fc.string()),
            },
            { requiredKeys: [] },
          ),
        }),
        (frame) => {
          expect(frameFrom(encodeNcdp2(frame))).toEqual(frame);
        },
      ),
    );
  });
});
