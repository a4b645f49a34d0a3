/** One after another, in the order of asking. A turn that fails does not hold up the next. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    // The failure belongs to the one who asked; the next in line only needs to know that the turn is over.
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
