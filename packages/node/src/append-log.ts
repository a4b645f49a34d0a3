import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '@quietport/core';
import { demandPrivate } from './secrets/seal-key.ts';
import { reasonOf } from './secrets/write-whole.ts';

/** A file of lines for its owner alone, to which lines are only ever added. */
export interface AppendLog {
  readonly path: string;
  /** Resolved means that the line is on the disk; rejected, that it may not be. */
  append(line: string): Promise<void>;
  /** Its last lines, oldest first: back to the first one that `isOld`, and that one not. Half a line is none. */
  tail(isOld: (line: string) => boolean): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Throws `Fault` `file/cannot-write`, and `credentials/key-exposed` where others may read it. */
export async function openAppendLog(path: string): Promise<AppendLog> {
  const refuse = (error: unknown): never => {
    throw new Fault('file/cannot-write', { path, detail: reasonOf(error) }, error);
  };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(refuse);
  const file = await open(path, 'a+', 0o600).catch(refuse);
  const { mode, uid } = await file.stat();
  try {
    demandPrivate(path, mode, uid);
  } catch (error) {
    await file.close();
    throw error;
  }
  let turn: Promise<unknown> = Promise.resolve();
  // what a crash, or a full disk, left without its end is a line of its own
  let needsEnd = !(await endsWithLine(path));
  const write = async (line: string): Promise<void> => {
    const text = `${needsEnd ? '\n' : ''}${line}\n`;
    needsEnd = true;
    await file.appendFile(text);
    await file.datasync();
    needsEnd = false;
  };
  return {
    path,
    append: (line) => {
      const written = turn.then(() => write(line));
      turn = written.catch(() => undefined);
      return written;
    },
    tail: (isOld) => readTail(path, isOld),
    close: async () => {
      await turn;
      await file.close();
    },
  };
}

async function endsWithLine(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size === 0) return true;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] === LINE_END;
  } finally {
    await file.close();
  }
}

/** Reads the end of the file, twice as much of it each time, until an old line is among it. */
async function readTail(path: string, isOld: (line: string) => boolean): Promise<readonly string[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    for (let length = Math.min(size, FIRST_BYTES); ; length = Math.min(size, length * 2)) {
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const lines = buffer.toString('utf8').split('\n');
      // the last has no end, and the first no beginning where there is more before it
      lines.pop();
      if (length < size) lines.shift();
      const old = lines.findLastIndex(isOld);
      if (old >= 0 || length === size || length >= MOST_BYTES) return lines.slice(old + 1);
    }
  } finally {
    await file.close();
  }
}

const LINE_END = 0x0a;
const FIRST_BYTES = 1 << 20;
const MOST_BYTES = 1 << 26;
