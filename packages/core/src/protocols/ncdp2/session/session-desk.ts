import type { Clock } from '../../../contracts/clock.ts';
import type { Cryptography } from '../../../contracts/cryptography.ts';
import type { Dice } from '../../../contracts/dice.ts';
import type { ServedDevices } from '../server/served-devices.ts';
import type { AuditEntry, AuditLog } from './audit.ts';
import { KeyBook } from './key-book.ts';
import { LoginGuard } from './login-guard.ts';

export interface DeskOptions {
  readonly devices: ServedDevices;
  /** What logins prove that they know: at least 22 characters. */
  readonly token: string;
  /** SHA-256 of the server's own certificate. */
  readonly fingerprint: Uint8Array;
  /** SHA-256 in hex of client certificates that replace a login. */
  readonly clients: readonly string[];
  /** Q, too, needs a login. */
  readonly readsNeedLogin: boolean;
  /** Key 5 of arrivals. */
  readonly maxAgeSeconds: number;
  /** What Q 0001 of 00/00 says of the server's bounds. */
  readonly limits: Readonly<Record<string, number>>;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly cryptography: Pick<Cryptography, 'hash' | 'hmac'>;
}

/** What all connections of one server share. */
export class SessionDesk {
  readonly options: DeskOptions;
  readonly guard: LoginGuard;
  readonly keys: KeyBook;
  /** Setups and commands that came without a login. */
  withoutLogin = 0;
  readonly #turns = new Map<string, Promise<unknown>>();

  /** `audited` is what the audit log tells of the last ten minutes, oldest first. */
  constructor(options: DeskOptions, audited: readonly AuditEntry[]) {
    this.options = options;
    this.guard = new LoginGuard(options.clock);
    this.keys = new KeyBook(options.clock);
    this.keys.restore(audited, options.clock.now());
  }

  /** One order at a time for each device: a condition that was looked at still holds when the order is carried out. */
  inTurn<T>(device: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(device) ?? Promise.resolve()).then(work);
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#turns.set(device, over);
    void over.then(() => {
      if (this.#turns.get(device) === over) this.#turns.delete(device);
    });
    return turn;
  }
}
