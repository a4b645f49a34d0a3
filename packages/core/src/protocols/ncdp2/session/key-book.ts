import { formatHex, parseHex } from '../../../bytes/hex.ts';
import type { Clock } from '../../../contracts/clock.ts';
import { decodeNcdp2, type Ncdp2Frame } from '../codec.ts';
import { RESULT } from '../codec-tables.ts';
import type { AuditEntry } from './audit.ts';

/** What is known of an idempotency key: its first answer, that one is on its way, or that nobody knows what came of it. */
export type KeyState =
  | { readonly is: 'new' }
  | { readonly is: 'other-request' }
  | { readonly is: 'under-way'; readonly done: Promise<void> }
  | { readonly is: 'outcome-unknown' }
  | { readonly is: 'answered'; readonly reply: Ncdp2Frame };

/**
 * The idempotency keys of the last ten minutes (open profile, section 6), each for its login. What they came to is in the
 * audit log, and comes back from there after a restart.
 */
export class KeyBook {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #rows = new Map<string, Row>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  state(who: string, key: Uint8Array, request: string): KeyState {
    this.#purge();
    const row = this.#rows.get(nameOf(who, formatHex(key)));
    if (row === undefined) return { is: 'new' };
    if (row.request !== request) return { is: 'other-request' };
    if (row.reply !== undefined) return { is: 'answered', reply: row.reply };
    return row.done === undefined ? { is: 'outcome-unknown' } : { is: 'under-way', done: row.done };
  }

  /** Seconds until there is room for another key; 0 where there is. */
  fullFor(): number {
    this.#purge();
    const [oldest] = this.#rows.values();
    if (oldest === undefined || this.#rows.size < MOST_KEYS) return 0;
    return Math.max(1, Math.ceil((oldest.at + KEPT_MS - this.#clock.monotonic()) / 1000));
  }

  /** Takes the key for this request; what is returned is called with the answer, or with none that is kept. */
  begin(who: string, key: Uint8Array, request: string): (reply: Ncdp2Frame | undefined) => void {
    const name = nameOf(who, formatHex(key));
    let finish = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.#rows.set(name, { request, at: this.#clock.monotonic(), done });
    return (reply) => {
      if (reply !== undefined && isKept(reply.result))
        this.#rows.set(name, { request, at: this.#clock.monotonic(), reply });
      else this.#rows.delete(name);
      finish();
    };
  }

  /** What the audit log of earlier runs tells, oldest first. `now` is of the same clock as its times. */
  restore(entries: readonly AuditEntry[], now: number): void {
    const open = new Map<string, string>();
    for (const entry of entries) {
      // where the wall clock went back, what seems to come from the future is as young as can be
      const age = Math.max(0, now - entry.at);
      const at = this.#clock.monotonic() - age;
      if (entry.is === 'request' && entry.key !== undefined && entry.request !== undefined) {
        const name = nameOf(entry.who, entry.key);
        open.set(entry.id, name);
        this.#rows.delete(name);
        this.#rows.set(name, { request: entry.request, at });
      } else if (entry.is === 'result') {
        const name = open.get(entry.id);
        const row = name === undefined ? undefined : this.#rows.get(name);
        if (name === undefined || row === undefined) continue;
        const reply = replyIn(entry.reply);
        if (!isKept(entry.result)) this.#rows.delete(name);
        else if (reply !== undefined) this.#rows.set(name, { request: row.request, at, reply });
      }
    }
    this.#purge();
  }

  #purge(): void {
    const now = this.#clock.monotonic();
    for (const [name, { at, done }] of this.#rows)
      if (done === undefined && now - at >= KEPT_MS) this.#rows.delete(name);
  }
}

/** Section 6: the others may come out otherwise when they are asked again. */
export function isKept(result: number): boolean {
  return kept.includes(result);
}

interface Row {
  readonly request: string;
  /** By the monotonic clock. */
  readonly at: number;
  readonly done?: Promise<void>;
  readonly reply?: Ncdp2Frame;
}

function replyIn(hex: string | undefined): Ncdp2Frame | undefined {
  const bytes = hex === undefined ? undefined : parseHex(hex);
  const decoded = bytes === undefined ? undefined : decodeNcdp2(bytes);
  return decoded?.ok === true ? decoded.value : undefined;
}

function nameOf(who: string, key: string): string {
  return `${key} ${who}`;
}

const kept: readonly number[] = [RESULT.done, RESULT.partly, RESULT.refused, RESULT.internal];
const KEPT_MS = 600_000;
const MOST_KEYS = 1_000;
