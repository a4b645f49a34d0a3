/** A small generator of numbers in [0, 2^32), the same for the same seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** A golden packet with one to eight wounds. */
export function mutate(packets, random) {
  let bytes = packets[random() % packets.length].slice();
  for (let wounds = 1 + (random() % 8); wounds > 0; wounds--) bytes = wound(bytes, packets, random);
  return bytes;
}

function wound(bytes, packets, random) {
  const at = bytes.length === 0 ? 0 : random() % bytes.length;
  switch (random() % 8) {
    case 0: // a bit
      bytes[at] ^= 1 << (random() % 8);
      return bytes;
    case 1: // a byte that lengths and tags like to trip over
      bytes[at] = TRAPS[random() % TRAPS.length];
      return bytes;
    case 2: // two of them: a 16-bit length
      bytes[at] = TRAPS[random() % TRAPS.length];
      bytes[at + 1] = TRAPS[random() % TRAPS.length];
      return bytes;
    case 3: // cut
      return bytes.slice(0, at);
    case 4: // a piece doubled
      return joined(bytes.subarray(0, at), bytes.subarray(at - (random() % (at + 1)), at), bytes.subarray(at));
    case 5: {
      // the tail of another packet
      const other = packets[random() % packets.length];
      return joined(bytes.subarray(0, at), other.subarray(random() % (other.length + 1)));
    }
    case 6: // a piece left out
      return joined(bytes.subarray(0, at), bytes.subarray(at + (random() % (bytes.length - at + 1))));
    default: // noise
      return joined(
        bytes.subarray(0, at),
        Uint8Array.from({ length: random() % 64 }, () => random()),
        bytes.subarray(at),
      );
  }
}

/** At most 16 KiB: mutations of mutations do not grow without end. */
function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(0, 16_384);
}

const TRAPS = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xc0, 0xfe, 0xff, 0x30, 0x34, 0x37, 0x4a];
