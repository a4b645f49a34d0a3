import { ByteWriter } from '../../bytes/byte-writer.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import type { StreamBehaviour } from '../../contracts/virtual-device.ts';
import { decodePassThrough, decodeScan, encodeScan, frameSize, frameTypes, MOST_BYTES, scanFrame } from './codec.ts';
import { capabilityTokens, extendedIdentity, infoTokens, type ScannerIdentity } from './identity.ts';

/** Which of Epson's two scanner languages a device speaks. */
export interface ScannerLanguages {
  /** ESC/I, asked by SANE's epson2. */
  readonly esci: boolean;
  /** ESC/I-2, asked by SANE's epsonds. */
  readonly esci2: boolean;
}

/** One connection of a virtual scanner: as much as a client needs to know what it is. It never scans. */
export class ScanSession implements StreamBehaviour {
  readonly #identity: ScannerIdentity;
  readonly #languages: ScannerLanguages;
  #pending: Uint8Array = new Uint8Array();
  /** What the host may fetch by a pure read. */
  #queued: Uint8Array = new Uint8Array();

  constructor(identity: ScannerIdentity, languages: ScannerLanguages) {
    this.#identity = identity;
    this.#languages = languages;
  }

  /** The device speaks first; SANE wants exactly 5 bytes, whatever they are. */
  greet(): readonly Uint8Array[] {
    return [encodeScan(scanFrame(frameTypes.welcome, new Uint8Array(5)))];
  }

  /** Frames may come in pieces or several at once. What is no frame, or a very large one, ends the connection. */
  take(bytes: Uint8Array): readonly Uint8Array[] | 'close' {
    this.#pending = this.#pending.length === 0 ? bytes.slice() : join(this.#pending, bytes);
    const replies: Uint8Array[] = [];
    for (;;) {
      const size = frameSize(this.#pending);
      if (size === 'malformed') return 'close';
      if (size === undefined || size > this.#pending.length) return replies;
      const answer = this.#answer(this.#pending.subarray(0, size));
      if (answer === 'close') return 'close';
      if (answer !== undefined) replies.push(answer);
      this.#pending = this.#pending.subarray(size);
    }
  }

  #answer(bytes: Uint8Array): Uint8Array | 'close' | undefined {
    const decoded = decodeScan(bytes);
    if (!decoded.ok) return 'close';
    const { type, payload } = decoded.value;
    switch (type) {
      case frameTypes.lock:
        return encodeScan(scanFrame(frameTypes.lockAnswer, Uint8Array.of(ACK)));
      case frameTypes.unlock:
        return encodeScan(scanFrame(frameTypes.unlockAnswer, Uint8Array.of(ACK)));
      case frameTypes.command:
        return this.#passThrough(payload);
      default:
        return 'close';
    }
  }

  /** The reply has exactly the length that was wanted: a shorter one is an error to SANE, a longer one breaks its next read. */
  #passThrough(payload: Uint8Array): Uint8Array | 'close' | undefined {
    const decoded = decodePassThrough(payload);
    if (!decoded.ok || decoded.value.wanted > MOST_BYTES) return 'close';
    const { wanted, command } = decoded.value;
    const said = command.length === 0 ? this.#queued : this.#say(command);
    if (command.length === 0) this.#queued = said.subarray(Math.min(wanted, said.length));
    if (wanted === 0) return undefined;
    const reply = new Uint8Array(wanted);
    reply.set(said.subarray(0, wanted));
    return encodeScan(scanFrame(frameTypes.reply, reply));
  }

  #say(command: Uint8Array): Uint8Array {
    const text = decodeText(command);
    if (command.length === 12 && /^[A-Z/]{3}[A-Z ]x[0-9A-F]{7}$/.test(text)) return this.#sayBlock(text.slice(0, 4));
    const { esci, esci2 } = this.#languages;
    switch (text) {
      case '\x1b@':
        return esci ? OK : REFUSED;
      case '\x1bF':
        // STX, status with bit 02 = extended commands, no data behind it
        return esci ? Uint8Array.of(0x02, 0x02, 0, 0) : REFUSED;
      case '\x1cI':
        return esci ? extendedIdentity(this.#identity) : REFUSED;
      case '\x1cF':
        return esci ? new Uint8Array(16) : REFUSED;
      case '\x1cX':
      case '\x1cY':
      case '\x1cZ':
        return esci2 ? OK : REFUSED;
      default:
        return REFUSED;
    }
  }

  /** ESC/I-2: a block of 64 bytes, and data behind it that the host fetches by a pure read (section 4). */
  #sayBlock(name: string): Uint8Array {
    if (!this.#languages.esci2) return REFUSED;
    switch (name) {
      case 'INFO':
        return this.#block(name, infoTokens(this.#identity));
      case 'CAPA':
        return this.#block(name, capabilityTokens());
      case 'RESA':
      case 'STAT':
      case 'FIN ':
        return this.#block(name, new Uint8Array());
      default:
        return this.#block('UNKN', new Uint8Array());
    }
  }

  #block(name: string, data: Uint8Array): Uint8Array {
    this.#queued = data;
    const length = data.length.toString(16).toUpperCase().padStart(7, '0');
    const head = encodeText(`${name}x${length}#---`);
    return new ByteWriter(BLOCK_SIZE)
      .octets(head)
      .zeros(BLOCK_SIZE - head.length)
      .finish();
  }
}

function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
  return new ByteWriter(head.length + tail.length).octets(head).octets(tail).finish();
}

const ACK = 0x06;
const OK = Uint8Array.of(ACK);
/** NAK */
const REFUSED = Uint8Array.of(0x15);
const BLOCK_SIZE = 64;
