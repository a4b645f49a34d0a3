import { withToken } from './reply-frames.ts';
import type { ServedDevice } from './served-devices.ts';

/**
 * Probe replies as they were encoded last: all but the token stays as long as the device's revision and the number of
 * devices do, and probes come far more often than changes.
 */
export class ReplyStock {
  readonly #kept = new Map<string, Kept>();

  /** `make` encodes a reply with the token that it is given. Only a whole one is kept: what was cut depends on the token. */
  take(
    device: ServedDevice,
    deviceCount: number,
    token: Uint8Array,
    make: (token: Uint8Array) => Uint8Array | undefined,
  ): Uint8Array | undefined {
    const kept = this.#kept.get(device.key);
    if (kept?.device === device && kept.deviceCount === deviceCount) return withToken(kept.frame, token);
    this.#kept.delete(device.key);
    const frame = make(LONGEST_TOKEN);
    if (frame === undefined || !isWhole(frame)) return make(token);
    this.#kept.set(device.key, { device, deviceCount, frame });
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value ?? '');
    return withToken(frame, token);
  }
}

interface Kept {
  /** A state of the device: another revision is another value. */
  readonly device: ServedDevice;
  readonly deviceCount: number;
  readonly frame: Uint8Array;
}

/** Result 0000. */
function isWhole(frame: Uint8Array): boolean {
  return frame[10] === 0 && frame[11] === 0;
}

const LONGEST_TOKEN = new Uint8Array(8);
// every number of every type
const MOST = 6 * 255;
