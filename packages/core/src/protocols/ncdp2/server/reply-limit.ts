import { sourceKey } from '../../../net/source-key.ts';

export interface ReplyRates {
  /** Replies in any second to one source, and to all together. */
  readonly perSource: number;
  readonly inAll: number;
}

/** Section 5. */
export const replyRates: ReplyRates = { perSource: 20, inAll: 200 };

/**
 * Counts replies over a sliding second, by source: an IPv6 one by its /64, a link-local one by its address. What it
 * remembers is bounded by what it lets go.
 */
export class ReplyLimit {
  readonly #rates: ReplyRates;
  readonly #gone: { readonly at: number; readonly source: string }[] = [];
  #oldest = 0;
  readonly #bySource = new Map<string, number>();
  /** What an address counts as; a few ask again and again. */
  readonly #keys = new Map<string, string>();

  constructor(rates: ReplyRates) {
    this.#rates = rates;
  }

  /** True where another reply may go to this address now, `nowMs` being monotonic. It is counted by `count`. */
  permits(address: string, nowMs: number): boolean {
    this.#forget(nowMs);
    if (this.#gone.length - this.#oldest >= this.#rates.inAll) return false;
    return (this.#bySource.get(this.source(address)) ?? 0) < this.#rates.perSource;
  }

  count(address: string, nowMs: number): void {
    const source = this.source(address);
    this.#gone.push({ at: nowMs, source });
    this.#bySource.set(source, (this.#bySource.get(source) ?? 0) + 1);
  }

  /** The name of a source, as `sourceKey` has it. */
  source(address: string): string {
    const known = this.#keys.get(address);
    if (known !== undefined) return known;
    if (this.#keys.size >= KEYS_MOST) this.#keys.clear();
    const source = sourceKey(address);
    this.#keys.set(address, source);
    return source;
  }

  #forget(nowMs: number): void {
    const gone = this.#gone;
    for (; this.#oldest < gone.length; this.#oldest++) {
      const { at, source } = gone[this.#oldest]!;
      if (nowMs - at < SECOND_MS) break;
      const left = (this.#bySource.get(source) ?? 1) - 1;
      if (left === 0) this.#bySource.delete(source);
      else this.#bySource.set(source, left);
    }
    // in one piece now and then: taking away the first of many is slow
    if (this.#oldest > 64 && this.#oldest * 2 > gone.length) {
      gone.splice(0, this.#oldest);
      this.#oldest = 0;
    }
  }
}

const KEYS_MOST = 1024;
const SECOND_MS = 1000;
