import { expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';

test('no byte is lost where the buffer grows in the middle of a number', () => {
  const writer = new ByteWriter(3);
  writer.u32(0x01020304).u8(5).u8(6).u8(7);
  expect([...writer.finish()]).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('what was written can be moved to make room for a length, and patched', () => {
  const writer = new ByteWriter(4);
  writer
    .u16(0x3000)
    .octets(Uint8Array.of(9, 8, 7))
    .widen(2, 1)
    .patch8(1, 0x81)
    .patch8(2, 3);
  expect([...writer.finish()]).toEqual([0x30, 0x81, 3, 9, 8, 7]);
  expect(() => writer.patch8(6, 0)).toThrow(RangeError);
});
