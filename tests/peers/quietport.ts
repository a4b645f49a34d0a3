import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from './lan.ts';
import type { Program, Ran } from './program.ts';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const bin = `${checkout}packages/cli/bin/quietport.js`;
const NOBODY = 65_534;

/** The command line that starts the built program. */
export const program: readonly string[] = [process.execPath, bin];

export interface Told {
  readonly value: string;
  readonly grade: string;
  readonly sources: readonly string[];
}

export interface DeviceRow {
  readonly id: string;
  readonly kind: string;
  readonly facts: Readonly<Record<string, Told | undefined>>;
  readonly interfaces: readonly { readonly mac?: string; readonly addresses: readonly string[] }[];
  readonly ports: readonly { readonly port: number; readonly transport: string; readonly state: string }[];
}

export interface LedgerRow {
  readonly port: number;
  readonly transport: string;
  readonly probe: string;
  readonly packets: number;
  readonly bytes: number;
}

/** `quietport/find@1`, as far as the tests read it. */
export interface FindDocument {
  readonly interrupted: boolean;
  readonly devices: readonly DeviceRow[];
  readonly coverage: { readonly asked: number; readonly answered: number; readonly notCovered: readonly string[] };
  readonly ledger: readonly LedgerRow[];
  readonly refused: readonly { readonly probe: string; readonly port: number; readonly why: string }[];
  readonly troubles: readonly string[];
}

/** `quietport/why@1`, as far as the tests read it. */
export interface WhyDocument {
  readonly facts: readonly {
    readonly fact: string;
    readonly value: string;
    readonly evidence: readonly {
      readonly protocol: string;
      readonly from: string;
      readonly bytes: string;
      readonly fields: readonly {
        readonly offset: number;
        readonly length: number;
        readonly hex: string;
        readonly text: string;
      }[];
    }[];
  }[];
}

/** Starts the built program on a host, with its files in a folder of its own. */
export function startQuietport(
  host: Host,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Program {
  return host.start(process.execPath, [bin, ...args], { ...homeOf(host), ...environment });
}

/**
 * The same as an ordinary user. The checkout is shown at another place, because the folders above it may be closed to
 * that user.
 */
export function startAsNobody(
  host: Host,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Program {
  const home = homeOf(host, 'nobody');
  for (const folder of [join(host.folder, '..'), host.folder]) chmodSync(folder, 0o755);
  chownSync(home['HOME'] ?? '', NOBODY, NOBODY);
  const inside = 'mkdir -p /run/checkout && mount --bind "$0" /run/checkout && cd / && exec "$@"';
  const user = ['setpriv', '--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups', '--no-new-privs'];
  const command = [...user, process.execPath, `/run/checkout/${bin.slice(checkout.length)}`, ...args];
  return host.start('sh', ['-c', inside, checkout, ...command], { ...home, ...environment });
}

export async function quietport(
  host: Host,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return startQuietport(host, args, environment).ended(45_000);
}

/** `find -o json`; whatever it exits with, its document must stand. */
export async function find(
  host: Host,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<FindDocument> {
  return documentOf(await quietport(host, ['find', ...args, '-o', 'json'], environment));
}

export async function why(host: Host, id: string): Promise<WhyDocument> {
  return documentOf(await quietport(host, ['why', id, '-o', 'json']));
}

export function documentOf<T>(ran: Ran): T {
  try {
    // a document of our own, described above; what a test reads of it is asserted there
    return JSON.parse(ran.out) as T;
  } catch (error) {
    throw new Error(`no document, exit ${ran.code ?? ran.signal}: ${ran.out}${ran.err}`, { cause: error });
  }
}

/** The devices that have this address. */
export function at(found: FindDocument, address: string): readonly DeviceRow[] {
  return found.devices.filter((device) => device.interfaces.some((row) => row.addresses.includes(address)));
}

export function factsOf(device: DeviceRow | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(device?.facts ?? {}).flatMap(([fact, told]) => (told === undefined ? [] : [[fact, told.value]])),
  );
}

/** Bytes that the ledger says went to print ports. */
export function toPrintPorts(found: FindDocument): readonly LedgerRow[] {
  return found.ledger.filter(({ port }) => port === 515 || (port >= 9100 && port <= 9107));
}

function homeOf(host: Host, name = 'home'): Readonly<Record<string, string>> {
  const home = join(host.folder, name);
  mkdirSync(home, { recursive: true });
  return {
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_STATE_HOME: join(home, 'state'),
  };
}
