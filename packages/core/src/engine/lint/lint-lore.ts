import type { Transport } from '../../net/endpoint.ts';
import type { ClientNumbers } from '../free/free-facts.ts';

/** Who has registered a number. */
export interface Registered {
  readonly service: string;
  readonly description: string | null;
  /** `2002-02`, where the registry has a date. */
  readonly registered: string | null;
  readonly epson: boolean;
}

/** A device of the inventory that a file names. */
export interface LintDevice {
  readonly id: string;
  readonly name: string;
  readonly prints: boolean;
}

/** A socket of this machine. */
export interface HeldHere {
  readonly address: string;
  /** Who holds it, for people: `node (pid 12)`. */
  readonly holder: string;
}

/**
 * What the rules ask the world. All of it is the same on every machine but `deviceAt`, which is the inventory's, and
 * `heldHere`, which is this machine's and absent where nobody asked for it.
 */
export interface LintLore {
  registered(port: number, transport: Transport): Registered | undefined;
  /** Who is usually met on it. */
  usualHolder(port: number, transport: Transport): string | undefined;
  browsersRefuse(port: number): boolean;
  readonly clientNumbers: readonly ClientNumbers[];
  readonly nodePorts: { readonly from: number; readonly to: number };
  deviceAt(host: string): LintDevice | undefined;
  /** The sockets that hold a number here now, whatever their address. */
  heldHere?(port: number, transport: Transport): readonly HeldHere[];
  /** A number to take instead that these files do not name. */
  suggest(port: number, named: ReadonlySet<number>): number | undefined;
}
