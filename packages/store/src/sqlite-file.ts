import type { Engine } from '@quietport/node';
import { Kysely, SqliteDialect } from 'kysely';
import { KyselyDatabase } from './kysely-database.ts';
import { migrate, versionOf } from './migrations.ts';
import type { Schema } from './schema.ts';
import type { SqliteConnection } from './sqlite-engine.ts';
import { tablesOver } from './sqlite-tables.ts';

/** Makes a connection ready for use: its habits, and the newest shape of the tables. Closes it where that fails. */
export async function openSqliteFile(connection: SqliteConnection, path: string): Promise<Engine> {
  const database = new KyselyDatabase(connection, path);
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database }) });
  try {
    connection.exec('pragma busy_timeout = 5000; pragma foreign_keys = on');
    // A file of a newer version or of something else is known before anything is written to it.
    await versionOf(db);
    // Resolved means kept, whatever dies: NORMAL would lose the last commits with the power (docs/decisions/0004).
    connection.exec('pragma journal_mode = wal; pragma synchronous = full');
    await migrate(db);
  } catch (error) {
    database.close();
    throw error;
  }
  return engineOver(db, connection);
}

function engineOver(db: Kysely<Schema>, connection: SqliteConnection): Engine {
  return {
    tables: tablesOver(db),
    begin: async () => {
      const transaction = await db.startTransaction().execute();
      return {
        tables: tablesOver(transaction),
        commit: () => transaction.commit().execute(),
        rollback: () => transaction.rollback().execute(),
      };
    },
    close: async () => {
      // The package cannot finalize statements and so leaves the WAL file behind until they are collected
      // (https://sqlite.org/c3ref/close.html). Emptied, as far as no other process needs it, it holds nothing.
      connection.exec('pragma busy_timeout = 0; pragma wal_checkpoint(truncate)');
      await db.destroy();
    },
  };
}
