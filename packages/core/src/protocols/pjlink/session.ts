import { formatHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import type { StreamBehaviour, VirtualDevice } from '../../contracts/virtual-device.ts';
import { errorParts } from './claims.ts';
import { decodePjLink, encodePjLink, lineSize, MOST_LINE, type PjLine } from './codec.ts';

/** One connection of a virtual projector. It answers questions; whatever would set something is refused. */
export class PjSession implements StreamBehaviour {
  readonly #device: VirtualDevice;
  #held: Uint8Array = new Uint8Array();
  /** The digest that opens it, until it was said. */
  #locked: string | undefined;

  constructor(device: VirtualDevice) {
    this.#device = device;
    const secret = device.secrets?.find((row) => row.for === 'login');
    if (secret?.for !== 'login') return;
    const digest = device.cryptography?.hash('md5', encodeText(RANDOM + secret.password));
    // without arithmetic nobody gets in
    this.#locked = digest === undefined ? 'never' : formatHex(digest);
  }

  greet(): readonly Uint8Array[] {
    const greeting = this.#locked === undefined ? { security: '0' } : { security: '1', random: RANDOM };
    return [encodePjLink({ is: 'greeting', ...greeting })];
  }

  take(bytes: Uint8Array): readonly Uint8Array[] | 'close' {
    const held = new Uint8Array(this.#held.length + bytes.length);
    held.set(this.#held);
    held.set(bytes, this.#held.length);
    this.#held = held;
    const replies: Uint8Array[] = [];
    for (let size = lineSize(this.#held); size !== undefined; size = lineSize(this.#held)) {
      const decoded = decodePjLink(this.#held.subarray(0, size));
      this.#held = this.#held.subarray(size);
      if (decoded.ok && decoded.value.is === 'command') replies.push(encodePjLink(this.#answer(decoded.value)));
    }
    return this.#held.length > MOST_LINE ? 'close' : replies;
  }

  #answer({ digest, class: level, command, parameter }: Extract<PjLine, { is: 'command' }>): PjLine {
    if (this.#locked !== undefined && digest !== this.#locked) return { is: 'greeting', security: 'ERRA' };
    this.#locked = undefined;
    const value = parameter === '?' ? this.#value(level, command) : 'ERR2';
    return { is: 'answer', class: level, command, value: value ?? 'ERR1' };
  }

  #value(level: string, command: string): string | undefined {
    const { make, model, name, firmware, serial, state, stateReasons, quirks } = this.#device;
    const own = quirks['pjlink.class'] ?? '2';
    const on = state === 'idle' || state === 'processing';
    if (level === '2' && own === '2') return { SNUM: serial, SVER: firmware }[command];
    if (level !== '1') return undefined;
    const digit = (part: string) =>
      stateReasons.includes(`${part}-error`) ? '2' : stateReasons.includes(`${part}-warning`) ? '1' : '0';
    return {
      CLSS: own,
      POWR: on ? '1' : '0',
      NAME: name,
      INF1: make,
      INF2: `${make} ${model}`,
      INFO: '',
      LAMP: `${quirks['projector.lamp-hours'] ?? '0'} ${on ? '1' : '0'}`,
      ERST: errorParts.map(digit).join(''),
    }[command];
  }
}

/** The example of the specification: a virtual device has no dice. */
const RANDOM = '498e4a67';
