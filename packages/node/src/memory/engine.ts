import type { Store } from '@quietport/core';

/** The tables of a store, without its turns and transactions. */
export type Tables = Pick<Store, 'observations' | 'attempts' | 'looks' | 'roll' | 'devices' | 'samples' | 'records'>;

/** An open transaction of an engine. */
export interface Opened {
  readonly tables: Tables;
  /** Resolved means kept. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/**
 * What a kind of store brings; `storeOver` makes a `Store` of it. It is called one thing at a time: nothing is asked of
 * it while a transaction is open but through that transaction.
 */
export interface Engine {
  /** For reading outside of transactions. Every change comes through `begin`. */
  readonly tables: Tables;
  begin(): Promise<Opened>;
  close(): Promise<void>;
}
