import { Fault } from '@quietport/core';
import { type AppendLog, openAppendLog } from '@quietport/node';
import type { PropertyChange, PropertyValues } from './writer.ts';

/** Written down before a device is changed: what was there, so that it can be put back. */
export interface JournalChange {
  readonly is: 'change';
  readonly id: string;
  /** All changes of one order. */
  readonly run: string;
  readonly at: number;
  readonly device: string;
  readonly protocol: string;
  readonly address: string;
  readonly changes: readonly PropertyChange[];
  /** The change that this one takes back. */
  readonly undoes?: string;
}

/** What came of it. A change without one was cut off: nobody knows. */
export interface JournalOutcome {
  readonly is: 'outcome';
  readonly of: string;
  readonly at: number;
  readonly outcome: 'done' | 'not-done' | 'unknown';
  readonly text?: string;
  /** What the device keeps in place of what it was told, where that was read back. */
  readonly kept?: PropertyValues;
}

type JournalEntry = JournalChange | JournalOutcome;

/** The changes that were made by us, each with its old values, in a file that is only ever added to. */
export class Journal {
  readonly #log: AppendLog;

  constructor(log: AppendLog) {
    this.#log = log;
  }

  get path(): string {
    return this.#log.path;
  }

  /** Resolved means on the disk. Throws `file/cannot-write`. */
  async append(entry: JournalEntry): Promise<void> {
    try {
      await this.#log.append(JSON.stringify(entry));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      throw new Fault('file/cannot-write', { path: this.#log.path, detail }, error);
    }
  }

  /**
   * The changes of a run (the latest that is no undoing, if none is named) that may be in force: not taken back, and not
   * known to have failed; each as what the device keeps by it. Throws `manage/nothing-to-undo`.
   */
  async toUndo(run: string | undefined): Promise<readonly JournalChange[]> {
    const entries = (await this.#log.tail(() => false)).flatMap((line) => entryIn(line) ?? []);
    const outcomes = new Map(entries.flatMap((row) => (row.is === 'outcome' ? [[row.of, row.outcome] as const] : [])));
    const changes = entries.filter((row) => row.is === 'change');
    const takenBack = new Set(changes.flatMap(({ id, undoes }) => (outcomes.get(id) === 'done' ? (undoes ?? []) : [])));
    const open = changes.filter(({ id, undoes }) => {
      return undoes === undefined && outcomes.get(id) !== 'not-done' && !takenBack.has(id);
    });
    const wanted = run ?? open.at(-1)?.run;
    const kept = new Map(entries.flatMap((row) => (row.is === 'outcome' ? [[row.of, row.kept] as const] : [])));
    const found = open.filter((row) => row.run === wanted).map((row) => asKept(row, kept.get(row.id) ?? {}));
    if (found.length > 0) return found;
    throw new Fault('manage/nothing-to-undo', { of: run === undefined ? '' : ` in ${run}`, path: this.#log.path });
  }

  close(): Promise<void> {
    return this.#log.close();
  }
}

export async function openJournal(path: string): Promise<Journal> {
  return new Journal(await openAppendLog(path));
}

/** One that is gone with the process, as virtual devices are. */
export function memoryJournal(lines: string[] = []): Journal {
  return new Journal({
    path: 'memory',
    append: async (line) => {
      lines.push(line);
    },
    tail: async () => lines,
    close: async () => {},
  });
}

function asKept(change: JournalChange, kept: PropertyValues): JournalChange {
  const changes = change.changes.map((row) => {
    const to = kept[row.property];
    return to === undefined ? row : { ...row, to };
  });
  return { ...change, changes };
}

function entryIn(line: string): JournalEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    const known = typeof entry === 'object' && entry !== null && 'is' in entry;
    // the file is ours alone: what says that it is one of these was written by this program
    return known && (entry.is === 'change' || entry.is === 'outcome') ? (entry as JournalEntry) : undefined;
  } catch {
    return undefined;
  }
}
