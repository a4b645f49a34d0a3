import type { Answering, StreamBehaviour, VirtualDevice } from '../../contracts/virtual-device.ts';
import { type EscPosQuestion, readEscPosQuestion } from '../../formats/escpos-status.ts';
import { statusBits } from './bits.ts';
import { encodeBlock } from './codec.ts';

/** The device side on the print port: it answers status and identity, and swallows all else, as a roll of paper would. */
export function answers(device: VirtualDevice): readonly Answering[] {
  return [{ on: 'tcp', port: 9100, open: () => new PrintPort(device) }];
}

/** One connection. Questions may come cut anywhere, and in the middle of a receipt. */
class PrintPort implements StreamBehaviour {
  readonly #device: VirtualDevice;
  #held: number[] = [];

  constructor(device: VirtualDevice) {
    this.#device = device;
  }

  greet(): readonly Uint8Array[] {
    return [];
  }

  take(bytes: Uint8Array): readonly Uint8Array[] {
    const replies: Uint8Array[] = [];
    for (const byte of bytes) {
      this.#held.push(byte);
      if (this.#held.length < QUESTION_SIZE) continue;
      const question = readEscPosQuestion(Uint8Array.from(this.#held));
      if (question !== undefined) replies.push(...replyTo(question, this.#device));
      this.#held = question === undefined ? this.#held.slice(1) : [];
    }
    return replies;
  }
}

function replyTo({ is, n }: EscPosQuestion, device: VirtualDevice): readonly Uint8Array[] {
  if (is === 'status') return [Uint8Array.of(IDLE | bitsOf(n, device))];
  // off line it keeps the question in its buffer
  if (device.state === 'stopped') return [];
  const texts = { 65: device.firmware, 66: device.make, 67: device.model, 68: device.serial };
  return [encodeBlock(texts[n])];
}

function bitsOf(n: 1 | 2 | 3 | 4, device: VirtualDevice): number {
  const says = (word: string) => device.stateReasons.some((reason) => reason.startsWith(word));
  const when = (holds: boolean, bit: number) => (holds ? bit : 0);
  const stopped = device.state === 'stopped';
  switch (n) {
    case 1:
      // the drawer's pin is high in every capture
      return statusBits[1].drawerHigh | when(stopped, statusBits[1].offLine);
    case 2:
      return (
        when(says('cover-open'), statusBits[2].coverOpen) |
        when(says('media-empty') && stopped, statusBits[2].paperEndStop) |
        when(says('cutter-failure') || says('other-error'), statusBits[2].error)
      );
    case 3:
      return (
        when(says('cutter-failure'), statusBits[3].cutterError) |
        when(says('other-error'), statusBits[3].recoverableError)
      );
    case 4:
      return (
        when(says('media-empty'), statusBits[4].paperEnd | statusBits[4].paperNearEnd) |
        when(says('media-low'), statusBits[4].paperNearEnd)
      );
  }
}

/** 0001 0010: all well. */
const IDLE = 0x12;
const QUESTION_SIZE = 3;
