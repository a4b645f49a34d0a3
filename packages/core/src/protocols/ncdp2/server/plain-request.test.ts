import { describe, expect, it } from 'vitest';
import { encodeNcdp2 } from '../codec.ts';
import { readPlainRequest } from './plain-request.ts';
import { readAnyRequest } from './respond.ts';

describe('a plain request', () => {
  it('is read as the codec reads it, for every token, padding and letter', () => {
    for (const letter of ['P', 'Q', 'C', 'S'] as const)
      for (let size = 1; size <= 8; size++)
        for (const padding of [undefined, 0, 1, 23, 24, 25, 255, 256, 257, 1100]) {
          const bytes = request(letter, size, padding);
          const read = readPlainRequest(bytes);
          expect(read).toBeDefined();
          expect(read).toEqual(readAnyRequest(bytes));
        }
  });

  it('is nothing that the codec refuses: no prefix, no byte more, no changed byte', () => {
    for (const padding of [undefined, 5, 30, 300]) {
      const good = request('P', 8, padding);
      for (let length = 0; length < good.length; length++)
        expect(readPlainRequest(good.subarray(0, length))).toBeUndefined();
      expect(readPlainRequest(Uint8Array.of(...good, 0))).toBeUndefined();
      for (let at = 0; at < Math.min(good.length, 40); at++)
        for (let byte = 0; byte < 256; byte++) {
          const changed = new Uint8Array(good);
          changed[at] = byte;
          const read = readPlainRequest(changed);
          if (read !== undefined) expect(read).toEqual(readAnyRequest(changed));
        }
    }
  });

  it('is left to the codec where it has other keys', () => {
    const head = { letter: 'Q' as const, deviceType: 2, deviceNumber: 0, function: 0, result: 0 };
    const token = Uint8Array.of(1);
    for (const body of [{ token }, { version: 1 }, { token, version: 1, revision: 3 }, { token, version: 24 }])
      expect(readPlainRequest(encodeNcdp2({ ...head, body }))).toBeUndefined();
  });
});

function request(letter: 'P' | 'Q' | 'C' | 'S', tokenSize: number, padding: number | undefined): Uint8Array {
  const head = { letter, deviceType: 0x02, deviceNumber: 0xff, function: 0x0110, result: 0x1234 };
  const token = Uint8Array.from({ length: tokenSize }, (_, i) => 0xf0 + i);
  const more = padding === undefined ? {} : { padding: new Uint8Array(padding) };
  return encodeNcdp2({ ...head, body: { token, version: 1, ...more } });
}
