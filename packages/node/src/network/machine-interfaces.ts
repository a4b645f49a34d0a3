import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { canonicalIp, type NetworkInterface } from '@quietport/core';

/** The interfaces of this machine that are up and have an address, in the system's order. */
export function machineInterfaces(): readonly NetworkInterface[] {
  const found = new Map<string, NetworkInterface>();
  for (const [label, rows] of Object.entries(networkInterfaces())) {
    // Linux shows a second IPv4 address as an alias of its own ("eth0:1")
    const name = process.platform === 'linux' ? label.replace(/:.*$/, '') : label;
    for (const row of rows ?? []) {
      const before = found.get(name);
      const mac = row.mac === '00:00:00:00:00:00' ? before?.mac : row.mac.toLowerCase();
      found.set(name, {
        name,
        ...(mac === undefined ? {} : { mac }),
        loopback: row.internal,
        pointToPoint: before?.pointToPoint ?? isPointToPoint(name),
        addresses: [...(before?.addresses ?? []), addressOf(name, row)],
      });
    }
  }
  return [...found.values()];
}

function addressOf(
  name: string,
  row: { address: string; family: string | number; cidr: string | null },
): NetworkInterface['addresses'][number] {
  const family = row.family === 'IPv6' || row.family === 6 ? 6 : 4;
  const bare = row.address.replace(/%.*$/, '');
  const length = Number(row.cidr?.split('/')[1] ?? (family === 6 ? 128 : 32));
  const linkLocal = family === 6 && /^fe[89ab]/i.test(bare);
  return { address: canonicalIp(linkLocal ? `${bare}%${name}` : bare), family, prefixLength: length };
}

function isPointToPoint(name: string): boolean {
  const flags = readNumber(`/sys/class/net/${name}/flags`);
  if (flags === undefined) return /^(utun|tun|ppp|ipsec|wg|gif|stf)\d/.test(name);
  return (flags & IFF_POINTOPOINT) !== 0 || tunnelTypes.has(readNumber(`/sys/class/net/${name}/type`) ?? 0);
}

function readNumber(path: string): number | undefined {
  try {
    const value = Number(readFileSync(path, 'utf8').trim());
    return Number.isNaN(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

// linux/if.h and linux/if_arp.h: PPP, IPIP, IP6IP6, SIT, GRE, GRE6, and "no link header at all" (tun, WireGuard)
const IFF_POINTOPOINT = 0x10;
const tunnelTypes = new Set([512, 768, 769, 776, 778, 823, 65534]);
