import { type Clock, type Dice, Fault, type KeptRecord, type Millis, type Store } from '@quietport/core';
import { hashPassword, isPassword, type PasswordHash, type ScryptCost, usualCost } from './password.ts';
import { endSessionsOf, type Session, Sessions } from './sessions.ts';
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

/** A session as its owner sees it. */
export interface OwnSession extends Session {
  /** The one that asks. */
  readonly current: boolean;
}

/** The session that asks, and from where. */
export interface OwnVisit {
  readonly secret: string;
  readonly address: string;
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
  readonly #sessions: Sessions;
  #hashing = 0;

  constructor(wish: PeopleWish) {
    this.#wish = wish;
    this.#cost = wish.cost ?? usualCost;
    this.#sessions = new Sessions(wish.store, wish.clock);
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
    const { store, dice } = this.#wish;
    const kept = await this.#prove(name, password, address);
    const again = differs(kept.hash, this.#cost) ? await this.#hash(password) : undefined;
    const secret = Buffer.from(dice.bytes(32)).toString('base64url');
    return store.transaction(async ({ records }) => {
      // whoever was removed or given another password meanwhile is not let in
      const user = await records.get(USER, name);
      const value = user?.value as UserValue | undefined;
      if (user === undefined || value === undefined || value.hash.hash !== kept.hash.hash)
        throw new Fault('user/wrong-password');
      if (again !== undefined) await records.put([{ ...user, value: { ...value, hash: again } }]);
      await this.#sessions.begin(records, secret, name, address);
      return { person: { name, role: value.role, at: user.at }, secret };
    });
  }

  /** Whose session that is; nobody's where it has ended, was unused for 8 hours, or is 7 days old. */
  async whose(secret: string): Promise<Person | undefined> {
    const name = await this.#sessions.userOf(secret);
    const user = name === undefined ? undefined : await this.#wish.store.records.get(USER, name);
    return user === undefined ? undefined : { name: user.id, role: (user.value as UserValue).role, at: user.at };
  }

  /** Ends that session. */
  async signOut(secret: string): Promise<void> {
    await this.#sessions.end(secret);
  }

  /** Where this user is signed in, the latest first; `current` is the session of the secret. */
  async sessions(name: string, secret: string): Promise<readonly OwnSession[]> {
    const current = this.#sessions.idOf(secret);
    return (await this.#sessions.of(name)).map((session) => ({ ...session, current: session.id === current }));
  }

  /** Ends one session of this user. Throws `user/no-session`. */
  async endSession(name: string, id: string, secret: string): Promise<OwnSession> {
    const ended = await this.#sessions.endOne(name, id);
    if (ended === undefined) throw new Fault('user/no-session', { id });
    return { ...ended, current: id === this.#sessions.idOf(secret) };
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
      await endSessionsOf(records, name);
      return { name, role, at: row.at };
    });
  }

  /**
   * The user's own change: says the password of before, and every session but the one with that secret ends. Throws
   * `user/wrong-password` and `user/too-many-tries`, as signing in does.
   */
  async changePassword(name: string, was: string, password: string, { secret, address }: OwnVisit): Promise<Person> {
    const kept = await this.#prove(name, was, address);
    const hash = await this.#hash(password);
    return this.#wish.store.transaction(async ({ records }) => {
      const row = await records.get(USER, name);
      const value = row?.value as UserValue | undefined;
      if (row === undefined || value === undefined || value.hash.hash !== kept.hash.hash)
        throw new Fault('user/wrong-password');
      await records.put([{ ...row, value: { ...value, hash } }]);
      await endSessionsOf(records, name, secret);
      return { name, role: value.role, at: row.at };
    });
  }

  /** Counts from the next request on. Throws `user/not-found`, and `user/last-admin` where nobody would be left to say who may do what. */
  async setRole(name: string, role: PersonRole): Promise<Person> {
    return this.#wish.store.transaction(async ({ records }) => {
      const row = await rowOf(records, name, role !== 'admin');
      await records.put([{ ...row, value: { ...row.value, role } }]);
      return { name, role, at: row.at };
    });
  }

  /** With every session. Throws `user/not-found`, and `user/last-admin` for who would leave nobody to say who may do what. */
  async remove(name: string): Promise<Person> {
    return this.#wish.store.transaction(async ({ records }) => {
      const row = await rowOf(records, name, true);
      await records.remove(USER, [name]);
      await endSessionsOf(records, name);
      return { name, role: (row.value as UserValue).role, at: row.at };
    });
  }

  /** The row of who has this password. A try counts before it is checked. */
  async #prove(name: string, password: string, address: string): Promise<UserValue> {
    const now = this.#wish.clock.now();
    const wait = Math.max(this.#byName.wait(name, now), this.#byAddress.wait(address, now));
    if (wait > 0) throw new Fault('user/too-many-tries', { seconds: Math.ceil(wait / 1000) });
    this.#byName.begin(name, now);
    this.#byAddress.begin(address, now);
    const kept = (await this.#wish.store.records.get(USER, name))?.value as UserValue | undefined;
    if (!(await this.#alone(() => isPassword(password, kept?.hash, this.#cost))) || kept === undefined)
      throw new Fault('user/wrong-password');
    this.#byName.succeeded(name);
    this.#byAddress.succeeded(address);
    return kept;
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

/** The row of a user. Throws `user/not-found`, and with `leaves` `user/last-admin` where no other one is an admin. */
async function rowOf(records: Store['records'], name: string, leaves: boolean): Promise<KeptRecord> {
  const rows = await records.list(USER, { most: Number.MAX_SAFE_INTEGER });
  const row = rows.find(({ id }) => id === name);
  if (row === undefined) throw new Fault('user/not-found', { name });
  const others = rows.filter(({ id, value }) => id !== name && (value as UserValue).role === 'admin');
  if (leaves && others.length === 0) throw new Fault('user/last-admin', { name });
  return row;
}

function differs(kept: ScryptCost, { n, r, p }: ScryptCost): boolean {
  return kept.n !== n || kept.r !== r || kept.p !== p;
}

const USER = 'user';
