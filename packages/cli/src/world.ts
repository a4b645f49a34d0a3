import type { Environment } from './settings/environment.ts';

/** Where text goes. `columns` and `rows` are known for terminals. */
export interface Stream {
  write(text: string): void;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
}

/** What the program is given to run in: the process's own, or a test's. */
export interface World {
  readonly args: readonly string[];
  readonly environment: Environment;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly stdin: {
    readonly isTTY: boolean;
    read(): Promise<Uint8Array>;
    /** Hands over each key that is pressed on a terminal, until the returned function is called. */
    onKey(listener: (key: string) => void): () => void;
  };
  readonly interrupts: Interrupts;
}

export interface Interrupts {
  /** Fires at the first interrupt, and when nobody reads standard output any more. */
  readonly signal: AbortSignal;
  /** True after an interrupt. */
  interrupted(): boolean;
}
