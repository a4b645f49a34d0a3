import type { IpPacket } from './ip-packet.ts';

interface Part {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

interface Heap {
  readonly parts: Part[];
  bytes: number;
  total: number | undefined;
}

/**
 * Puts fragments together (RFC 815 in spirit: by offsets, whatever their order). Bounded: of too many unfinished packets
 * the oldest is given up. Where parts overlap with other bytes the packet is given up, too (RFC 5722).
 */
export class IpFragments {
  readonly #heaps = new Map<string, Heap>();
  /** Packets of which a part never came, or came twice with other bytes. */
  lost = 0;

  /** The whole packet, once its last missing part is there; what is no fragment passes as it is. */
  take(packet: IpPacket): IpPacket | undefined {
    const { fragment, from, to, protocol, family } = packet;
    if (fragment === undefined) return packet;
    const key = `${from} ${to} ${family === 4 ? protocol : ''} ${fragment.id}`;
    const heap = this.#heaps.get(key) ?? { parts: [], bytes: 0, total: undefined };
    this.#heaps.set(key, heap);
    const end = fragment.offset + packet.payload.length;
    if (end > MOST_BYTES || heap.parts.length >= MOST_PARTS || !place(heap, fragment.offset, packet.payload)) {
      this.#heaps.delete(key);
      this.lost++;
      return undefined;
    }
    if (!fragment.more) heap.total = end;
    this.#forgetOldest();
    if (heap.total === undefined || heap.bytes < heap.total) return undefined;
    this.#heaps.delete(key);
    return { family, from, to, protocol, payload: joined(heap, heap.total) };
  }

  /** At the end: what is left was never whole. */
  end(): void {
    this.lost += this.#heaps.size;
    this.#heaps.clear();
  }

  #forgetOldest(): void {
    if (this.#heaps.size <= MOST_HEAPS) return;
    const [oldest] = this.#heaps.keys();
    this.#heaps.delete(oldest!);
    this.lost++;
  }
}

/** False where it overlaps with others; the same part again is nothing new. */
function place(heap: Heap, offset: number, bytes: Uint8Array): boolean {
  for (const part of heap.parts) {
    if (part.offset === offset && part.bytes.length === bytes.length) return true;
    if (offset < part.offset + part.bytes.length && part.offset < offset + bytes.length) return false;
  }
  heap.parts.push({ offset, bytes });
  heap.bytes += bytes.length;
  return true;
}

function joined({ parts }: Heap, total: number): Uint8Array {
  const whole = new Uint8Array(total);
  for (const { offset, bytes } of parts) if (offset + bytes.length <= total) whole.set(bytes, offset);
  return whole;
}

const MOST_BYTES = 65_535;
const MOST_PARTS = 128;
const MOST_HEAPS = 256;
