import type { Protocol } from '../../contracts/protocol.ts';
import type { Likeness } from './signatures.ts';

/** What a room is asked about bytes of nobody knows what: the catalogue's own `describe`. */
export type Decoder = Pick<Protocol, 'id' | 'title' | 'describe'>;

/**
 * The rooms whose decoder takes the whole message. A decoder that takes the same bytes in another order as well would take
 * nearly anything: its word is none. So little can be said of a few bytes that it is `perhaps`. Only messages of up to 64 KiB are tried.
 */
export function decodersThatTake(bytes: Uint8Array, decoders: readonly Decoder[]): readonly Likeness[] {
  if (bytes.length < LEAST || bytes.length > MOST) return [];
  const half = bytes.length >> 1;
  const otherwise = [bytes.slice().reverse(), joined(bytes.subarray(1), bytes), joined(bytes.subarray(half), bytes)];
  return decoders.flatMap((decoder): Likeness[] => {
    const described = decoder.describe(bytes);
    if (!described.ok || otherwise.some((other) => decoder.describe(other).ok)) return [];
    const { length } = described.fields;
    return [
      {
        what: decoder.title,
        weight: bytes.length < ENOUGH ? 'perhaps' : 'like',
        because: `the decoder of ${decoder.id} takes all ${bytes.length} bytes as ${length} ${length === 1 ? 'field' : 'fields'}`,
      },
    ];
  });
}

/** So many bytes as `all` has: the end of it first, then its beginning. */
function joined(end: Uint8Array, all: Uint8Array): Uint8Array {
  const turned = new Uint8Array(all.length);
  turned.set(end);
  turned.set(all.subarray(0, all.length - end.length), end.length);
  return turned;
}

const LEAST = 4;
const ENOUGH = 12;
const MOST = 64 * 1024;
