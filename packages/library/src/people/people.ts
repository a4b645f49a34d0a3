import { createHash } from 'node:crypto';
import { type Clock, type Dice, Fault, type Millis, type Store } from '@quietport/core';
import { hashPassword, isPassword, type PasswordHash, type ScryptCost, usualCost } from './password.ts';
import { Tries } from './tries.ts';

export type PersonRole = 'viewer' | 'operator' | 'admin';

export interface Person {
  readonly name: string;
  readonly role: PersonRole;
  readonly at: Millis;
}

/** The secret is for the one who has signed in; of it only the hash is kept. */
export interface SignedIn {
  readonly person: Person;
  readonly secret: string;
}

export interface PeopleWish {
  readonly store: Pick<Store, 'records' | 'transaction'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly dice: Dice;
  /** What a new password hash costs; 128 MiB of memory by default. */
  readonly cost?: ScryptCost;
}

/** Who may use this house: users with their roles, and their sessions. All of it are records of the inventory. */
export class People {
  readonly #wish: PeopleWish;
  readonly #cost: ScryptCost;
  readonly #byName = new Tries(5_000);
  readonly #byAddress = new Tries(60_000);
  #hashing = 0;

  constructor(wish: PeopleWish) {
    this.#wish = wish;
    this.#cost = wish.cost ?? usualCost;
  }

  /** Whether there is any user: until then everybody on this machine may do all. */
  async isSetUp(): Promise<boolean> {
    return (await this.#wish.store.records.list(USER, { most: 1 })).length > 0;
  }

  /** The first user, who is an admin. Throws `user/set-up-already`. */
  async setUp(name: string, password: string): Promise<Person> {
    if (await this.isSetUp()) throw new Fault('user/set-up-already');
    const hash = await this.#hash(password);
    const at = this.#wish.clock.now();
    await this.#wish.store.transaction(async ({ records }) => {
      if ((await records.list(USER, { most: 1 })).length > 0) throw new Fault('user/set-up-already');
      await records.put([{ kind: USER, id: name, at, value: { role: 'admin', hash } }]);
    });
    return { name, role: 'admin', at };
  }

  /** Throws `user/wrong-password`, which does not say whether there is such a user, and `user/too-many-tries`. */
  async signIn(name: string, password: string, address: string): Promise<SignedIn> {
    const { store, clock, dice } = this.#wish;
    const now = clock.now();
    const wait = Math.max(this.#byName.wait(name, now), this.#byAddress.wait(address, now));
    if (wait > 0) throw new Fault('user/too-many-tries', { seconds: Math.ceil(wait / 1000) });
    this.#byName.begin(name, now);
    this.#byAddress.begin(address, now);
    const kept = (await store.records.get(USER, name))?.value as UserValue | undefined;
    if (!(await this.#alone(() => isPassword(password, kept?.hash, this.#cost))))
      throw new Fault('user/wrong-password');
    this.#byName.succeeded(name);
    this.#byAddress.succeeded(address);
    const again = kept !== undefined && differs(kept.hash, this.#cost) ? await this.#hash(password) : undefined;
    const secret = Buffer.from(dice.bytes(32)).toString('base64url');
    return store.transaction(async ({ records }) => {
      // whoever was removed or given another password meanwhile is not let in
      const user = await records.get(USER, name);
      const value = user?.value as UserValue | undefined;
      if (user === undefined || value === undefined || value.hash.hash !== kept?.hash.hash)
        throw new Fault('user/wrong-password');
      if (again !== undefined) await records.put([{ ...user, value: { ...value, hash: again } }]);
      await records.put([{ kind: SESSION, id: digest(secret), at: now, value: { user: name, seen: now } }]);
      await dropSessions(records, (session, at) => isOver(session, at, now));
      return { person: { name, role: value.role, at: user.at }, secret };
    });
  }

  /** Whose session that is; nobody's where it has ended, was unused for 8 hours, or is 7 days old. */
  async whose(secret: string): Promise<Person | undefined> {
    const { records } = this.#wish.store;
    const id = digest(secret);
    const row = await records.get(SESSION, id);
    if (row === undefined) return undefined;
    const now = this.#wish.clock.now();
    const session = row.value as SessionValue;
    if (isOver(session, row.at, now)) {
      await records.remove(SESSION, [id]);
      return undefined;
    }
    const user = await records.get(USER, session.user);
    if (user === undefined) return undefined;
    if (now - session.seen >= SEEN_EVERY) await this.#see(id, now);
    return { name: user.id, role: (user.value as UserValue).role, at: user.at };
  }

  /** Ends that session. */
  async signOut(secret: string): Promise<void> {
    await this.#wish.store.records.remove(SESSION, [digest(secret)]);
  }

  async list(): Promise<readonly Person[]> {
    const rows = await this.#wish.store.records.list(USER, { most: Number.MAX_SAFE_INTEGER });
    return rows.map(({ id, at, value }) => ({ name: id, role: (value as UserValue).role, at })).reverse();
  }

  /** Throws `user/not-found`. */
  async called(name: string): Promise<Person> {
    const row = await this.#wish.store.records.get(USER, name);
    if (row === undefined) throw new Fault('user/not-found', { name });
    return { name, role: (row.value as UserValue).role, at: row.at };
  }

  /** Throws `user/taken`; `user/not-set-up` where there is no first one yet. */
  async add(name: string, password: string, role: PersonRole): Promise<Person> {
    const hash = await this.#hash(password);
    const at = this.#wish.clock.now();
    await this.#wish.store.transaction(async ({ records }) => {
      if ((await records.list(USER, { most: 1 })).length === 0) throw new Fault('user/not-set-up');
      if ((await records.get(USER, name)) !== undefined) throw new Fault('user/taken', { name });
      await records.put([{ kind: USER, id: name, at, value: { role, hash } }]);
    });
    return { name, role, at };
  }

  /** A new password ends every session of that user. Throws `user/not-found`. */
  async setPassword(name: string, password: string): Promise<Person> {
    const hash = await this.#hash(password);
    return this.#wish.store.transaction(async ({ records }) => {
      const row = await records.get(USER, name);
      if (row === undefined) throw new Fault('user/not-found', { name });
      const { role } = row.value as UserValue;
      await records.put([{ ...row, value: { role, hash } }]);
      await dropSessions(records, ({ user }) => user === name);
      return { name, role, at: row.at };
    });
  }

  /** With every session. Throws `user/not-found`, and `user/last-admin` for who would leave nobody to say who may do what. */
  async remove(name: string): Promise<Person> {
    return this.#wish.store.transaction(async ({ records }) => {
      const rows = await records.list(USER, { most: Number.MAX_SAFE_INTEGER });
      const row = rows.find(({ id }) => id === name);
      if (row === undefined) throw new Fault('user/not-found', { name });
      const others = rows.filter(({ id, value }) => id !== name && (value as UserValue).role === 'admin');
      if (others.length === 0) throw new Fault('user/last-admin', { name });
      await records.remove(USER, [name]);
      await dropSessions(records, ({ user }) => user === name);
      return { name, role: (row.value as UserValue).role, at: row.at };
    });
  }

  /** Nothing is written for a session that has ended meanwhile. */
  async #see(id: string, now: Millis): Promise<void> {
    await this.#wish.store.transaction(async ({ records }) => {
      const row = await records.get(SESSION, id);
      if (row !== undefined) await records.put([{ ...row, value: { ...row.value, seen: now } }]);
    });
  }

  #hash(password: string): Promise<PasswordHash> {
    return this.#alone(() => hashPassword(password, this.#wish.dice, this.#cost));
  }

  /** Each takes 128 MiB: two at a time, so that nobody fills the memory by asking. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#hashing >= 2) throw new Fault('user/too-many-tries', { seconds: 1 });
    this.#hashing++;
    try {
      return await work();
    } finally {
      this.#hashing--;
    }
  }
}

interface UserValue {
  readonly role: PersonRole;
  readonly hash: PasswordHash;
}

interface SessionValue {
  readonly user: string;
  readonly seen: Millis;
}

function differs(kept: ScryptCost, { n, r, p }: ScryptCost): boolean {
  return kept.n !== n || kept.r !== r || kept.p !== p;
}

function isOver({ seen }: SessionValue, at: Millis, now: Millis): boolean {
  return now - seen > IDLE || now - at > LONGEST;
}

async function dropSessions(
  records: Store['records'],
  which: (session: SessionValue, at: Millis) => boolean,
): Promise<void> {
  const rows = await records.list(SESSION, { most: Number.MAX_SAFE_INTEGER });
  const ended = rows.filter(({ value, at }) => which(value as SessionValue, at));
  await records.remove(
    SESSION,
    ended.map(({ id }) => id),
  );
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

const USER = 'user';
const SESSION = 'session';
const IDLE = 8 * 3_600_000;
const LONGEST = 7 * 24 * 3_600_000;
const SEEN_EVERY = 60_000;
