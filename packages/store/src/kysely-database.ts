import { Fault } from '@quietport/core';
import type { SqliteStatement as KyselyStatement, SqliteDatabase } from 'kysely';
import type { SqliteConnection } from './sqlite-engine.ts';

/** A connection of the shape of `node:sqlite` as Kysely's dialect wants it, with failures as faults that name the file. */
export class KyselyDatabase implements SqliteDatabase {
  readonly #connection: SqliteConnection;
  readonly #path: string;
  readonly #prepared = new Map<string, KyselyStatement>();

  constructor(connection: SqliteConnection, path: string) {
    this.#connection = connection;
    this.#path = path;
  }

  /** The same few texts come again and again. Kysely runs a statement at once, so the oldest is never in use. */
  prepare(sql: string): KyselyStatement {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.#prepare(sql);
    for (const oldest of this.#prepared.keys()) {
      if (this.#prepared.size < MOST_PREPARED) break;
      this.#prepared.delete(oldest);
    }
    this.#prepared.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#prepared.clear();
    this.#connection.close();
  }

  #prepare(sql: string): KyselyStatement {
    const code = sql.startsWith('select') ? 'file/cannot-read' : 'file/cannot-write';
    const attempt = <T>(work: () => T): T => {
      try {
        return work();
      } catch (error) {
        throw new Fault(code, { path: this.#path, detail: sayWhy(error) }, error);
      }
    };
    const statement = attempt(() => this.#connection.prepare(sql === 'begin' ? BEGIN : sql));
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => attempt(() => statement.all(...parameters)),
      run: (parameters) => attempt(() => statement.run(...parameters)),
      iterate: (parameters) => attempt(() => statement.iterate(...parameters)),
    };
  }
}

/** What SQLite's result code means for the one who has the file. */
export function sayWhy(error: unknown): string {
  // Both engines put SQLite's (extended) result code there; its low byte is the primary one.
  const code = (error as { errcode?: unknown }).errcode;
  const known = typeof code === 'number' ? REASONS[code & 0xff] : undefined;
  return known ?? String((error as { message?: unknown }).message ?? error);
}

/** https://sqlite.org/rescode.html */
const REASONS: Readonly<Record<number, string>> = {
  5: 'another process is writing to it and did not finish in time',
  8: 'this user may not write to it',
  10: 'the disk reports an error',
  11: 'it is damaged',
  13: 'the disk is full',
  14: 'there is no such file, or this user may not open it',
  26: 'it is no SQLite file',
};

/**
 * Every transaction of ours is going to write. One that began by reading would be refused at once, without the busy
 * timeout, when another process wrote meanwhile (https://sqlite.org/lang_transaction.html, 2.2).
 */
const BEGIN = 'begin immediate';

const MOST_PREPARED = 50;
