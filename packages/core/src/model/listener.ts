import type { Transport } from '../net/endpoint.ts';
import type { Reason, Verdict } from './verdict.ts';

/** Who reaches it, by the address that it is bound to. */
export type Exposure = 'loopback' | 'address' | 'all';

/**
 * `listening`: takes connections (TCP). `bound`: takes datagrams; UDP knows no listening. `client`: a program's outgoing
 * connection that took the number. `held`: taken without listening, by nobody that the tables name. `translated`: an
 * address rule of the kernel leads elsewhere, no socket at all.
 */
export type SocketState = 'listening' | 'bound' | 'client' | 'held' | 'translated';

/** Why no owner is known: privilege would show it, or the kernel (or another pid namespace) holds it. */
export type OwnerGap = 'permission' | 'kernel';

/** What the machine tells of one socket that holds a port. */
export interface LocalSocket {
  readonly transport: Transport;
  readonly family: 'ipv4' | 'ipv6';
  /** Canonical text; `0.0.0.0` and `::` are every interface. */
  readonly address: string;
  readonly port: number;
  readonly exposure: Exposure;
  readonly state: SocketState;
  /** Of a `::` socket: whether it takes IPv4, too. The tables do not say: `probably` is the system's default. */
  readonly dualStack: 'yes' | 'no' | 'probably' | null;
  /** The process that a person would name; `pids` has all that hold the socket, the top-most parent first. */
  readonly pid: number | null;
  readonly pids: readonly number[];
  readonly process: string | null;
  readonly executable: string | null;
  /** The file of the running program was replaced or removed. */
  readonly replaced: boolean;
  /** What an interpreter (node, python, java, ruby) runs. */
  readonly script: string | null;
  /** The user who made the socket; known without privilege. */
  readonly user: string | null;
  readonly uid: number | null;
  readonly package: string | null;
  readonly unit: string | null;
  /** `docker/0123456789ab` */
  readonly container: string | null;
  readonly ownerVisible: boolean;
  readonly ownerGap: OwnerGap | null;
  /** The network namespace, where it is not that of the asker. */
  readonly namespace: string | null;
  /** Where a publishing helper, a forwarder or an address rule leads. */
  readonly forwardsTo: string | null;
  /** The valid signer of the executable, where the system has signatures and one was read. */
  readonly signer: string | null;
}

/** ports.md 9.2; `nothing-listening` is the absence of a row. */
export type OwnerKind =
  | 'epson'
  | 'printing-other'
  | 'not-printing'
  | 'epson-lookalike'
  | 'owner-hidden'
  | 'random-client-socket'
  | 'unknown';

/** A socket, what kind of owner it has and why, and whether that is normal. */
export interface Listener extends LocalSocket {
  readonly ownerKind: OwnerKind;
  /** Why it is that kind, strongest first. */
  readonly ownerReasons: readonly Reason[];
  readonly verdict: Verdict;
}

/** The numbers that this system keeps for a purpose. A bound is `null` where it could not be read. */
export interface PortPolicy {
  /** Where client sockets get their numbers. */
  readonly clients: { readonly from: number; readonly to: number } | null;
  /** Never given to client sockets, or excluded from use, though nobody listens there. */
  readonly reserved: readonly { readonly from: number; readonly to: number }[];
  /** The first number that needs no privilege. */
  readonly unprivilegedFrom: number | null;
}
