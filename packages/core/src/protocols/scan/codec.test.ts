import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { formatHex, parseHex } from '../../bytes/hex.ts';
import { decodePassThrough, decodeScan, encodePassThrough, encodeScan, scanFrame } from './codec.ts';
import { describeScan } from './describe.ts';

const golden = goldenOf('scan');
const fieldOf = (name: string, path: string) =>
  describeScan(golden.find((row) => row.name === name)!.bytes).fields.find((field) => field.path === path);

describe('frames of the scanner port', () => {
  it.each(golden)('$name is encoded again byte by byte', ({ bytes }) => {
    const decoded = decodeScan(bytes);
    expect(decoded.ok && formatHex(encodeScan(decoded.value))).toBe(formatHex(bytes));
  });

  it.each(golden)('$name: every proper prefix is truncated', ({ bytes }) => {
    for (let length = 0; length < bytes.length; length++)
      expect(decodeScan(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it.each(golden)('$name: the fields cover every byte once, in order', ({ bytes }) => {
    let next = 0;
    for (const { offset, length } of describeScan(bytes).fields) {
      expect(offset).toBe(next);
      next += length;
    }
    expect(next).toBe(bytes.length);
  });

  it("the captured beginning of an ES-60W's welcome is a frame cut short", () => {
    expect(decodeScan(parseHex('49538000100c')!)).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it('reads the head that real devices send, with other bits in the data offset', () => {
    const bytes = parseHex('49538000300c0000000500000000000000')!;
    expect(decodeScan(bytes)).toMatchObject({ ok: true, value: { type: 0x8000, dataOffset: 0x300c } });
  });

  it('names commands as the languages do', () => {
    expect(fieldOf('fs-y', 'command.bytes')?.text).toBe('FS Y');
    expect(fieldOf('stat', 'command.bytes')?.text).toBe('STATx0000000');
    expect(fieldOf('pure-read', 'command.wanted')?.text).toBe(String(0x25f));
    expect(fieldOf('lock-epsonds', 'head.type')?.text).toBe('0x2100 (lock)');
  });

  it('reads another magic as another protocol, and what follows a frame as too much', () => {
    expect(decodeScan(new Uint8Array(12))).toMatchObject({ ok: false, error: { code: 'bad-magic', offset: 0 } });
    expect(decodeScan(Uint8Array.from([...golden[0]!.bytes, 0]))).toMatchObject({
      ok: false,
      error: { code: 'trailing' },
    });
  });

  it('reads any bytes as a frame or a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (tail) => {
        const bytes = Uint8Array.from([0x49, 0x53, ...tail]);
        const decoded = decodeScan(bytes);
        if (decoded.ok) expect(encodeScan(decoded.value)).toEqual(bytes);
        else expect(decoded.error.offset).toBeLessThanOrEqual(bytes.length);
        expect(describeScan(bytes).ok).toBe(decoded.ok);
      }),
    );
  });

  it('gives back every command that it encodes', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.uint8Array({ maxLength: 30 }), (wanted, command) => {
        const payload = encodePassThrough({ wanted, command });
        expect(decodePassThrough(payload)).toEqual({ ok: true, value: { wanted, command } });
        expect(decodeScan(encodeScan(scanFrame(0x2000, payload)))).toMatchObject({ ok: true, value: { payload } });
      }),
    );
  });
});
