import type { Millis } from '@quietport/core';

/** What a person said once: these interfaces may be looked at. */
export interface Consent {
  readonly interfaces: readonly string[];
  readonly at: Millis;
  /** How it was said. */
  readonly by: ConsentWay;
}

/** A key on the terminal, a request (the button), an option of this start, or QUIETPORT_INTERFACES. */
export type ConsentWay = 'terminal' | 'request' | 'option' | 'environment';

/** Where consent lasts. What cannot be read is no consent. */
export interface ConsentBook {
  read(): Promise<Consent | undefined>;
  /** `undefined` takes it back. */
  write(consent: Consent | undefined): Promise<void>;
}
