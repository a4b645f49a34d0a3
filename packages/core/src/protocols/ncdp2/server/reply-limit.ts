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
  /** When each counted reply left, and to whom, the oldest first; what is before `#oldest` is forgotten. */
  #goneAt: number[] = [];
  #goneTo: Source[] = [];
  #oldest = 0;
  /** Those to whom something went within the last second. */
  readonly #sources = new Map<string, Source>();
  /** What an address counts as; a few ask again and again. */
  readonly #byAddress = new Map<string, Source>();

  constructor(rates: ReplyRates) {
    this.#rates = rates;
  }

  /** True where another reply may go to this address now, `nowMs` being monotonic. It is counted by `count`. */
  permits(address: string, nowMs: number): boolean {
    this.#forget(nowMs);
    if (this.#goneAt.length - this.#oldest >= this.#rates.inAll) return false;
    return this.#sourceOf(address).replies < this.#rates.perSource;
  }

  count(address: string, nowMs: number): void {
    const source = this.#sourceOf(address);
    if (source.replies++ === 0) this.#sources.set(source.key, source);
    this.#goneAt.push(nowMs);
    this.#goneTo.push(source);
  }

  /** The name of a source, as `sourceKey` has it. */
  source(address: string): string {
    return this.#sourceOf(address).key;
  }

  #sourceOf(address: string): Source {
    const known = this.#byAddress.get(address);
    if (known !== undefined && known.replies > 0) return known;
    // to nobody of that name went anything by this one: another address of the same source may have counted meanwhile
    const key = known?.key ?? sourceKey(address);
    const source = this.#sources.get(key) ?? known ?? { key, replies: 0 };
    if (source === known) return known;
    if (this.#byAddress.size >= ADDRESSES_MOST) this.#byAddress.clear();
    this.#byAddress.set(address, source);
    return source;
  }

  #forget(nowMs: number): void {
    const { length } = this.#goneAt;
    for (; this.#oldest < length && nowMs - this.#goneAt[this.#oldest]! >= SECOND_MS; this.#oldest++) {
      const source = this.#goneTo[this.#oldest]!;
      if (--source.replies === 0) this.#sources.delete(source.key);
    }
    // in one piece now and then: taking away the first of many is slow
    if (this.#oldest > 64 && this.#oldest * 2 > length) {
      this.#goneAt = this.#goneAt.slice(this.#oldest);
      this.#goneTo = this.#goneTo.slice(this.#oldest);
      this.#oldest = 0;
    }
  }
}

/** One who asks, and how many replies went there within the last second. */
interface Source {
  readonly key: string;
  replies: number;
}

const ADDRESSES_MOST = 1024;
const SECOND_MS = 1000;
