import type { Attributes } from '../../../contracts/attached-device.ts';
import type { PlanEntry } from './plan-entry.ts';

/** What is written down before a setup or a command is carried out. No token and no proof is ever among it. */
export interface AuditedRequest {
  readonly is: 'request';
  /** Names this entry; its result refers to it. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `token`, or `certificate` and its SHA-256. */
  readonly who: string;
  readonly address: string;
  readonly device: { readonly key: string; readonly type: number; readonly number: number; readonly uuid: string };
  /** `S 0100`, `C 0203` */
  readonly what: string;
  /** Of a setup: old and new values. */
  readonly changes?: readonly PlanEntry[];
  /** Of a command. */
  readonly attributes?: Attributes;
  /** Key 7 in hex, and the SHA-256 of what was asked for under it. */
  readonly key?: string;
  readonly request?: string;
}

export interface AuditedResult {
  readonly is: 'result';
  readonly id: string;
  readonly at: number;
  /** Section 3. */
  readonly result: number;
  readonly text?: string;
  /** The answer's frame without its token, in hex, where key 7 may be asked again. */
  readonly reply?: string;
}

/** A setup or command of somebody logged in that was not carried out: what was asked for is not allowed or not there. */
export interface AuditedRefusal {
  readonly is: 'refusal';
  readonly at: number;
  readonly who: string;
  readonly address: string;
  /** As it was asked for; FF is any. */
  readonly device: { readonly type: number; readonly number: number };
  readonly what: string;
  readonly result: number;
}

export interface AuditedWrongLogin {
  readonly is: 'wrong-login';
  readonly at: number;
  readonly address: string;
}

export type AuditEntry = AuditedRequest | AuditedResult | AuditedRefusal | AuditedWrongLogin;

/** Where a server writes down what was done to its devices. */
export interface AuditLog {
  /** Resolved means on the disk. Rejects where it cannot be written: then nothing may be done. */
  append(entry: AuditEntry): Promise<void>;
}
