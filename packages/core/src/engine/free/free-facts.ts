import type { PortPolicy } from '../../model/listener.ts';
import type { Transport } from '../../net/endpoint.ts';

/** Numbers from which systems take those of outgoing connections. */
export interface ClientNumbers {
  /** `this system`, `Linux` */
  readonly system: string;
  readonly from: number;
  readonly to: number;
}

/** All that is known of numbers when one is to be chosen. A holder is a few words for people. */
export interface FreeFacts {
  /** The day of the registry. */
  readonly snapshot: string;
  /** True where the registry has it as unassigned, and that on every transport. */
  unassigned(port: number): boolean;
  browsersRefuse(port: number): boolean;
  /** Who is usually met on it, registered or not. */
  usualHolder(port: number): string | undefined;
  readonly clientNumbers: readonly ClientNumbers[];
  readonly nodePorts: { readonly from: number; readonly to: number };
  /** What this system keeps for a purpose; nothing where no machine was asked. */
  readonly policy: PortPolicy;
  heldHere(port: number, transport: Transport): string | undefined;
  /** A device that has it. */
  seenOnNetwork(port: number): string | undefined;
}

export interface FreeQuestion {
  readonly from: number;
  readonly to: number;
  readonly transports: readonly Transport[];
  /** The closest numbers first. */
  readonly near?: number;
  /** What picks the first number where none is near: the same name, the same numbers. */
  readonly project: string;
}
