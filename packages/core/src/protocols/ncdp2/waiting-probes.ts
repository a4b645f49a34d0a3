import type { Endpoint } from '../../net/endpoint.ts';
import type { DeviceAt } from './request.ts';

/** A question that somebody's notification led to. */
export interface WaitingProbe {
  readonly to: Endpoint;
  readonly device: DeviceAt;
}

/**
 * Questions that wait for their turn: at most 2 a second to one address and 20 in all (section 5), each device once
 * however often it is named, and no more of them than `most`: a flood of forged names pushes nobody out who waited before.
 */
export class WaitingProbes {
  readonly #waiting = new Map<string, WaitingProbe>();
  /** When the last probes left, oldest first: at most a second's worth. */
  #left: { readonly address: string; readonly atMs: number }[] = [];
  readonly #most: number;

  constructor(most = 1_000) {
    this.#most = most;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** False where the list is full. */
  add(probe: WaitingProbe): boolean {
    const { to, device } = probe;
    const key = `${to.address} ${to.port} ${device.type} ${device.number}`;
    if (this.#waiting.has(key)) return true;
    if (this.#waiting.size >= this.#most) return false;
    this.#waiting.set(key, probe);
    return true;
  }

  /** Those that may leave now; whoever takes them sends them. */
  due(nowMs: number): readonly WaitingProbe[] {
    this.#left = this.#left.filter(({ atMs }) => nowMs - atMs < A_SECOND);
    const due: WaitingProbe[] = [];
    for (const [key, probe] of this.#waiting) {
      if (this.#left.length >= IN_ALL) break;
      const { address } = probe.to;
      if (this.#left.filter((row) => row.address === address).length >= TO_ONE_ADDRESS) continue;
      this.#waiting.delete(key);
      this.#left.push({ address, atMs: nowMs });
      due.push(probe);
    }
    return due;
  }
}

const A_SECOND = 1_000;
const TO_ONE_ADDRESS = 2;
const IN_ALL = 20;
