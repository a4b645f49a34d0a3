import { decodePadded } from '../../bytes/text.ts';
import type { StreamBehaviour, VirtualDevice } from '../../contracts/virtual-device.ts';
import { decodeVp, encodeVp, messageSize, vpHeaderIds, vpStatus, vpTypes } from './codec.ts';
import { encodeAnswer } from './codec-vp21.ts';
import { errorCode } from './errors.ts';

/** One connection of a virtual projector: CONNECT, then questions. It knows no command that would change anything. */
export class VpSession implements StreamBehaviour {
  readonly #device: VirtualDevice;
  #held: Uint8Array = new Uint8Array();
  #open = false;

  constructor(device: VirtualDevice) {
    this.#device = device;
  }

  greet(): readonly Uint8Array[] {
    return [];
  }

  take(bytes: Uint8Array): readonly Uint8Array[] | 'close' {
    const held = new Uint8Array(this.#held.length + bytes.length);
    held.set(this.#held);
    held.set(bytes, this.#held.length);
    this.#held = held;
    const replies: Uint8Array[] = [];
    while (this.#held.length > 0) {
      const reply = this.#open ? this.#command() : this.#connect();
      if (reply === 'close') return replies.length === 0 ? 'close' : replies;
      if (reply === undefined) break;
      replies.push(reply);
    }
    return this.#held.length > MOST_BYTES ? 'close' : replies;
  }

  #connect(): Uint8Array | 'close' | undefined {
    const size = messageSize(this.#held);
    if (size === 'malformed') return 'close';
    if (size === undefined || size > this.#held.length) return undefined;
    const decoded = decodeVp(this.#held.subarray(0, size));
    this.#held = this.#held.subarray(size);
    if (!decoded.ok) return 'close';
    const { type, headers } = decoded.value;
    const status = type === vpTypes.connect ? this.#admits(headers) : vpStatus.notAllowed;
    this.#open = status === vpStatus.ok;
    return encodeVp({ version: 0x10, type, reserved: 0, status, headers: [] });
  }

  #admits(headers: readonly { readonly id: number; readonly information: Uint8Array }[]): number {
    const password = this.#device.quirks['escvpnet.password'];
    if (password === undefined) return vpStatus.ok;
    const said = headers.find(({ id }) => id === vpHeaderIds.password);
    if (said === undefined) return vpStatus.unauthorized;
    return decodePadded(said.information) === password ? vpStatus.ok : vpStatus.forbidden;
  }

  #command(): Uint8Array | undefined {
    const end = this.#held.indexOf(CR);
    if (end < 0) return undefined;
    const text = String.fromCharCode(...this.#held.subarray(0, Math.min(end, 64)));
    this.#held = this.#held.subarray(end + 1);
    // a lone CR asks whether it is ready
    return text === '' ? encodeAnswer() : encodeAnswer(this.#say(text));
  }

  #say(text: string): string {
    const { state, stateReasons, serial, quirks } = this.#device;
    switch (text) {
      case 'PWR?':
        return `PWR=${state === 'asleep' ? '04' : state === 'stopped' ? '05' : '01'}`;
      case 'LAMP?':
        return `LAMP=${quirks['projector.lamp-hours'] ?? '0'}`;
      case 'ERR?':
        return `ERR=${errorCode(stateReasons)}`;
      case 'SNO?':
        return serial === '' ? 'ERR' : `SNO=${serial}`;
      default:
        return 'ERR';
    }
  }
}

const CR = 0x0d;
const MOST_BYTES = 8 * 1024;
