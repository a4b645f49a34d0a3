import { release } from 'node:os';
import { formatPrefix, type LocalSocket } from '@quietport/core';
import { linuxHost } from '../listeners/linux-host.ts';
import { neighbourLimit } from '../neighbours.ts';
import { machineInterfaces } from '../network/machine-interfaces.ts';
import { machineRoutes } from '../network/route-table.ts';
import { type Confinement, readConfinement } from './confinement.ts';
import { type FirewallFacts, readFirewall } from './firewall.ts';
import { type LinkFacts, readLinks } from './links.ts';

/** What the machine tells of its own place in the network. Elsewhere than on Linux most of it is not known. */
export interface MachineFacts {
  /** `linux`, `darwin`, `win32`. */
  readonly platform: string;
  readonly release: string;
  readonly links: readonly LinkFacts[];
  readonly routes: readonly RouteFacts[];
  readonly confinement: Confinement;
  readonly firewall: FirewallFacts;
  /** How many neighbours the kernel keeps at most. */
  readonly neighbourLimit: number;
  /** Who holds the ports that were asked for. `undefined` where the system does not tell us. */
  readonly holders: readonly LocalSocket[] | undefined;
}

export interface RouteFacts {
  readonly prefix: string;
  /** `*` refuses. */
  readonly interface: string;
  readonly gateway?: string;
}

/** Reads all of it. It sends nothing. */
export async function machineFacts(ports: readonly number[], signal: AbortSignal): Promise<MachineFacts> {
  const [links, confinement, firewall, limit] = await Promise.all([
    readLinks(),
    readConfinement(),
    readFirewall(),
    neighbourLimit(),
  ]);
  return {
    platform: process.platform,
    release: release(),
    links,
    routes: machineRoutes(machineInterfaces()).map(({ prefix, interface: name, gateway }) => ({
      prefix: formatPrefix(prefix),
      interface: name,
      ...(gateway === undefined ? {} : { gateway }),
    })),
    confinement,
    firewall,
    neighbourLimit: limit,
    holders: await holdersOf(ports, confinement, signal),
  };
}

async function holdersOf(
  ports: readonly number[],
  { uid }: Confinement,
  signal: AbortSignal,
): Promise<readonly LocalSocket[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  const told = await linuxHost({ privileged: uid === 0 }).sockets({ ports }, signal);
  return told.sockets.filter(({ namespace }) => namespace === null);
}
