import { Fault } from '@quietport/core';

/** What a store throws where none of the causes below is known: by what was tried. */
type Otherwise = 'store/cannot-open' | 'file/cannot-read' | 'file/cannot-write';

/**
 * The fault of a failure on the file of a store. What a person does about it hangs on the cause, so a full disk, a lock,
 * damage and a newer version have each their own; every other cause is told by `otherwise`.
 */
export function faultOf(path: string, error: unknown, otherwise: Otherwise): Fault {
  const cause = error instanceof Fault ? error.cause : error;
  if (cause instanceof NewerFileError) return new Fault('store/newer', { path, detail: cause.message }, error);
  if (cause instanceof ForeignFileError) return new Fault('store/damaged', { path, detail: cause.message }, error);
  if (isFull(cause)) return new Fault('store/full', { path }, error);
  const primary = primaryOf(cause);
  if (primary === BUSY || primary === LOCKED) return new Fault('store/locked', { path }, error);
  // a full disk says this, too, where the file beside a WAL cannot be made
  if (primary === IO_ERROR) return new Fault('store/disk-error', { path }, error);
  const detail = sayWhy(cause);
  return new Fault(isDamage(cause) ? 'store/damaged' : otherwise, { path, detail }, error);
}

/** The file has a shape that this version does not know. */
export class NewerFileError extends Error {}

/** The file is a database, and none of ours. */
export class ForeignFileError extends Error {}

/** Whether SQLite itself finds that the file is damaged or no database. */
export function isDamage(error: unknown): boolean {
  const primary = primaryOf(error);
  return primary === CORRUPT || primary === NOT_A_DATABASE;
}

/** What SQLite's result code means for the one who has the file. */
export function sayWhy(error: unknown): string {
  const known = REASONS[primaryOf(error) ?? -1];
  return known ?? String((error as { message?: unknown }).message ?? error);
}

/** Of SQLite, or of the file system (where the file itself could not be made). */
function isFull(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return primaryOf(error) === FULL || code === 'ENOSPC' || code === 'EDQUOT';
}

/** Both engines put SQLite's (extended) result code into `errcode`; its low byte is the primary one. */
function primaryOf(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | undefined)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

// https://sqlite.org/rescode.html
const BUSY = 5;
const LOCKED = 6;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;

const REASONS: Readonly<Record<number, string>> = {
  [BUSY]: 'another process is writing to it and did not finish in time',
  8: 'this user may not write to it',
  [IO_ERROR]: 'the disk reports an error',
  [CORRUPT]: 'it is damaged',
  [FULL]: 'the disk is full',
  14: 'there is no such file, or this user may not open it',
  [NOT_A_DATABASE]: 'it is no SQLite file',
};
