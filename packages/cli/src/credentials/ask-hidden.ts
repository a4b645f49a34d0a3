import { Fault } from '@quietport/core';
import type { Context } from '../command.ts';

/**
 * Asks a person for lines that are not shown while they are typed, each twice. `undefined` where the person interrupts.
 * The terminal stays without echo from the first question to the last answer.
 */
export async function askHidden(context: Context, labels: readonly string[]): Promise<readonly string[] | undefined> {
  const typed = new TypedLines();
  const end = context.onKey((key) => typed.take(key));
  const stop = () => typed.stop();
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    const answers: string[] = [];
    for (const label of labels) {
      const answer = await askTwice(context, label, typed);
      if (answer === undefined) return undefined;
      answers.push(answer);
    }
    return answers;
  } finally {
    context.signal.removeEventListener('abort', stop);
    end();
  }
}

async function askTwice(context: Context, label: string, typed: TypedLines): Promise<string | undefined> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    context.ask(`${label} (not shown while you type):`);
    const first = await typed.line();
    if (first === undefined) return undefined;
    context.ask('once more:');
    const second = await typed.line();
    if (second === undefined) return undefined;
    if (first === second) return first;
    context.ask('These two differ.');
  }
  throw new Fault('usage/bad-arguments', {
    detail: `The ${label} was not typed the same way twice`,
    next: 'Try again, or give it on standard input or with --from.',
  });
}

/** Keys of a terminal as lines. Arrows and the like are left out. */
export class TypedLines {
  readonly #lines: string[] = [];
  #typing: string[] = [];
  #escape: 'no' | 'begun' | 'sequence' = 'no';
  #stopped = false;
  #wake: (() => void) | undefined;

  take(key: string): void {
    if (this.#skips(key)) return;
    if (key === '\r' || key === '\n') {
      this.#lines.push(this.#typing.join(''));
      this.#typing = [];
      this.#wake?.();
    } else if (key === '\x7f' || key === '\b') this.#typing.pop();
    else if (key === '\x15') this.#typing = [];
    else if (key === '\x04' && this.#typing.length === 0) this.stop();
    else if (key >= ' ') this.#typing.push(key);
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  /** The next line; `undefined` when no more will come. */
  async line(): Promise<string | undefined> {
    while (this.#lines.length === 0) {
      if (this.#stopped) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#lines.shift();
  }

  /** ESC, then one character, or `[` or `O` and all up to a letter or `~` (ECMA-48, section 5.4). */
  #skips(key: string): boolean {
    if (this.#escape === 'no') {
      if (key !== '\x1b') return false;
      this.#escape = 'begun';
    } else if (this.#escape === 'begun') this.#escape = key === '[' || key === 'O' ? 'sequence' : 'no';
    else if (/[@-~]/.test(key)) this.#escape = 'no';
    return true;
  }
}

const MOST_ATTEMPTS = 3;
