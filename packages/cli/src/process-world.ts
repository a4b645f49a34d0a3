import { readEnvironment } from './settings/environment.ts';
import type { Interrupts, Stream, World } from './world.ts';

/** The world of this process: its arguments, streams and signals. */
export function processWorld(): World {
  const ending = new AbortController();
  return {
    args: process.argv.slice(2),
    environment: readEnvironment(),
    stdout: streamOf(
      () => process.stdout,
      () => ending.abort(),
    ),
    stderr: streamOf(
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
function streamOf(opened: () => NodeJS.WriteStream, onClosed: () => void): Stream {
  let stream: NodeJS.WriteStream | undefined;
  let open = true;
  const use = (): NodeJS.WriteStream => {
    if (stream !== undefined) return stream;
    stream = opened();
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
      open = false;
      onClosed();
    });
    return stream;
  };
  return {
    write: (text) => {
      if (open) use().write(text);
    },
    get isTTY() {
      return use().isTTY === true;
    },
    get columns() {
      return use().isTTY ? use().columns : undefined;
    },
    get rows() {
      return use().isTTY ? use().rows : undefined;
    },
  };
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
