import { fstatSync, writeSync } from 'node:fs';
import { readEnvironment } from './settings/environment.ts';
import type { Interrupts, Stream, World } from './world.ts';

/** The world of this process: its arguments, streams and signals. */
export function processWorld(): World {
  const ending = new AbortController();
  return {
    args: process.argv.slice(2),
    environment: readEnvironment(),
    stdout: streamOf(
      1,
      () => process.stdout,
      () => ending.abort(),
    ),
    stderr: streamOf(
      2,
      () => process.stderr,
      () => {},
    ),
    stdin: {
      get isTTY() {
        return process.stdin.isTTY === true;
      },
      read: readInput,
      onKey,
    },
    interrupts: watchInterrupts(ending),
  };
}

/**
 * A reader that went away (`| head`) is no error: what follows is dropped, and `onClosed` tells the command to end. The
 * system's stream is opened when it is first needed: one that nobody uses costs a short command milliseconds.
 */
function streamOf(descriptor: number, opened: () => NodeJS.WriteStream, onClosed: () => void): Stream {
  let stream: NodeJS.WriteStream | undefined;
  let open = true;
  const close = (): void => {
    open = false;
    onClosed();
  };
  const use = (): NodeJS.WriteStream => {
    if (stream !== undefined) return stream;
    stream = opened();
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
      close();
    });
    return stream;
  };
  const plain = isPlain(descriptor);
  return {
    write: (text) => {
      if (!open) return;
      const left = plain && stream === undefined ? writeAtOnce(descriptor, text) : text;
      if (left === 'closed') close();
      else if (left !== undefined) use().write(left);
    },
    get isTTY() {
      return !plain && use().isTTY === true;
    },
    get columns() {
      return !plain && use().isTTY ? use().columns : undefined;
    },
    get rows() {
      return !plain && use().isTTY ? use().rows : undefined;
    },
  };
}

/** A pipe or a file: no terminal, and nothing that wants a stream of Node's, which takes long to load. */
function isPlain(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isFIFO() || kind.isFile();
  } catch {
    return false;
  }
}

/** Writes without a stream. What a full pipe did not take at once comes back and is left to the stream, which waits. */
function writeAtOnce(descriptor: number, text: string): Uint8Array | 'closed' | undefined {
  const bytes = Buffer.from(text);
  let from = 0;
  try {
    while (from < bytes.length) from += writeSync(descriptor, bytes, from);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') return 'closed';
    if (code === 'EAGAIN') return bytes.subarray(from);
    throw error;
  }
}

/** The first SIGINT or SIGTERM asks the command to end; the second ends the process at once. */
function watchInterrupts(ending: AbortController): Interrupts {
  let interrupted = false;
  const onSignal = (): void => {
    if (interrupted) process.exit(130);
    interrupted = true;
    ending.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { signal: ending.signal, interrupted: () => interrupted };
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Raw mode, so that one key is enough; Ctrl-C then comes as a key and is turned back into the signal it stands for. */
function onKey(listener: (key: string) => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => {};
  const take = (chunk: Buffer): void => {
    for (const key of chunk.toString('utf8')) {
      if (key === '\x03') process.emit('SIGINT');
      else listener(key);
    }
  };
  stdin.setRawMode(true);
  stdin.on('data', take);
  stdin.resume();
  return () => {
    stdin.off('data', take);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
