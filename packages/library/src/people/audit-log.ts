import { type Clock, type Dice, formatHex, type Millis, type Store } from '@quietport/core';

/** One thing that somebody wanted changed. */
export interface AuditRow {
  readonly id: string;
  readonly at: Millis;
  /** A user, a token by its name, or null for whoever is on this machine before there are users. */
  readonly by: AuditActor;
  readonly address: string;
  /** The operation, as the description of the API names it. */
  readonly operation: string;
  /** What it was about: what the path names, and the values that are no secret. */
  readonly about: Readonly<Record<string, string | number | boolean>>;
  /** `done`, or the code of the error; null where the program ended before it was known. */
  readonly outcome: string | null;
}

export interface AuditActor {
  readonly is: 'local' | 'user' | 'token' | 'nobody';
  readonly name: string | null;
}

interface AuditLogWish {
  readonly store: Pick<Store, 'records'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly dice: Dice;
}

/** Who changed what, when, and what came of it. */
export class AuditLog {
  readonly #wish: AuditLogWish;
  #last = 0;

  constructor(wish: AuditLogWish) {
    this.#wish = wish;
  }

  /** Written before anything is done: what cannot be written down is not done. Says then what came of it. */
  async begin(
    row: Pick<AuditRow, 'by' | 'address' | 'operation' | 'about'>,
  ): Promise<(outcome: string) => Promise<void>> {
    const { store, clock, dice } = this.#wish;
    const id = formatHex(dice.bytes(8));
    // rows of one millisecond keep their order
    const at = Math.max(clock.now(), this.#last + 1);
    this.#last = at;
    const keep = (outcome: string | null) => store.records.put([{ kind: KIND, id, at, value: { ...row, outcome } }]);
    await keep(null);
    return keep;
  }

  /** The latest first, behind the one given; only those by that name, and those since then, where that is given. */
  async page(
    most: number,
    behind: { readonly at: Millis; readonly id: string } | undefined,
    by: string | undefined,
    since: Millis = 0,
  ): Promise<readonly AuditRow[]> {
    const found: AuditRow[] = [];
    let last = behind;
    for (;;) {
      const rows = await this.#wish.store.records.list(KIND, {
        most: 500,
        ...(last === undefined ? {} : { behind: last }),
      });
      for (const { id, at, value } of rows) {
        if (at < since) return found;
        const row = { ...(value as Omit<AuditRow, 'id' | 'at'>), id, at };
        if (by === undefined || row.by.name === by) found.push(row);
        if (found.length === most) return found;
      }
      last = rows.at(-1);
      if (last === undefined || rows.length < 500) return found;
    }
  }

  /** Lets go of what is older than two years. */
  async tidy(): Promise<void> {
    const { store, clock } = this.#wish;
    const rows = await store.records.list(KIND, { most: Number.MAX_SAFE_INTEGER });
    const old = rows.filter(({ at }) => at < clock.now() - KEPT).map(({ id }) => id);
    await store.records.remove(KIND, old);
  }
}

const KIND = 'audit';
const KEPT = 2 * 365 * 86_400_000;
