import { Fault } from '@quietport/core';

/** `auto`: the SQLite inside of Node where it is good enough, else the package. */
export type EngineWish = 'auto' | 'node' | 'photostructure';

export interface EngineInfo {
  readonly name: 'node' | 'photostructure';
  /** Of SQLite. */
  readonly version: string;
}

/** The SQLite that a store is opened with here. Throws `Fault` `store/no-engine`. */
export async function sqliteEngine(wish: EngineWish = 'auto'): Promise<EngineInfo> {
  const { name, version } = await loadSqlite(wish);
  return { name, version };
}

/** A database connection: the part that we use of the classes that both engines share. */
export interface SqliteConnection {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export interface SqliteStatement {
  columns(): readonly unknown[];
  all(...parameters: readonly unknown[]): unknown[];
  run(...parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
}

export interface LoadedSqlite extends EngineInfo {
  connect(path: string): SqliteConnection;
}

/** Says no by a sentence, so that the fault can say all of them. */
type Loaded = LoadedSqlite | string;

export async function loadSqlite(wish: EngineWish): Promise<LoadedSqlite> {
  const reasons: string[] = [];
  for (const name of wish === 'auto' ? (['node', 'photostructure'] as const) : [wish]) {
    const loaded = name === 'node' ? loadBuiltIn() : await loadPackage();
    if (typeof loaded !== 'string') return loaded;
    reasons.push(loaded);
  }
  throw new Fault('store/no-engine', { detail: reasons.join('; ') });
}

function loadBuiltIn(): Loaded {
  const module = quietly(() => process.getBuiltinModule('node:sqlite'));
  if (module === undefined) return `Node ${process.version} has none inside`;
  return usable('node', module, `the one inside of Node ${process.version}`);
}

async function loadPackage(): Promise<Loaded> {
  try {
    return usable('photostructure', await import('@photostructure/sqlite'), 'the one of @photostructure/sqlite');
  } catch (error) {
    return `@photostructure/sqlite cannot be loaded (${String((error as Error).message).split('\n')[0]})`;
  }
}

function usable(name: EngineInfo['name'], module: object, title: string): Loaded {
  // Both modules export this class; no types for the built-in one come with the lowest Node that we support.
  const { DatabaseSync } = module as { DatabaseSync: new (path: string) => SqliteConnection };
  const version = versionOf(new DatabaseSync(':memory:'));
  if (!atLeast(version, LOWEST)) return `${title} is ${version}, older than ${LOWEST.join('.')}`;
  return { name, version, connect: (path) => new DatabaseSync(path) };
}

function versionOf(connection: SqliteConnection): string {
  try {
    const [row] = connection.prepare('select sqlite_version() as version').all() as { version: string }[];
    return row?.version ?? '0';
  } finally {
    connection.close();
  }
}

function atLeast(version: string, lowest: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [i, low] of lowest.entries()) {
    const part = parts[i] ?? 0;
    if (part !== low) return part > low;
  }
  return true;
}

/** Node 22 warns that its SQLite is experimental. We know, and have chosen: this one warning is kept back, no other. */
function quietly<T>(load: () => T): T {
  const emit = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature'))
      Reflect.apply(emit, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return load();
  } finally {
    process.emitWarning = emit;
  }
}

/** Before it, two connections that checkpointed at once could damage a WAL file. */
const LOWEST = [3, 51, 3] as const;
