import { createHash } from 'node:crypto';
import type { Clock, Millis, Store } from '@quietport/core';

/** One sign-in, as its owner sees it. */
export interface Session {
  /** Names it; nobody is let in by it. */
  readonly id: string;
  readonly at: Millis;
  /** When it was last used, to the minute. */
  readonly seen: Millis;
  /** Where the sign-in came from; unknown for those of before this was kept. */
  readonly address: string | undefined;
}

type Records = Store['records'];

/** Who has signed in, and until when that holds. Of the secret of a session only the SHA-256 is kept. */
export class Sessions {
  readonly #store: Pick<Store, 'records' | 'transaction'>;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(store: Pick<Store, 'records' | 'transaction'>, clock: Pick<Clock, 'now'>) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Within a transaction. Those that are over are cleared away. */
  async begin(records: Records, secret: string, user: string, address: string): Promise<void> {
    const now = this.#clock.now();
    await records.put([{ kind: SESSION, id: digest(secret), at: now, value: { user, seen: now, address } }]);
    await drop(records, (session, at) => isOver(session, at, now));
  }

  /** The name of the user; undefined where it has ended, was unused for 8 hours, or is 7 days old. */
  async userOf(secret: string): Promise<string | undefined> {
    const { records } = this.#store;
    const id = digest(secret);
    const row = await records.get(SESSION, id);
    if (row === undefined) return undefined;
    const now = this.#clock.now();
    const session = row.value as SessionValue;
    if (isOver(session, row.at, now)) {
      await records.remove(SESSION, [id]);
      return undefined;
    }
    if (now - session.seen >= SEEN_EVERY) await this.#see(id, now);
    return session.user;
  }

  async end(secret: string): Promise<void> {
    await this.#store.records.remove(SESSION, [digest(secret)]);
  }

  /** Those of a user that hold, the latest sign-in first. */
  async of(user: string): Promise<readonly Session[]> {
    const now = this.#clock.now();
    return (await this.#store.records.list(SESSION, { most: Number.MAX_SAFE_INTEGER }))
      .map(({ id, at, value }) => ({ id: shortId(id), at, session: value as SessionValue }))
      .filter(({ at, session }) => session.user === user && !isOver(session, at, now))
      .map(({ id, at, session: { seen, address } }) => ({ id, at, seen, address }));
  }

  /** Ends the one of that user that has this id, and says which it was. */
  async endOne(user: string, id: string): Promise<Session | undefined> {
    const found = (await this.of(user)).find((session) => session.id === id);
    if (found === undefined) return undefined;
    await drop(this.#store.records, (session, _, key) => session.user === user && shortId(key) === id);
    return found;
  }

  /** Nothing is written for a session that has ended meanwhile. */
  async #see(id: string, now: Millis): Promise<void> {
    await this.#store.transaction(async ({ records }) => {
      const row = await records.get(SESSION, id);
      if (row !== undefined) await records.put([{ ...row, value: { ...row.value, seen: now } }]);
    });
  }

  /** The id of the session with that secret. */
  idOf(secret: string): string {
    return shortId(digest(secret));
  }
}

/** Ends every session of a user, but for the one with that secret. */
export async function endSessionsOf(records: Records, user: string, but?: string): Promise<void> {
  const kept = but === undefined ? undefined : digest(but);
  await drop(records, (session, _, id) => session.user === user && id !== kept);
}

interface SessionValue {
  readonly user: string;
  readonly seen: Millis;
  readonly address?: string;
}

function isOver({ seen }: SessionValue, at: Millis, now: Millis): boolean {
  return now - seen > IDLE || now - at > LONGEST;
}

async function drop(
  records: Records,
  which: (session: SessionValue, at: Millis, id: string) => boolean,
): Promise<void> {
  const rows = await records.list(SESSION, { most: Number.MAX_SAFE_INTEGER });
  const ended = rows.filter(({ value, at, id }) => which(value as SessionValue, at, id));
  await records.remove(
    SESSION,
    ended.map(({ id }) => id),
  );
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function shortId(digested: string): string {
  return digested.slice(0, 16);
}

const SESSION = 'session';
const IDLE = 8 * 3_600_000;
const LONGEST = 7 * 24 * 3_600_000;
const SEEN_EVERY = 60_000;
