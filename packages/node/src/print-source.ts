import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Fault } from '@quietport/core';

/** A document that can be read as often as it must, without ever being in memory as a whole. */
export interface PrintSource {
  readonly name: string;
  readonly size: number;
  /** SHA-256, hex. */
  readonly digest: string;
  /** The first kilobyte. */
  readonly head: Uint8Array;
  /** Its bytes from the start, in parts. Throws `print/file-changed` where they are not those of the digest. */
  stream(): AsyncIterable<Uint8Array>;
}

/** Reads a file once, for its digest. Throws `Fault` `file/cannot-read`. */
export async function openPrintSource(path: string): Promise<PrintSource> {
  try {
    const head = await headOf(path);
    const { size, digest } = await measure(path);
    return { name: basename(path), size, digest, head, stream: () => streamOf(path, size, digest) };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault(
      'file/cannot-read',
      { path, detail: error instanceof Error ? error.message : String(error) },
      error,
    );
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    if (!(await file.stat()).isFile()) throw new Fault('file/cannot-read', { path, detail: 'it is no file' });
    const { buffer, bytesRead } = await file.read(new Uint8Array(1024), 0, 1024, 0);
    return buffer.slice(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function measure(path: string): Promise<{ readonly size: number; readonly digest: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const part of createReadStream(path, { highWaterMark: PART })) {
    size += (part as Buffer).length;
    hash.update(part as Buffer);
  }
  return { size, digest: hash.digest('hex') };
}

/** The last part is held back until the whole is known to be what was measured. */
async function* streamOf(path: string, size: number, digest: string): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let read = 0;
  let held: Uint8Array | undefined;
  for await (const part of createReadStream(path, { highWaterMark: PART })) {
    if (held !== undefined) yield held;
    held = part as Buffer;
    hash.update(held);
    read += held.length;
    if (read > size) break;
  }
  if (read !== size || hash.digest('hex') !== digest) throw new Fault('print/file-changed', { path });
  if (held !== undefined) yield held;
}

const PART = 256 * 1024;
