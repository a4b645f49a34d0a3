import type { Transport } from '../net/endpoint.ts';
import type { AlertTold, SupplyTold, TrayTold } from './supply.ts';

export type DeviceKind =
  | 'printer'
  | 'mfp'
  | 'scanner'
  | 'pos-printer'
  | 'label-printer'
  | 'projector'
  | 'print-server'
  | 'other'
  | 'unknown';

/** What a device is doing, in the words of the product. */
export type StateWord =
  | 'idle'
  | 'processing'
  | 'stopped'
  | 'asleep'
  | 'off-by-habit'
  | 'unreachable'
  | 'not-observed'
  | 'unknown';

/** The facts that are one text each. */
export type FactKey = 'kind' | 'make' | 'model' | 'serial' | 'uuid' | 'firmware' | 'name' | 'location' | 'adminUrl';

/** `told`: the device says so in plain words. `derived`: a rule of ours read it from something else (a prefix, a code). */
export type Basis = 'told' | 'derived';

/**
 * One thing that an observation lets us say. `path` is the path of the field that said it, as `describe` names it,
 * so that every claim can be followed back to its bytes.
 *
 * Text is cleaned of padding, never of meaning. A room claims only what stands in the packet:
 * - `fact`: one of the facts; `kind` takes a `DeviceKind`
 * - `mac`: a hardware address of the device, canonical text
 * - `address`: an address that the device says it has (it counts as reached only where we heard from it)
 * - `hostname`: a label, never an identity
 * - `service`: the device says that it serves a protocol on a port
 * - `certificate`: what a TLS server shows as its own; nothing was verified by it
 * - `state`: what it is doing, with the standard's reason words; `of` where only a part of the device is meant: its
 *   `scanner`, or the `mechanism` that prints, which does not say whether the device sleeps
 * - `apart`: somebody else speaks under the same identity; two that are told different values are not one device
 * - `supply`, `colorant`, `tray`, `counter`, `alert`: readings. `row` is the row of the source's own table, the same in
 *   every packet; `whole` where the packet holds the whole table, so that what it lacks is gone
 */
export type Claim =
  | {
      readonly is: 'fact';
      readonly fact: FactKey;
      readonly value: string;
      readonly path: string;
      readonly basis: Basis;
    }
  | { readonly is: 'mac'; readonly value: string; readonly path: string }
  | { readonly is: 'address'; readonly value: string; readonly path: string }
  | { readonly is: 'hostname'; readonly value: string; readonly path: string }
  | { readonly is: 'apart'; readonly value: string; readonly path: string }
  | {
      readonly is: 'service';
      readonly service: string;
      readonly port: number;
      readonly transport: Transport;
      /** The resource behind it where there is one (`ipp/print`). */
      readonly resource?: string;
      /** The name that the service goes by and wants to be called by, where that is not its address (a WS-Addressing reference). */
      readonly endpoint?: string;
      readonly path: string;
    }
  | {
      readonly is: 'state';
      readonly word: StateWord;
      readonly reasons: readonly string[];
      readonly of?: 'scanner' | 'mechanism';
      readonly path: string;
    }
  | ({ readonly is: 'certificate'; readonly path: string } & CertificateTold)
  | ({
      readonly is: 'supply';
      readonly colorantRow?: string;
      /** False where the source tells a code and the name is our word for it: any told name is better. */
      readonly named?: false;
      /** Set where the source has a further table of the same things: its rows are put to those of the first. */
      readonly table?: string;
    } & ReadingClaim &
      SupplyTold)
  | ({ readonly is: 'colorant'; readonly value: string } & ReadingClaim)
  | ({ readonly is: 'tray' } & ReadingClaim & TrayTold)
  | ({ readonly is: 'counter'; readonly name: string; readonly value: number; readonly unit: string } & ReadingClaim)
  | ({ readonly is: 'alert' } & ReadingClaim & AlertTold);

/** A certificate as a server shows it, for whoever wants to know when it ends or whether it is another one now. */
export interface CertificateTold {
  /** SHA-256 of the whole certificate, hex. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  /** Issuer and subject are the same: nobody else vouches for it. */
  readonly selfIssued: boolean;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** `RSA 1024 bits` */
  readonly key: string;
  readonly signature: string;
  /** The version of TLS that it was shown in (`TLSv1.2`). */
  readonly tls: string;
}

/** A row of a source's table, as one packet tells it. */
interface ReadingClaim {
  readonly row: string;
  readonly path: string;
  readonly whole?: boolean;
}

/** The claims that say how a device is, and not who it is. */
export type Reported = Extract<Claim, { is: 'supply' | 'colorant' | 'tray' | 'counter' | 'alert' }>;

export function isReported(claim: Claim): claim is Reported {
  return reported.has(claim.is);
}

/** A fact that the device itself tells. Empty text claims nothing: the list stays empty. */
export function told(fact: FactKey, value: string, path: string): Claim[] {
  const text = clean(value);
  return text === '' ? [] : [{ is: 'fact', fact, value: text, path, basis: 'told' }];
}

/** A fact that a rule of ours derives. */
export function derived(fact: FactKey, value: string, path: string): Claim[] {
  const text = clean(value);
  return text === '' ? [] : [{ is: 'fact', fact, value: text, path, basis: 'derived' }];
}

/** Control characters and padding are no part of a name; they stay in the bytes. */
export function clean(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return value.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}

const reported: ReadonlySet<Claim['is']> = new Set(['supply', 'colorant', 'tray', 'counter', 'alert']);
