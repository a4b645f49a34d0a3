/** Work that may be added while other work goes on, so many pieces at a time. */
export class Crew {
  readonly #atOnce: number;
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = 0;
  #failure: { readonly error: unknown } | undefined;
  #idle: (() => void) | undefined;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  add(work: () => Promise<void>): void {
    this.#waiting.push(work);
    this.#start();
  }

  /** When nothing runs or waits any more; rejects with the first failure. */
  async done(): Promise<void> {
    while (this.#running > 0 || this.#waiting.length > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #start(): void {
    while (this.#running < this.#atOnce && this.#waiting.length > 0) {
      const work = this.#waiting.shift()!;
      this.#running++;
      work()
        .catch((error: unknown) => {
          this.#failure ??= { error };
        })
        .finally(() => {
          this.#running--;
          this.#start();
          if (this.#running === 0 && this.#waiting.length === 0) this.#idle?.();
        });
    }
  }
}
