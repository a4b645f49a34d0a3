import { ByteReader } from '../bytes/byte-reader.ts';
import { readCaptureFile } from './capture-file.ts';
import { type CapturedPacket, MOST_PACKET } from './capture-packet.ts';
import { isPcap } from './pcap.ts';
import { isPcapng } from './pcapng.ts';

/**
 * A capture that is still being written, in pieces as they come: each whole packet is given out at once. It only finds
 * where records end; what they hold is read as in a file.
 */
export class CaptureStream {
  #pending: Uint8Array = new Uint8Array();
  /** What a reader has to know before the next packet: the file's head, or the section with its interfaces. */
  #head: Uint8Array | undefined;
  #little = false;
  #ng = false;
  /** True where something came that no capture has: nothing more comes out. */
  damaged = false;

  push(piece: Uint8Array): readonly CapturedPacket[] {
    if (this.damaged) return [];
    this.#pending = joined(this.#pending, piece);
    const records: Uint8Array[] = [];
    for (let record = this.#next(); record !== undefined; record = this.#next()) records.push(record);
    return this.#read(records);
  }

  /** The next whole block or record. */
  #next(): Uint8Array | undefined {
    const bytes = this.#pending;
    if (this.damaged || bytes.length < 12) return undefined;
    if (this.#head === undefined) return this.#begin();
    const at = new ByteReader(bytes, this.#ng ? 4 : 8);
    if (this.#ng && isPcapng(bytes)) this.#little = bytes[8] === 0x4d;
    const length = (this.#little ? at.u32Le('length') : at.u32('length')) + (this.#ng ? 0 : PACKET_HEAD);
    if (length < 12 || length > MOST_PACKET + 4096) {
      this.damaged = true;
      return undefined;
    }
    return this.#taken(length);
  }

  #begin(): Uint8Array | undefined {
    const bytes = this.#pending;
    this.#ng = isPcapng(bytes);
    if (!this.#ng && !isPcap(bytes)) {
      this.damaged = true;
      return undefined;
    }
    // a magic that reads backwards: d4c3b2a1, 4d3cb2a1
    this.#little = bytes[0] === 0xd4 || bytes[0] === 0x4d;
    if (this.#ng) {
      this.#head = new Uint8Array();
      return this.#next();
    }
    const head = this.#taken(FILE_HEAD);
    if (head !== undefined) this.#head = head;
    return head === undefined ? undefined : this.#next();
  }

  #taken(length: number): Uint8Array | undefined {
    if (this.#pending.length < length) return undefined;
    const record = this.#pending.slice(0, length);
    this.#pending = this.#pending.subarray(length);
    return record;
  }

  #read(records: readonly Uint8Array[]): readonly CapturedPacket[] {
    const packets: CapturedPacket[] = [];
    for (const record of records) {
      if (this.#ng && isPcapng(record)) this.#head = record;
      else if (this.#ng && this.#typeOf(record) === INTERFACE) this.#head = joined(this.#head!, record);
      else {
        const reading = readCaptureFile(joined(this.#head!, record));
        const step = reading?.next();
        if (step === undefined || (step.done === true && step.value.is !== 'whole')) this.damaged = true;
        else if (step.done !== true) packets.push(step.value);
      }
    }
    return packets;
  }

  #typeOf(block: Uint8Array): number {
    const r = new ByteReader(block);
    return this.#little ? r.u32Le('type') : r.u32('type');
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const FILE_HEAD = 24;
const PACKET_HEAD = 16;
const INTERFACE = 1;
