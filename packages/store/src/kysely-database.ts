import type { SqliteStatement as KyselyStatement, SqliteDatabase } from 'kysely';
import type { SqliteConnection } from './sqlite-engine.ts';
import { faultOf } from './why-failed.ts';

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
        throw faultOf(this.#path, error, code);
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

/**
 * Every transaction of ours is going to write. One that began by reading would be refused at once, without the busy
 * timeout, when another process wrote meanwhile (https://sqlite.org/lang_transaction.html, 2.2).
 */
const BEGIN = 'begin immediate';

const MOST_PREPARED = 50;
