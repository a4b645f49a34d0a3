import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** How a program ended, and all that it wrote. */
export interface Ran {
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly out: string;
  readonly err: string;
}

/** One running program that a test started, and that the test ends. */
export class Program {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #line: string;
  readonly #ended: Promise<Ran>;
  #out = '';
  #err = '';
  #over = false;

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv) {
    this.#line = [command, ...args].join(' ').slice(0, 300);
    this.#child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#out += text;
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#err += text;
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#err += String(error);
        this.#over = true;
        resolve({ code: undefined, signal: undefined, out: this.#out, err: this.#err });
      });
      this.#child.once('close', (code, signal) => {
        this.#over = true;
        resolve({ code: code ?? undefined, signal: signal ?? undefined, out: this.#out, err: this.#err });
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  readonly running = (): boolean => !this.#over;

  get out(): string {
    return this.#out;
  }

  /** Everything it wrote, for the message of a failure. */
  get said(): string {
    return `${this.#line}\n${this.#out}${this.#err}`.slice(-4000);
  }

  /** Waits until it has written this, on either stream. */
  async says(wanted: RegExp, ms = 15_000): Promise<void> {
    await until(
      () => wanted.test(this.#out) || wanted.test(this.#err),
      ms,
      () => `never said ${wanted}: ${this.said}`,
      this.running,
    );
  }

  /** Waits until it has written this so many times to standard output. */
  async saysTimes(wanted: RegExp, times: number, ms = 15_000): Promise<void> {
    const count = () => this.#out.match(new RegExp(wanted, 'g'))?.length ?? 0;
    await until(
      () => count() >= times,
      ms,
      () => `said ${wanted} ${count()} times: ${this.said}`,
      this.running,
    );
  }

  /** How it ends; after the time it is ended by force and that is an error. */
  async ended(ms = 30_000): Promise<Ran> {
    const late = AbortSignal.timeout(ms);
    const ran = await Promise.race([this.#ended, once(late, 'abort')]);
    if (!Array.isArray(ran)) return ran;
    this.#child.kill('SIGKILL');
    throw new Error(`did not end within ${ms} ms: ${this.said}`);
  }

  kill(signal: NodeJS.Signals): void {
    if (!this.#over) this.#child.kill(signal);
  }

  /** Asks it to end, and makes it end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ran> {
    this.kill(signal);
    const gone = await Promise.race([this.#ended.then(() => true), pause(2000, false, { ref: false })]);
    if (!gone) this.kill('SIGKILL');
    return this.#ended;
  }
}

/** Looks again and again until it is so. The only wait here: what is waited for is a socket or an output, never a time. */
export async function until(
  isSo: () => boolean,
  ms: number,
  otherwise: () => string,
  worthwhile: () => boolean = () => true,
): Promise<void> {
  const end = performance.now() + ms;
  while (!isSo()) {
    const hope = worthwhile();
    if (!hope && isSo()) return;
    if (!hope || performance.now() > end) throw new Error(otherwise());
    await pause(15);
  }
}
