import { inspect } from 'node:util';

/** A text that prints as dots wherever it is printed by accident; `reveal` is for the wire alone. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return dots;
  }

  toJSON(): string {
    return dots;
  }

  [inspect.custom](): string {
    return dots;
  }
}

const dots = '••••••';
