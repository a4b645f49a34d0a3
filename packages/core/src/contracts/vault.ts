import type { Secret, SecretKind } from './credentials.ts';

/** A credential with where it may be used and when it comes. */
export interface CredentialSet {
  readonly name: string;
  readonly secret: Secret;
  /** Where it may be tried: `everywhere`, prefixes, ranges and addresses, and devices as `device:ID`. */
  readonly scope: readonly string[];
  /** Lower ones are tried first; equal ones by name. */
  readonly order: number;
  /** When its secret was given, in milliseconds: what was learned before says nothing about it. */
  readonly changedAt: number;
}

/** The certificate that a device is to show. */
export interface CertificatePin {
  /** The device's id in the inventory. */
  readonly device: string;
  /** SHA-256 of the certificate, hex. */
  readonly fingerprint: string;
  /** The TCP port where it was shown; absent where a person named the certificate for all of them. */
  readonly port?: number;
  readonly pinnedAt: number;
}

/** What a person gave us to keep. */
export interface Keys {
  readonly sets: readonly CredentialSet[];
  readonly pins: readonly CertificatePin[];
}

/** A key that was handed out for a door where it had not worked before. */
export interface KeyTry {
  readonly name: string;
  readonly at: number;
  /** Set when the device said no. */
  readonly refusedAt?: number;
  readonly why?: string;
}

/** What we learned at one door. */
export interface DoorNotes {
  readonly worked: readonly { readonly kind: SecretKind; readonly name: string; readonly at: number }[];
  readonly tries: readonly KeyTry[];
}

/**
 * By door: `device:ID` for a device of the inventory, else the address. The doors stand in drawers, so that a change of one
 * among thousands copies a few dozen.
 */
export interface KeyNotes {
  readonly drawers: Readonly<Record<string, Readonly<Record<string, DoorNotes>>>>;
}

/** A value that is sealed wherever it rests. */
export interface Sealed<T> {
  /** The value, or what stands for none. Throws `Fault` `credentials/…` where it cannot be opened. */
  read(): Promise<T>;
  /**
   * Reads, changes and writes as one step, however many do so at once, in this process and others. A value that comes
   * back as it was is not written. Resolved means kept. `work` may be called more than once.
   */
  change<R>(work: (value: T) => { readonly value: T; readonly result: R }): Promise<R>;
}

/** Where credentials rest. */
export interface Vault {
  readonly keys: Sealed<Keys>;
  readonly notes: Sealed<KeyNotes>;
  /** Secrets of the user's own services by what they are for (`channel:office`): no device is ever shown one. */
  readonly services: Sealed<Readonly<Record<string, string>>>;
  /** Where the files lie, and where their key comes from, in words; nothing is opened. */
  readonly place: string;
  readonly keyFrom: string;
  /** True where something was ever kept. */
  exists(): Promise<boolean>;
}
