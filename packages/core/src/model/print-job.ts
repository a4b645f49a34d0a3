import type { DeviceId } from './device.ts';
import type { Millis } from './observation.ts';

/** A document on its way to one device, or past it. Kept before the first byte leaves, and after each step. */
export interface PrintJob {
  readonly id: string;
  readonly at: Millis;
  readonly device: DeviceId;
  readonly document: PrintDocument;
  readonly way: PrintWay;
  readonly address: string;
  readonly port: number;
  readonly state: PrintState;
  /** In words: why it stands as it does. */
  readonly detail: string;
  /** Bytes of the document that were handed over. */
  readonly sent: number;
  /** The job's number at the printer, where it gave one. */
  readonly printerJob?: number;
  readonly changedAt: Millis;
}

export interface PrintDocument {
  readonly name: string;
  /** MIME media type. */
  readonly format: string;
  /** SHA-256 of its bytes, hex: a second order of the same is noticed. */
  readonly digest: string;
  readonly size: number;
}

export type PrintWay = 'ipp' | 'ipps' | 'raw' | 'lpd';

/**
 * `refused`, `cancelled`, `failed`: nothing was printed by us, or not all of it (`detail` says). `sent`: all bytes were
 * handed over. `accepted`: the printer took them as a job. `confirmed`: its job table or its counter says that it was
 * done. `unknown`: it broke off where it may have been printed or not; it is never sent again without being asked.
 */
export type PrintState =
  | 'checking'
  | 'sending'
  | 'sent'
  | 'accepted'
  | 'confirmed'
  | 'refused'
  | 'cancelled'
  | 'failed'
  | 'unknown';
