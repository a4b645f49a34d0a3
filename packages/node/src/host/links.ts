import { systemNames, systemText } from './system-text.ts';

/** A network interface as the kernel has it, with or without an address. */
export interface LinkFacts {
  readonly name: string;
  readonly up: boolean;
  /** A cable or a radio link is there; `undefined` where the kernel does not say. */
  readonly carrier: boolean | undefined;
  readonly loopback: boolean;
  readonly multicast: boolean;
  readonly pointToPoint: boolean;
  readonly kind: 'wired' | 'wireless' | 'bridge' | 'tunnel' | 'loopback' | 'virtual';
}

/** Every interface of this machine's network namespace, from /sys/class/net; none elsewhere than on Linux. */
export async function readLinks(): Promise<readonly LinkFacts[]> {
  const names = await systemNames(SYS);
  return Promise.all([...names].sort().map(readLink));
}

async function readLink(name: string): Promise<LinkFacts> {
  const flags = Number((await systemText(`${SYS}/${name}/flags`)) ?? '0');
  const carrier = await systemText(`${SYS}/${name}/carrier`);
  const entries = await systemNames(`${SYS}/${name}`);
  return {
    name,
    up: (flags & IFF_UP) !== 0,
    carrier: carrier === undefined ? undefined : carrier === '1',
    loopback: (flags & IFF_LOOPBACK) !== 0,
    multicast: (flags & IFF_MULTICAST) !== 0,
    pointToPoint: (flags & IFF_POINTOPOINT) !== 0,
    kind: kindOf(flags, entries),
  };
}

function kindOf(flags: number, entries: readonly string[]): LinkFacts['kind'] {
  if ((flags & IFF_LOOPBACK) !== 0) return 'loopback';
  if (entries.includes('tun_flags') || (flags & IFF_POINTOPOINT) !== 0) return 'tunnel';
  if (entries.includes('bridge')) return 'bridge';
  if (entries.includes('wireless') || entries.includes('phy80211')) return 'wireless';
  return entries.includes('device') ? 'wired' : 'virtual';
}

const SYS = '/sys/class/net';
// linux/if.h
const IFF_UP = 0x1;
const IFF_LOOPBACK = 0x8;
const IFF_POINTOPOINT = 0x10;
const IFF_MULTICAST = 0x1000;
