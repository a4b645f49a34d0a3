import type { BigIntStats } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Clock, type Dice, Fault, formatHex, type Sealed } from '@quietport/core';
import { lockFile } from './file-lock.ts';
import { type SealKey, type SealPurpose, seal, unseal } from './seal.ts';
import { reasonOf, writeWhole } from './write-whole.ts';

export interface SealedFileWorld {
  readonly clock: Clock;
  readonly dice: Dice;
  /** The key; `make` where one may be made. */
  key(make: boolean): Promise<SealKey>;
}

/** What is written: the value under a schema of its own, so that a later form is known before it is misread. */
interface Rested<T> {
  readonly schema: string;
  readonly value: T;
}

/**
 * One sealed value in one file. Changes that are asked for while one is being written go into the next writing together:
 * a hundred conversations that count a try cost a few writings, not a hundred.
 */
export class SealedFile<T> implements Sealed<T> {
  readonly #path: string;
  readonly #purpose: SealPurpose;
  readonly #none: T;
  readonly #world: SealedFileWorld;
  #waiting: Change<T>[] = [];
  #writing: Promise<void> | undefined;
  #last: { readonly stamp: string; readonly value: T } | undefined;

  constructor(path: string, purpose: SealPurpose, none: T, world: SealedFileWorld) {
    this.#path = path;
    this.#purpose = purpose;
    this.#none = none;
    this.#world = world;
  }

  async exists(): Promise<boolean> {
    return (await this.#stamp()) !== undefined;
  }

  async read(): Promise<T> {
    const stamp = await this.#stamp();
    if (stamp === undefined) return this.#none;
    // every writing is a new file: the same one holds the same
    if (this.#last?.stamp === stamp) return this.#last.value;
    const value = await this.#open();
    if (value === undefined) return this.#none;
    this.#last = { stamp, value };
    return value;
  }

  change<R>(work: (value: T) => { readonly value: T; readonly result: R }): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({
        apply: (value) => {
          const { value: changed, result } = work(value);
          return { value: changed, done: () => resolve(result) };
        },
        reject,
      });
      this.#writing ??= this.#writeAll().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
  }

  async #write(batch: readonly Change<T>[]): Promise<void> {
    const { clock, dice } = this.#world;
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw new Fault('file/cannot-write', { path: this.#path, detail: reasonOf(error) }, error);
    });
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const token = formatHex(dice.bytes(8));
      const lock = await lockFile(this.#path, token, clock);
      try {
        const before: T = await this.read();
        let value: T = before;
        const ends: (() => void)[] = [];
        for (const change of batch) {
          try {
            const step = change.apply(value);
            value = step.value;
            ends.push(step.done);
          } catch (error) {
            // the one who asked for it hears of it, and the others' changes go on
            ends.push(() => change.reject(error));
          }
        }
        if (value !== before) {
          const text = JSON.stringify({ schema: this.#schema(), value } satisfies Rested<T>);
          const sealed = seal(text, await this.#world.key(true), this.#purpose, dice);
          // a process that was stopped for a minute has lost its lock, and what it read may be old
          if (!(await lock.isMine())) continue;
          await writeWhole(this.#path, sealed, token);
          const stamp = await this.#stamp();
          // nobody else writes while we have the lock
          if (stamp !== undefined) this.#last = { stamp, value };
        }
        for (const end of ends) end();
        return;
      } finally {
        await lock.release();
      }
    }
    throw new Fault('credentials/locked', { path: this.#path, holder: 'others', lock: `${this.#path}.lock` });
  }

  async #open(): Promise<T | undefined> {
    let file: string;
    try {
      file = await readFile(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new Fault('file/cannot-read', { path: this.#path, detail: reasonOf(error) }, error);
    }
    const text = unseal(file, await this.#world.key(false), this.#purpose, this.#path);
    const rested = JSON.parse(text) as Rested<T>;
    if (rested.schema !== this.#schema()) throw new Fault('credentials/later-form', { path: this.#path });
    return rested.value;
  }

  #schema(): string {
    return `quietport/sealed-${this.#purpose}@1`;
  }

  async #stamp(): Promise<string | undefined> {
    const found: BigIntStats | undefined = await stat(this.#path, { bigint: true }).catch(() => undefined);
    return found === undefined ? undefined : `${found.ino} ${found.mtimeNs} ${found.size}`;
  }
}

interface Change<T> {
  apply(value: T): { readonly value: T; readonly done: () => void };
  reject(error: unknown): void;
}

const MOST_ATTEMPTS = 5;
