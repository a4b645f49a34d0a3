import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from './schema.ts';
import { tablesOver } from './sqlite-tables.ts';
import { ForeignFileError, NewerFileError } from './why-failed.ts';

/**
 * Brings a file to the newest shape, in one transaction; two processes that open a fresh file at once find each other's
 * work done. Throws `NewerFileError` or `ForeignFileError` where the file is none of this version.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  // Reading first: most openings have nothing to do and need not wait for a writer.
  if ((await versionOf(db)) === MIGRATIONS.length) return;
  await db.transaction().execute(async (transaction) => {
    const version = await versionOf(transaction);
    for (const [i, migration] of MIGRATIONS.entries()) {
      if (i < version) continue;
      await migration.up(transaction);
      await transaction
        .insertInto('migration')
        .values({ number: i + 1, name: migration.name })
        .execute();
    }
  });
}

/** How many migrations the file has seen. */
export async function versionOf(db: Kysely<Schema>): Promise<number> {
  const tables = await sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.execute(db);
  if (tables.rows.length === 0) return 0;
  if (!tables.rows.some(({ name }) => name === 'migration'))
    throw new ForeignFileError('it is a SQLite file of something else');
  const row = await db
    .selectFrom('migration')
    .select(({ fn }) => fn.max('number').as('version'))
    .executeTakeFirst();
  const version = Number(row?.version ?? 0);
  if (version > MIGRATIONS.length) {
    throw new NewerFileError(
      `a newer Quietport made it (its shape is ${version}, this one knows up to ${MIGRATIONS.length})`,
    );
  }
  return version;
}

interface Migration {
  readonly name: string;
  up(db: Transaction<Schema>): Promise<void>;
}

/** In order, for ever: one that was released is never changed, only followed by another. */
const MIGRATIONS: readonly Migration[] = [
  { name: 'first tables', up: firstTables },
  { name: 'the newest attempt of each kind', up: newestAttempts },
  { name: 'notes of looks', up: lookNotes },
  { name: 'samples', up: samples },
  { name: 'devices by their ids', up: devicesById },
  { name: 'records', up: records },
];

/** Times are REAL, which holds every number of JavaScript as it is; SQLite keeps whole ones as integers on disk. */
async function firstTables(db: Transaction<Schema>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('migration')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute();
  await schema
    .createTable('observation')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'real', (column) => column.notNull())
    .addColumn('protocol', 'text', (column) => column.notNull())
    .addColumn('told', 'text', (column) => column.notNull())
    .addColumn('raw', 'blob', (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute();
  await schema.createIndex('observation_in_order').on('observation').columns(['at', 'id']).execute();
  await schema
    .createTable('attempt')
    .addColumn('position', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'real', (column) => column.notNull())
    .addColumn('attempt', 'text', (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute();
  await schema
    .createTable('roll')
    .addColumn('position', 'integer', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('alias_of', 'text')
    .addColumn('entry', 'text', (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute();
  await schema
    .createTable('device')
    .addColumn('position', 'integer', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute();
}

async function devicesById(db: Transaction<Schema>): Promise<void> {
  await db.schema.createIndex('device_id').unique().on('device').column('id').execute();
}

/** A file in use for weeks had every attempt ever made: of each vantage, target and probe the newest stays. */
async function newestAttempts(db: Transaction<Schema>): Promise<void> {
  const { schema } = db;
  await schema.alterTable('attempt').renameTo('attempt_before').execute();
  await schema
    .createTable('attempt')
    .addColumn('position', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'real', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull().unique())
    .addColumn('attempt', 'text', (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute();
  const before = await sql<{ attempt: string }>`select attempt from attempt_before order by position`.execute(db);
  await tablesOver(db).attempts.append(before.rows.map(({ attempt }) => JSON.parse(attempt)));
  await schema.dropTable('attempt_before').execute();
}

async function lookNotes({ schema }: Transaction<Schema>): Promise<void> {
  await schema
    .createTable('look')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'real', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute();
}

/** A line of one metric lies together, in order of time. */
async function samples({ schema }: Transaction<Schema>): Promise<void> {
  await schema
    .createTable('sample')
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('metric', 'text', (column) => column.notNull())
    .addColumn('at', 'real', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sample_line', ['device', 'metric', 'at'])
    .modifyEnd(sql`strict, without rowid`)
    .execute();
}

/** A kind lies together by id; lists go by time. */
async function records({ schema }: Transaction<Schema>): Promise<void> {
  await schema
    .createTable('record')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'real', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('record_key', ['kind', 'id'])
    .modifyEnd(sql`strict, without rowid`)
    .execute();
  await schema.createIndex('record_in_order').on('record').columns(['kind', 'at', 'id']).execute();
}

const STRICT = sql`strict`;
