import { type FrameAbout, withToken } from './reply-frames.ts';
import type { ServedDevice } from './served-devices.ts';

/**
 * Replies as they were encoded last: all but the token stays as long as the device's revision does, and one number
 * beside it (how many devices there are, how many seconds it has been up). Questions come far more often than changes.
 */
export class ReplyStock {
  readonly #kept = new Map<number, Kept>();

  /**
   * `make` encodes the reply with the token that it is given; `beside` is what it tells besides the device's state. Only
   * a whole one is kept: what was cut depends on the token.
   */
  take(
    about: FrameAbout,
    device: ServedDevice,
    beside: number,
    token: Uint8Array,
    make: (token: Uint8Array) => Uint8Array | undefined,
  ): Uint8Array | undefined {
    const place = placeOf(about);
    const kept = this.#kept.get(place);
    if (kept?.device === device && kept.beside === beside) return withToken(kept.frame, token);
    this.#kept.delete(place);
    const frame = make(LONGEST_TOKEN);
    if (frame === undefined || !isWhole(frame)) return make(token);
    this.#kept.set(place, { device, beside, frame });
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value ?? 0);
    return withToken(frame, token);
  }
}

interface Kept {
  /** A state of the device: another revision is another value. */
  readonly device: ServedDevice;
  readonly beside: number;
  readonly frame: Uint8Array;
}

/** Letter, type, number and function: 8, 8, 8 and 16 bits of one safe whole number. */
function placeOf({ letter, type, number, function: id }: FrameAbout): number {
  return letter.charCodeAt(0) * 2 ** 32 + type * 2 ** 24 + number * 2 ** 16 + id;
}

/** Result 0000. */
function isWhole(frame: Uint8Array): boolean {
  return frame[10] === 0 && frame[11] === 0;
}

const LONGEST_TOKEN = new Uint8Array(8);
// probes and status of every number of every type; each has at most a datagram's bytes
const MOST = 2 * 6 * 255;
