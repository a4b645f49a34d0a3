import { closeSync, openSync, readdirSync, readlinkSync, readSync, statSync } from 'node:fs';

/** Why a file told nothing: kept from this user, or not there (any more). */
export type Untold = 'denied' | 'gone';

/**
 * The files by which Linux tells of itself, below `root` (another than `/` for a tree laid out by hand). They are short,
 * many and made on reading, so they are read at once, without turns; one that vanishes or is kept back is a word, never
 * an error.
 */
export class SystemFiles {
  readonly #root: string;
  #buffer: Buffer = Buffer.allocUnsafe(64 * 1024);

  constructor(root = '/') {
    this.#root = root === '/' ? '' : root;
  }

  /** Bytes as Latin-1: the tables are ASCII, and paths stay comparable. */
  read(path: string): string | undefined {
    const bytes = this.#bytes(path);
    return typeof bytes === 'string' ? undefined : bytes.toString('latin1');
  }

  /** The same for a long table, piece by piece as the kernel hands it over, for as long as `more` says. */
  readWhile(path: string, more: (bytes: Buffer) => boolean): string | undefined {
    const bytes = this.#bytes(path, more);
    return typeof bytes === 'string' ? undefined : bytes.toString('latin1');
  }

  /** Text as people wrote it. */
  readText(path: string): string | undefined {
    const bytes = this.#bytes(path);
    return typeof bytes === 'string' ? undefined : bytes.toString('utf8');
  }

  /** The same for what a process tells of itself: the kernel gives it whole at once, and thousands are asked. */
  readShort(path: string): string | undefined {
    let file: number | undefined;
    try {
      file = openSync(this.#root + path, 'r');
      return this.#buffer.toString('utf8', 0, readSync(file, this.#buffer, 0, this.#buffer.length, null));
    } catch {
      return undefined;
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  /** Which of these stand in the file, without making text of it. */
  holds(path: string, wanted: readonly Buffer[]): readonly boolean[] {
    const bytes = this.#bytes(path);
    return wanted.map((each) => typeof bytes !== 'string' && bytes.includes(each));
  }

  list(path: string): readonly string[] | Untold {
    try {
      return readdirSync(this.#root + path);
    } catch (error) {
      return untold(error);
    }
  }

  /** The target of a link; `undefined` where there is none to be read. */
  link(path: string): string | undefined {
    try {
      return readlinkSync(this.#root + path);
    } catch {
      return undefined;
    }
  }

  inode(path: string): number | undefined {
    return statSync(this.#root + path, { throwIfNoEntry: false })?.ino;
  }

  /** Shares one buffer: what is returned is read before the next call. */
  #bytes(path: string, more?: (bytes: Buffer) => boolean): Buffer | Untold {
    let file: number | undefined;
    try {
      file = openSync(this.#root + path, 'r');
      let length = 0;
      for (;;) {
        if (length === this.#buffer.length) this.#grow();
        const count = readSync(file, this.#buffer, length, this.#buffer.length - length, null);
        length += count;
        const bytes = this.#buffer.subarray(0, length);
        if (count === 0 || more?.(bytes) === false) return bytes;
      }
    } catch (error) {
      return untold(error);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  #grow(): void {
    const larger = Buffer.allocUnsafe(2 * this.#buffer.length);
    this.#buffer.copy(larger);
    this.#buffer = larger;
  }
}

function untold(error: unknown): Untold {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'gone';
}
