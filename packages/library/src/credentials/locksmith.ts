import {
  type Clock,
  type Credential,
  checkPin,
  chooseKey,
  countTry,
  type Endpoint,
  forecastKeys,
  type KeyForecast,
  type KeyPlaces,
  type Locksmith,
  noteOutcome,
  type PinBook,
  type PinVerdict,
  type SecretKind,
  type Store,
  type Vault,
} from '@quietport/core';
import { type Doors, doorsOf } from './doors.ts';

export interface LocksmithWorld {
  readonly vault: Vault;
  readonly store: Pick<Store, 'devices'>;
  readonly clock: Clock;
}

/** Every kind, and the rooms that ask for it. */
export const askedBy: Readonly<Record<SecretKind, readonly string[]>> = {
  'snmp-community': ['snmp'],
  'snmp-user': ['snmp'],
  login: ['pjlink'],
  // no look logs in there: a person's order does
  'ncdp2-token': [],
};
const kinds: readonly SecretKind[] = ['snmp-community', 'snmp-user', 'login'];

/**
 * Hands out the keys of a vault: within their scopes, in their order, what worked first, and each new try counted in the
 * vault before it is handed out, so that neither a restart nor another process makes more of them. `only` names the one
 * set that is handed out.
 */
export class VaultLocksmith implements Locksmith, PinBook {
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #doors: Doors;
  readonly #only: string | undefined;

  constructor({ vault, store, clock }: LocksmithWorld, only?: string) {
    this.#vault = vault;
    this.#clock = clock;
    this.#doors = doorsOf(store, clock);
    this.#only = only;
  }

  async next(kind: SecretKind, address: string, tried: readonly string[]): Promise<Credential | undefined> {
    const sets = await this.#sets();
    if (sets.length === 0) return undefined;
    const wish = { kind, door: await this.#doors.at(address), tried, now: this.#clock.now() };
    let chosen = chooseKey(sets, await this.#vault.notes.read(), wish);
    // chosen again where it is counted: others may have counted meanwhile
    if (chosen?.isNew === true)
      chosen = await this.#vault.notes.change((notes) => {
        const again = chooseKey(sets, notes, wish);
        const value = again?.isNew === true ? countTry(notes, wish.door, again.set.name, wish.now) : notes;
        return { value, result: again };
      });
    return chosen === undefined ? undefined : { name: chosen.set.name, secret: chosen.set.secret };
  }

  async told(address: string, name: string, worked: boolean, why?: string): Promise<void> {
    const kind = (await this.#sets()).find((set) => set.name === name)?.secret.for;
    if (kind === undefined) return;
    const door = await this.#doors.at(address);
    const now = this.#clock.now();
    const outcome = { name, kind, worked, why };
    const before = await this.#vault.notes.read();
    if (noteOutcome(before, door, outcome, now) === before) return;
    await this.#vault.notes.change((notes) => ({ value: noteOutcome(notes, door, outcome, now), result: undefined }));
  }

  async forecast(places: KeyPlaces): Promise<KeyForecast> {
    const sets = await this.#sets();
    const [notes, doorAt] = await Promise.all([this.#vault.notes.read(), this.#doors.all()]);
    return forecastKeys(sets, notes, places, { doorAt, kinds, now: this.#clock.now() });
  }

  async check({ address, port }: Endpoint, fingerprint: string): Promise<PinVerdict> {
    const { pins } = await this.#vault.keys.read();
    return pins.length === 0 ? { is: 'none' } : checkPin(pins, await this.#doors.at(address), port, fingerprint);
  }

  async #sets() {
    const { sets } = await this.#vault.keys.read();
    return this.#only === undefined ? sets : sets.filter(({ name }) => name === this.#only);
  }
}
