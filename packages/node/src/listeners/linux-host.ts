import type { Exposure, Host, LocalSocket, SocketsAsked, SocketsTold } from '@quietport/core';
import { parseAddressRules, ruleSockets } from './address-rules.ts';
import { debianPackages } from './debian-packages.ts';
import { type Namespace, otherNamespaces } from './namespaces.ts';
import { processIds, type Walked, walkOwners } from './owner-walk.ts';
import { portPolicy } from './port-policy.ts';
import { type ProcessFacts, topmostFirst } from './process-facts.ts';
import { tableReader } from './read-table.ts';
import { parseSocketTable, type SocketRow } from './socket-table.ts';
import { SystemFiles } from './system-files.ts';
import { socketOf } from './tool-socket.ts';
import { userNames } from './users.ts';

export interface LinuxPlace {
  /** Another tree than the machine's own. */
  readonly root?: string;
  readonly privileged: boolean;
  /** The packet filter's rules as text, which no file of the kernel shows. */
  rules?(signal: AbortSignal): Promise<string | undefined>;
  /** Whether a TCP number is taken although no table has it. */
  isHeld?(port: number, family: 'ipv4' | 'ipv6'): Promise<boolean>;
}

/** Linux, by the files of the kernel: no program is started for what a file tells. */
export function linuxHost(place: LinuxPlace): Host {
  const { root = '/', privileged } = place;
  const files = new SystemFiles(root);
  return {
    async sockets(asked, signal) {
      const [told, rules] = await Promise.all([
        askLinux(files, privileged, asked, signal),
        privileged && leadsElsewhere(files, asked) ? place.rules?.(signal) : undefined,
      ]);
      const own = told.sockets.filter(({ namespace }) => namespace === null);
      const translated = ruleSockets(parseAddressRules(rules ?? ''), asked, own);
      const held = await heldSockets(place, asked, own);
      return { ...told, sockets: [...told.sockets, ...translated, ...held] };
    },
  };
}

/** Rules that lead to another address need forwarding; without it only a question about a few numbers is worth a program. */
function leadsElsewhere(files: SystemFiles, asked: SocketsAsked): boolean {
  if (asked.ports !== undefined && asked.ports.length <= FEW) return true;
  return ['ipv4/ip_forward', 'ipv6/conf/all/forwarding'].some(
    (name) => files.read(`/proc/sys/net/${name}`)?.trim() === '1',
  );
}

/** Asked for a few numbers, it tries those that no socket of the tables has. */
async function heldSockets(
  place: LinuxPlace,
  asked: SocketsAsked,
  own: readonly LocalSocket[],
): Promise<LocalSocket[]> {
  const ports = asked.ports ?? [];
  if (place.isHeld === undefined || ports.length > FEW || asked.transport === 'udp') return [];
  const shown = new Set(own.flatMap(({ transport, port }) => (transport === 'tcp' ? port : [])));
  const rows: LocalSocket[] = [];
  for (const port of ports.filter((each) => !shown.has(each))) {
    for (const [family, address] of loopbacks) {
      if (!(await place.isHeld(port, family))) continue;
      const row = { transport: 'tcp', family, address, port, state: 'listening', pid: null } as const;
      rows.push(socketOf(row, [], { state: 'held', ownerGap: 'kernel' }));
      break;
    }
  }
  return rows;
}

async function askLinux(
  files: SystemFiles,
  privileged: boolean,
  asked: SocketsAsked,
  signal: AbortSignal,
): Promise<SocketsTold> {
  const pids = processIds(files);
  const found = readSpaces(files, privileged ? otherNamespaces(files, pids) : [], asked);
  const inodes = new Set(found.map(({ row }) => row.inode));
  const owners = await walkOwners(files, inodes.size === 0 ? [] : pids, inodes, () => signal.aborted);
  const sockets = describe(files, found, owners, privileged);
  return { sockets, policy: portPolicy(files), gaps: gapsOf(sockets, owners, privileged) };
}

function readSpaces(files: SystemFiles, spaces: readonly Namespace[], asked: SocketsAsked): readonly Found[] {
  return [
    ...readTables(files, '/proc/net', asked).map((row) => ({ row, space: null })),
    ...spaces.flatMap(({ label, pid }) =>
      readTables(files, `/proc/${pid}/net`, asked).map((row) => ({ row, space: label })),
    ),
  ];
}

interface Found {
  readonly row: SocketRow;
  readonly space: string | null;
}

function readTables(files: SystemFiles, folder: string, asked: SocketsAsked): SocketRow[] {
  const ports = asked.ports === undefined ? undefined : new Set(asked.ports);
  const wanted = (port: number) => ports?.has(port) !== false;
  const read = tableReader(files, folder, asked.clients !== true);
  return tables.flatMap(([name, transport, family]) => {
    if (asked.transport !== undefined && asked.transport !== transport) return [];
    const text = read(name);
    if (text === undefined) return [];
    const rows = parseSocketTable(text, transport, family, wanted, asked.clients === true ? ports : undefined);
    const served = new Set(rows.filter((row) => row.state !== 'client').map((row) => row.port));
    // connections that a listener of the same number took are no client sockets
    return rows.filter((row) => row.state !== 'client' || !served.has(row.port));
  });
}

function describe(files: SystemFiles, found: readonly Found[], owners: Walked, privileged: boolean): LocalSocket[] {
  const dualStack = dualStackOf(files, found);
  const users = userNames(files);
  const packageOf = packagesOf(files, owners);
  return found.map(({ row, space }) => {
    const pids = topmostFirst(files, owners.holders.get(row.inode) ?? []);
    // systemd opens a socket for a service and hands it over: the service is the one to name, once it runs
    const pid = (pids[0] === 1 ? pids[1] : undefined) ?? pids[0] ?? null;
    const facts = (pid === null ? undefined : owners.facts.get(pid)) ?? nobody;
    const ownerGap = pid !== null ? null : privileged && owners.denied === 0 ? 'kernel' : 'permission';
    return {
      transport: row.transport,
      family: row.family,
      address: row.address,
      port: row.port,
      exposure: exposureOf(row),
      state: row.state,
      dualStack: dualStack(row, space),
      pid,
      pids,
      user: users.get(row.uid) ?? null,
      uid: row.uid,
      package: packageOf(facts),
      ownerVisible: pid !== null,
      ownerGap,
      namespace: space,
      signer: null,
      process: facts.process,
      executable: facts.executable,
      replaced: facts.replaced,
      script: facts.script,
      unit: facts.unit,
      container: facts.container,
      forwardsTo: facts.forwardsTo,
    };
  });
}

function exposureOf(row: SocketRow): Exposure {
  return row.wildcard ? 'all' : row.loopback ? 'loopback' : 'address';
}

/** A second socket on `0.0.0.0` beside `::` can only be where the latter takes IPv6 alone (ports.md 8). */
function dualStackOf(
  files: SystemFiles,
  found: readonly Found[],
): (row: SocketRow, space: string | null) => LocalSocket['dualStack'] {
  const key = (row: SocketRow, space: string | null) => `${space} ${row.port}`;
  const beside = new Set(
    found.flatMap(({ row, space }) =>
      row.transport === 'tcp' && row.family === 'ipv4' && row.wildcard ? [key(row, space)] : [],
    ),
  );
  const usual = files.read('/proc/sys/net/ipv6/bindv6only')?.trim() === '1' ? 'no' : 'probably';
  return (row, space) => {
    if (row.family === 'ipv4' || !row.wildcard) return null;
    return row.transport === 'tcp' && beside.has(key(row, space)) ? 'no' : usual;
  };
}

/** The packages of what runs. The files of a container, and files that are gone, are not those of this system's packages. */
function packagesOf(files: SystemFiles, owners: Walked): (facts: ProcessFacts) => string | null {
  const packaged = ({ container, replaced }: ProcessFacts) => container === null && !replaced;
  const paths = [...owners.facts.values()].flatMap((facts) => (packaged(facts) ? (facts.executable ?? []) : []));
  const packages = debianPackages(files, [...new Set(paths)]);
  return (facts) => (packaged(facts) && facts.executable !== null ? (packages.get(facts.executable) ?? null) : null);
}

function gapsOf(sockets: readonly LocalSocket[], owners: Walked, privileged: boolean): string[] {
  const hidden = sockets.filter((socket) => socket.ownerGap === 'permission').length;
  if (!privileged) {
    const owed = hidden === 0 ? '' : `the processes behind ${hidden} of these ${sockets.length} sockets, and `;
    return [`Run as root (sudo), it would also show ${owed}the sockets of other network namespaces.`];
  }
  if (hidden === 0 || owners.denied === 0) return [];
  const many = owners.denied === 1 ? '1 process is' : `${owners.denied} processes are`;
  return [`${many} closed even to root here (a container without CAP_SYS_PTRACE?): ${hidden} owners stay unknown.`];
}

const nobody: ProcessFacts = {
  process: null,
  executable: null,
  replaced: false,
  script: null,
  unit: null,
  container: null,
  forwardsTo: null,
};

const FEW = 8;
const loopbacks = [
  ['ipv4', '127.0.0.1'],
  ['ipv6', '::1'],
] as const;

const tables = [
  ['tcp', 'tcp', 'ipv4'],
  ['tcp6', 'tcp', 'ipv6'],
  ['udp', 'udp', 'ipv4'],
  ['udp6', 'udp', 'ipv6'],
] as const;
