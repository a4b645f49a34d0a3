export type ByteOrder = 'be' | 'le';

/** A number somewhere in every message of a kind. */
export interface Numeral {
  readonly offset: number;
  readonly width: 1 | 2 | 4;
  readonly order: ByteOrder;
}

/** Every place that a number may have within so many bytes: each offset, width and byte order. */
export function* numeralsWithin(length: number): Generator<Numeral> {
  for (let offset = 0; offset < length; offset++)
    for (const width of [1, 2, 4] as const) {
      if (offset + width > length) continue;
      yield { offset, width, order: 'be' };
      if (width > 1) yield { offset, width, order: 'le' };
    }
}

/** The number there; the place must lie within the bytes. */
export function valueAt(bytes: Uint8Array, { offset, width, order }: Numeral): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + bytes[offset + (order === 'be' ? i : width - 1 - i)]!;
  return value;
}

/** Where its least byte stands: one number in several widths has the same one. */
export function leastByteOf({ offset, width, order }: Numeral): number {
  return order === 'be' ? offset + width - 1 : offset;
}

export const orderWords: Readonly<Record<ByteOrder, string>> = { be: 'big-endian', le: 'little-endian' };
