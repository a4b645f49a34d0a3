import type { Clock } from '../../../contracts/clock.ts';
import type { Cryptography } from '../../../contracts/cryptography.ts';
import type { Dice } from '../../../contracts/dice.ts';
import type { DeviceEvent, ServedDevices } from '../server/served-devices.ts';
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
  readonly #ears = new Set<(event: DeviceEvent) => Promise<void>>();
  readonly #turns = new Map<string, Promise<unknown>>();

  /** `audited` is what the audit log tells of the last ten minutes, oldest first. */
  constructor(options: DeskOptions, audited: readonly AuditEntry[]) {
    this.options = options;
    this.guard = new LoginGuard(options.clock);
    this.keys = new KeyBook(options.clock);
    this.keys.restore(audited, options.clock.now());
    options.devices.observe((event) => void this.#tell(event));
  }

  /** A connection that wants to hear of devices, until the returned function is called. */
  enter(ear: (event: DeviceEvent) => Promise<void>): () => void {
    this.#ears.add(ear);
    return () => this.#ears.delete(ear);
  }

  /** An orderly stop: whoever subscribed hears that the devices leave. Waits a moment for those who are slow to hear. */
  async farewell(): Promise<void> {
    const { devices, clock } = this.options;
    const said = devices.list.map((device) => this.#tell({ is: 'left', device, names: [], values: {} }));
    const over = new AbortController();
    await Promise.race([Promise.all(said), clock.sleep(FAREWELL_MS, over.signal)]);
    over.abort();
  }

  async #tell(event: DeviceEvent): Promise<void> {
    await Promise.all([...this.#ears].map((ear) => ear(event)));
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

const FAREWELL_MS = 1_000;
