import { readFile } from 'node:fs/promises';
import { Fault } from '@quietport/core/fault';
import type { Context } from '../command.ts';
import { whyUnread } from './why-unread.ts';

/** The bytes of a file; `-` is standard input. Throws `file/cannot-read`. */
export async function readBytes(context: Pick<Context, 'readInput'>, path: string): Promise<Uint8Array> {
  if (path === '-') return context.readInput();
  try {
    return await readFile(path);
  } catch (error) {
    throw new Fault('file/cannot-read', { path, detail: whyUnread(error) }, error);
  }
}
