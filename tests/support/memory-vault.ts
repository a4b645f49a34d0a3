import type { CredentialSet, KeyNotes, Keys, Sealed, Secret, Vault } from '../../packages/core/src/index.ts';

/** A vault that forgets with the process, and how often it was written to. */
export class MemoryVault implements Vault {
  readonly keys: MemoryValue<Keys>;
  readonly notes: MemoryValue<KeyNotes> = new MemoryValue<KeyNotes>({ drawers: {} });
  readonly services: MemoryValue<Readonly<Record<string, string>>> = new MemoryValue<Readonly<Record<string, string>>>(
    {},
  );
  readonly place = 'memory';
  readonly keyFrom = 'nowhere';

  constructor(sets: readonly CredentialSet[] = []) {
    this.keys = new MemoryValue<Keys>({ sets, pins: [] });
  }

  exists(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

export class MemoryValue<T> implements Sealed<T> {
  value: T;
  written = 0;

  constructor(value: T) {
    this.value = value;
  }

  read(): Promise<T> {
    return Promise.resolve(this.value);
  }

  change<R>(work: (value: T) => { readonly value: T; readonly result: R }): Promise<R> {
    const { value, result } = work(this.value);
    if (value !== this.value) this.written++;
    this.value = value;
    return Promise.resolve(result);
  }
}

/** A set of credentials for a test. */
export function credentialSet(name: string, order: number, scope: string, secret: Secret): CredentialSet {
  return { name, order, scope: [scope], secret, changedAt: 0 };
}
