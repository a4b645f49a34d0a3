import { formatHex } from '../../bytes/hex.ts';
import { type Conversation, chance, send } from '../../contracts/conversation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { encodeNcdp2, type Ncdp2Frame } from './codec.ts';
import { ANY_NUMBER, DEVICE_TYPE, FUNCTION, type Ncdp2Function, RESULT, VERSION } from './codec-tables.ts';

/** Which device is asked; 00/00 is the server itself. */
export interface DeviceAt {
  readonly type: number;
  readonly number: number;
}

export const ANY_DEVICE: DeviceAt = { type: DEVICE_TYPE.any, number: ANY_NUMBER };
export const SERVER: DeviceAt = { type: DEVICE_TYPE.host, number: 0 };

/** Section 5: so many bytes at least, and any one reply fits. */
export const PROBE_SIZE = 200;
export const QUERY_SIZE = 400;

/** What every device is asked. */
export const QUERIES: readonly Ncdp2Function[] = [
  FUNCTION.identity,
  FUNCTION.status,
  FUNCTION.supplies,
  FUNCTION.counters,
];

/**
 * One request with its token, padded (key 2) to `size` bytes in all. Throws `RangeError` for a function that is no
 * question: a finder changes nothing.
 */
function encodeRequest(asked: Ncdp2Function, device: DeviceAt, token: Uint8Array, size: number): Uint8Array {
  if (asked.letter !== 'P' && asked.letter !== 'Q') throw new RangeError(`${asked.name} is no question`);
  const frame = (padding: number): Uint8Array =>
    encodeNcdp2({
      letter: asked.letter,
      deviceType: device.type,
      deviceNumber: device.number,
      function: asked.id,
      result: RESULT.done,
      body: { token, version: VERSION, padding: new Uint8Array(padding) },
    });
  // the head of the padding grows with it: what is missing after a first try is a byte or two
  const missing = size - frame(0).length;
  if (missing <= 0) return frame(0);
  const first = frame(missing);
  return first.length > size ? frame(Math.max(0, missing - (first.length - size))) : first;
}

/** What was asked and not yet answered: a token is good for 5 s, once for each datagram. */
export class Asking {
  readonly #open = new Map<
    string,
    { readonly asked: Ncdp2Function; readonly device: DeviceAt; readonly at: number; to: string }
  >();

  /** Sends one request with a token of its own; false where nothing left. */
  *send(asked: Ncdp2Function, device: DeviceAt, to: Endpoint, size: number, nowMs: number): Conversation<boolean> {
    const token = yield* chance(TOKEN_BYTES);
    for (const [key, { at }] of this.#open) {
      if (nowMs - at <= TOKEN_GOOD_MS && this.#open.size < MOST_OPEN) break;
      this.#open.delete(key);
    }
    this.#open.set(formatHex(token), { asked, device, at: nowMs, to: `${to.address} ${to.port}` });
    return yield* send(encodeRequest(asked, device, token, size), to);
  }

  /**
   * True where the frame is a reply to one of our requests: its token, its letter and function, and a device that was
   * meant. With `from`, also the place that was asked.
   */
  answers(frame: Ncdp2Frame, nowMs: number, from?: Endpoint): boolean {
    const open = frame.body.token && this.#open.get(formatHex(frame.body.token));
    if (open === undefined || nowMs - open.at > TOKEN_GOOD_MS) return false;
    const { asked, device, to } = open;
    const meant =
      (device.type === DEVICE_TYPE.any || device.type === frame.deviceType) &&
      (device.number === ANY_NUMBER || device.number === frame.deviceNumber);
    const here = from === undefined || to === `${from.address} ${from.port}`;
    return meant && here && frame.letter === asked.letter.toLowerCase() && frame.function === asked.id;
  }
}

const TOKEN_BYTES = 8;
const TOKEN_GOOD_MS = 5_000;
const MOST_OPEN = 4_096;
