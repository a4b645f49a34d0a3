import { decodeText, encodeText } from '../../bytes/text.ts';
import type { Answering, Printed, StreamBehaviour, VirtualDevice } from '../../contracts/virtual-device.ts';
import { decodeLpdCommand } from './codec.ts';

/** The device side on 515: takes jobs into any queue, prints them at once, and says that nothing waits. */
export function answers(device: VirtualDevice): readonly Answering[] {
  const jobs = { count: 0 };
  return [{ on: 'tcp', port: 515, open: () => new PrintDaemon(device, jobs) }];
}

/** One connection. Lines and files may come cut anywhere. */
class PrintDaemon implements StreamBehaviour {
  readonly #device: VirtualDevice;
  readonly #jobs: { count: number };
  #held: Uint8Array = new Uint8Array();
  #receiving = false;
  /** The file that comes now: its name and how many bytes, without the zero byte behind it. */
  #file: { readonly is: 'control' | 'data'; readonly size: number } | undefined;
  #control = '';
  #data: Uint8Array | undefined;

  constructor(device: VirtualDevice, jobs: { count: number }) {
    this.#device = device;
    this.#jobs = jobs;
  }

  greet(): readonly Uint8Array[] {
    return [];
  }

  take(bytes: Uint8Array): readonly Uint8Array[] | 'close' {
    this.#held = joined(this.#held, bytes);
    const said: Uint8Array[] = [];
    for (;;) {
      const reply = this.#file === undefined ? this.#takeLine() : this.#takeFile(this.#file);
      if (reply === undefined) return said;
      if (reply === 'close') return said.length > 0 ? said : 'close';
      said.push(reply);
    }
  }

  /** What came in order is printed when the other side has said all; half a file is no document. */
  closed(): void {
    if (this.#data === undefined) return;
    const [job, data] = [++this.#jobs.count, this.#data];
    const row = (letter: string) =>
      this.#control
        .split('\n')
        .find((line) => line.startsWith(letter))
        ?.slice(1) ?? '';
    const printed: Printed = {
      ...{ device: this.#device.id, way: 'lpd', job, name: row('J') || row('N'), user: row('P') },
      ...{ format: 'application/octet-stream', bytes: data },
    };
    this.#data = undefined;
    this.#device.prints?.(printed);
  }

  #takeLine(): Uint8Array | 'close' | undefined {
    const end = this.#held.indexOf(LINE_END);
    if (end < 0) return this.#held.length > LONGEST_LINE ? 'close' : undefined;
    const line = this.#held.subarray(0, end + 1);
    this.#held = this.#held.slice(end + 1);
    const decoded = decodeLpdCommand(line);
    if (!decoded.ok) return REFUSED;
    const { command, operands } = decoded.value;
    if (!this.#receiving) {
      if (command === STATE_SHORT || command === STATE_LONG) return encodeText('no entries\n');
      this.#receiving = command === RECEIVE_JOB;
      return command === PRINT_WAITING || this.#receiving ? TAKEN : REFUSED;
    }
    if (command === ABORT) {
      this.#data = undefined;
      return TAKEN;
    }
    const size = /^\d{1,10}$/.test(operands[0] ?? '') ? Number(operands[0]) : undefined;
    const is = command === CONTROL_FILE ? 'control' : command === DATA_FILE ? 'data' : undefined;
    if (size === undefined || is === undefined || size > MOST_BYTES) return REFUSED;
    this.#file = { is, size };
    return TAKEN;
  }

  #takeFile({ is, size }: { readonly is: 'control' | 'data'; readonly size: number }): Uint8Array | undefined {
    if (this.#held.length <= size) return undefined;
    const file = this.#held.slice(0, size);
    const whole = this.#held[size] === 0;
    this.#held = this.#held.slice(size + 1);
    this.#file = undefined;
    if (!whole) return REFUSED;
    if (is === 'control') this.#control = decodeText(file);
    else this.#data = file;
    return TAKEN;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice();
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

// RFC 1179, sections 5 and 6
const PRINT_WAITING = 0x01;
const RECEIVE_JOB = 0x02;
const STATE_SHORT = 0x03;
const STATE_LONG = 0x04;
const ABORT = 0x01;
const CONTROL_FILE = 0x02;
const DATA_FILE = 0x03;
const LINE_END = 0x0a;
const TAKEN = Uint8Array.of(0);
const REFUSED = Uint8Array.of(1);
const LONGEST_LINE = 1024;
const MOST_BYTES = 16 * 1024 * 1024;
