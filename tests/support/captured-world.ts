import type { Interrupts, Stream, World } from '../../packages/cli/src/world.ts';

/** What a run of the program printed. */
export interface Captured {
  readonly world: World;
  stdout(): string;
  stderr(): string;
  interrupt(): void;
}

export interface Circumstances {
  readonly environment?: Readonly<Record<string, string>>;
  /** Columns of the terminal on standard output; no terminal if absent. */
  readonly columns?: number;
  readonly rows?: number;
  readonly input?: string;
}

/** A world for the program in which everything it writes is kept. Settings come from nowhere unless the test says so. */
export function capturedWorld(
  args: readonly string[],
  { environment, columns, rows, input = '' }: Circumstances = {},
): Captured {
  const written = { stdout: '', stderr: '' };
  const ending = new AbortController();
  let interrupted = false;
  const interrupts: Interrupts = { signal: ending.signal, interrupted: () => interrupted };
  const isTTY = columns !== undefined;
  const stream = (name: 'stdout' | 'stderr'): Stream => ({
    write: (text) => {
      written[name] += text;
    },
    isTTY,
    columns,
    rows,
  });
  const world: World = {
    args,
    environment: {
      HOME: '/nowhere',
      XDG_CONFIG_HOME: '/nowhere/config',
      XDG_DATA_HOME: '/nowhere/data',
      ...environment,
    },
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    stdin: { isTTY: false, read: async () => new TextEncoder().encode(input), onKey: () => () => {} },
    interrupts,
  };
  return {
    world,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    interrupt: () => {
      interrupted = true;
      ending.abort();
    },
  };
}
