import { createHash } from 'node:crypto';
import { type Clock, type Dice, Fault, formatHex, type Millis, type Store } from '@quietport/core';

/** What a program may do by a token: read metrics alone, read all, act on devices, or all. Each includes those before it. */
export type TokenScope = 'metrics' | 'read' | 'operate' | 'admin';

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly scope: TokenScope;
  readonly at: Millis;
  /** Who made it; null for whoever was on this machine before there were users. */
  readonly by: string | null;
  readonly expiresAt: Millis | null;
  /** To the minute. */
  readonly usedAt: Millis | null;
}

export interface TokenWish extends Pick<Token, 'name' | 'scope' | 'by' | 'expiresAt'> {}

interface TokensWish {
  readonly store: Pick<Store, 'records' | 'transaction'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly dice: Dice;
}

/** What programs ask by, in place of a person's session. Of each only the SHA-256 is kept: 256 random bits need no slow hash. */
export class Tokens {
  readonly #wish: TokensWish;

  constructor(wish: TokensWish) {
    this.#wish = wish;
  }

  /** The text of the token is told this once. Throws `token/past` where it would have expired already. */
  async make({ name, scope, by, expiresAt }: TokenWish): Promise<{ readonly token: Token; readonly text: string }> {
    const { store, clock, dice } = this.#wish;
    const at = clock.now();
    if (expiresAt !== null && expiresAt <= at) throw new Fault('token/past');
    const text = `${PREFIX}${Buffer.from(dice.bytes(32)).toString('base64url')}`;
    const id = formatHex(dice.bytes(6));
    const value: TokenValue = { id, name, scope, by, expiresAt, usedAt: null };
    await store.records.put([{ kind: KIND, id: digest(text), at, value }]);
    return { token: { ...value, at }, text };
  }

  /** The oldest first. */
  async list(): Promise<readonly Token[]> {
    return (await this.#rows()).map(({ at, value }) => ({ ...(value as TokenValue), at })).reverse();
  }

  /** From now on it opens nothing. Throws `token/not-found`. */
  async remove(id: string): Promise<Token> {
    const row = (await this.#rows()).find(({ value }) => (value as TokenValue).id === id);
    if (row === undefined) throw new Fault('token/not-found', { token: id });
    await this.#wish.store.records.remove(KIND, [row.id]);
    return { ...(row.value as TokenValue), at: row.at };
  }

  /** Which token that text is. Throws `token/unknown` and `token/expired`. */
  async whose(text: string): Promise<Token> {
    const { store, clock } = this.#wish;
    const key = digest(text);
    const row = await store.records.get(KIND, key);
    if (row === undefined) throw new Fault('token/unknown');
    const value = row.value as TokenValue;
    const now = clock.now();
    if (value.expiresAt !== null && value.expiresAt <= now)
      throw new Fault('token/expired', { name: value.name, at: new Date(value.expiresAt).toISOString() });
    if (value.usedAt === null || now - value.usedAt >= USED_EVERY) await this.#use(key, now);
    return { ...value, at: row.at };
  }

  /** Nothing is written of a token that was taken back meanwhile. */
  async #use(key: string, usedAt: Millis): Promise<void> {
    await this.#wish.store.transaction(async ({ records }) => {
      const row = await records.get(KIND, key);
      if (row !== undefined) await records.put([{ ...row, value: { ...row.value, usedAt } }]);
    });
  }

  #rows() {
    return this.#wish.store.records.list(KIND, { most: Number.MAX_SAFE_INTEGER });
  }
}

type TokenValue = Omit<Token, 'at'>;

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** So that one is known for what it is where it was left lying about. */
const PREFIX = 'qp_';
const KIND = 'token';
const USED_EVERY = 60_000;
