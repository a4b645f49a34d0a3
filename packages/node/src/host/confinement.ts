import { systemLink, systemText } from './system-text.ts';

/** What this process may do, and what it is shut in. */
export interface Confinement {
  /** `docker`, `podman`, `lxc` … as the system names it. */
  readonly container: string | undefined;
  /** True where the first process has another network: then our interfaces are not the machine's. */
  readonly ownNetwork: boolean | undefined;
  readonly uid: number | undefined;
  /** `CAP_NET_ADMIN`: may read firewall rules. */
  readonly netAdmin: boolean | undefined;
  /** The first port that needs no privilege. */
  readonly unprivilegedFrom: number | undefined;
}

export async function readConfinement(): Promise<Confinement> {
  const [ours, first] = await Promise.all([systemLink('/proc/self/ns/net'), systemLink('/proc/1/ns/net')]);
  const unprivileged = await systemText('/proc/sys/net/ipv4/ip_unprivileged_port_start');
  return {
    container: await containerName(),
    ownNetwork: ours === undefined || first === undefined ? undefined : ours !== first,
    uid: process.getuid?.(),
    netAdmin: mayAdministerNetwork((await systemText('/proc/self/status')) ?? ''),
    unprivilegedFrom: unprivileged === undefined ? undefined : Number(unprivileged),
  };
}

/** `CapEff` of proc(5), as hex; CAP_NET_ADMIN is bit 12 of capabilities(7). */
export function mayAdministerNetwork(status: string): boolean | undefined {
  const hex = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return hex === undefined ? undefined : (BigInt(`0x${hex}`) & (1n << 12n)) !== 0n;
}

/** The container by the path of a control group (cgroups(7)); the unified line and those of older systems alike. */
export function containerOf(cgroup: string): string | undefined {
  return signs.find(([, sign]) => sign.test(cgroup))?.[0];
}

async function containerName(): Promise<string | undefined> {
  const named = await systemText('/run/systemd/container');
  if (named !== undefined && named !== '') return named;
  if ((await systemText('/.dockerenv')) !== undefined) return 'docker';
  if ((await systemText('/run/.containerenv')) !== undefined) return 'podman';
  return containerOf((await systemText('/proc/1/cgroup')) ?? '');
}

const signs: readonly (readonly [string, RegExp])[] = [
  ['kubernetes', /kubepods/],
  ['docker', /docker[-/][0-9a-f]{12,}/],
  ['podman', /libpod-[0-9a-f]{12,}/],
  ['lxc', /lxc[./]/],
];
