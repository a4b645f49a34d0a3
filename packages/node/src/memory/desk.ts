import { AsyncLocalStorage } from 'node:async_hooks';
import { Fault } from '@quietport/core';
import type { Engine, Tables } from './engine.ts';
import { Turns } from './turns.ts';

/** Where everybody who uses one engine stands in line: one thing at a time, every change in a transaction. */
export class Desk {
  readonly #engine: Engine;
  readonly #turns = new Turns();
  readonly #around = new AsyncLocalStorage<Ongoing>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The transaction that the caller's code runs in, if any: who waited for his turn inside of one would wait for ever. */
  get ongoing(): Ongoing | undefined {
    const ongoing = this.#around.getStore();
    return ongoing?.ended === false ? ongoing : undefined;
  }

  read<T>(work: (tables: Tables) => Promise<T>): Promise<T> {
    const ongoing = this.ongoing;
    if (ongoing !== undefined) return ongoing.join(() => work(ongoing.tables));
    return this.#turns.take(() => work(this.#engine.tables));
  }

  change<T>(work: (ongoing: Ongoing) => Promise<T>): Promise<T> {
    const outer = this.ongoing;
    if (outer !== undefined) return outer.join(() => work(outer));
    return this.#turns.take(async () => {
      const opened = await this.#engine.begin();
      const ongoing = new Ongoing(opened.tables);
      try {
        const result = await this.#around.run(ongoing, () => work(ongoing));
        ongoing.end();
        await opened.commit();
        return result;
      } catch (error) {
        ongoing.ended = true;
        // A disk that failed the commit has often rolled back by itself: the first error is the one to report.
        await opened.rollback().catch(() => undefined);
        throw error;
      } finally {
        // one transaction at a time: until the next one, promises need not be followed, which costs each of them
        this.#around.disable();
      }
    });
  }

  /** Something that comes after all that was asked before. */
  last(work: () => Promise<void>): Promise<void> {
    return this.#turns.take(work);
  }
}

/** A transaction that is under way. */
export class Ongoing {
  readonly tables: Tables;
  ended = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(tables: Tables) {
    this.tables = tables;
  }

  /** One part of the transaction. All or nothing: a part that failed fails the whole, also where its error was caught. */
  async join<T>(part: () => Promise<T>): Promise<T> {
    if (this.ended) throw new Fault('store/used-after-end', { what: 'transaction' });
    try {
      return await part();
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    }
  }

  end(): void {
    this.ended = true;
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
