import type { Ipv4Range } from '../../net/address-range.ts';
import type { Transport } from '../../net/endpoint.ts';
import type { Prefix } from '../../net/prefix.ts';

/** One interface and address family that may be looked at by broadcast and group. */
export interface SegmentPlan {
  readonly interface: string;
  readonly family: 4 | 6;
  readonly loopback: boolean;
  /** Our own addresses there; the first is what sockets are bound to. */
  readonly own: readonly string[];
  readonly prefixes: readonly Prefix[];
  /** The limited broadcast address and the one of each prefix; none in IPv6. */
  readonly broadcasts: readonly string[];
}

/** A virtual fleet on loopback: where its addresses lie, and which standard ports it serves at another number. */
export interface FleetScope {
  readonly prefix: Prefix;
  readonly moved: readonly { readonly standard: number; readonly actual: number; readonly transport: Transport }[];
}

/** What a person wants looked at. */
export interface LookOrder {
  /** What is on-link here: where a host is seen from, and what may be asked by broadcast and group. */
  readonly segments: readonly SegmentPlan[];
  /** Ask (or listen on) the segments themselves; else only the ranges and addresses. */
  readonly bySegment: boolean;
  readonly ranges: readonly Ipv4Range[];
  readonly excluded: readonly Ipv4Range[];
  /** Single addresses that are asked everything, answer or not (IPv6 ones too). */
  readonly addresses: readonly string[];
  readonly fleet?: FleetScope;
  /** Addresses of devices that sleep: they are asked by datagrams alone, for a connection would wake them. */
  readonly asleep?: ReadonlySet<string>;
  /** Protocol ids to use; all if absent. */
  readonly methods?: readonly string[];
  /** Probes that are asked for by name (`knock.print-ports`). */
  readonly requested?: readonly string[];
  /** Listen only, for `patienceMs`. */
  readonly passive: boolean;
  /** With `passive`: rooms that attend to announcements may ask whoever announced. */
  readonly attends?: boolean;
  /** How long a segment is given to answer. */
  readonly patienceMs: number;
  /** How long one answer is waited for, and how often one host is asked (a sweep decides by its losses, unless this is 1). */
  readonly waitMs: number;
  readonly tries: number;
  /** Only who answers is wanted: hosts that were heard are asked nothing more. */
  readonly sweepOnly?: boolean;
  readonly community: string;
  /** Addresses whose neighbours may be unresolved at a time on an on-link sweep. */
  readonly neighbourLimit: number;
}

/** The number at which this address serves a standard port. */
export function actualPort(fleet: FleetScope | undefined, virtual: boolean, standard: number): number {
  if (fleet === undefined || !virtual) return standard;
  return fleet.moved.find((row) => row.standard === standard)?.actual ?? standard;
}

/** The standard number of a port that this address serves. */
export function standardPort(fleet: FleetScope | undefined, virtual: boolean, actual: number): number {
  if (fleet === undefined || !virtual) return actual;
  return fleet.moved.find((row) => row.actual === actual)?.standard ?? actual;
}
