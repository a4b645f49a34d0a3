import type { Datagram } from '../../contracts/network.ts';
import type { Ncdp2Frame } from './codec.ts';
import type { WaitingProbe } from './waiting-probes.ts';

/** A device that an answered probe had proved, and the datagram in which somebody says that it leaves. */
export interface Leaving {
  readonly heard: Datagram;
  readonly frame: Ncdp2Frame;
  readonly probe: WaitingProbe;
}

/**
 * Who is said to leave, until two probes contradict it or were sent in vain (section 5): anybody can forge a goodbye.
 * Times are those of the conversation's monotonic clock. There are no more of them than known devices.
 */
export class Goodbyes {
  readonly #open = new Map<string, Leaving & { asked: number; askedAtMs: number; waits: boolean }>();
  readonly #gone = new Set<string>();

  /** How many are not decided yet. */
  get size(): number {
    return this.#open.size;
  }

  /** A server that says goodbye for many still answers while it does: the first probe waits as well. */
  said(place: string, leaving: Leaving, nowMs: number): void {
    if (this.#gone.has(place) || this.#open.has(place)) return;
    this.#open.set(place, { ...leaving, asked: 0, askedAtMs: nowMs, waits: false });
  }

  /** Whether this place is leaving or has left: whatever comes from it then is worth a question. */
  has(place: string): boolean {
    return this.#open.has(place) || this.#gone.has(place);
  }

  asked(place: string, nowMs: number): void {
    const row = this.#open.get(place);
    if (row === undefined) return;
    row.asked++;
    row.askedAtMs = nowMs;
    row.waits = false;
  }

  /** It is there. True where it had left before, or was about to. */
  answered(place: string): boolean {
    const open = this.#open.delete(place);
    return this.#gone.delete(place) || open;
  }

  /** Whom to ask now, and who is gone: two probes were sent, and the time for the second is over. */
  due(nowMs: number): { readonly ask: readonly WaitingProbe[]; readonly gone: readonly Leaving[] } {
    const ask: WaitingProbe[] = [];
    const gone: Leaving[] = [];
    for (const [place, row] of this.#open) {
      if (row.waits || nowMs - row.askedAtMs < ANSWER_MS) continue;
      if (row.asked < PROBES) {
        row.waits = true;
        ask.push(row.probe);
      } else {
        this.#open.delete(place);
        this.#gone.add(place);
        gone.push(row);
      }
    }
    return { ask, gone };
  }
}

const PROBES = 2;
const ANSWER_MS = 1_000;
