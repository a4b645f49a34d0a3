import { readFileSync } from 'node:fs';
import {
  contains,
  formatIp,
  type IpAddress,
  type NetworkInterface,
  type Prefix,
  parsePrefix,
  prefixOf,
} from '@quietport/core';

/** One route: what goes where. A reject route has the interface `*`. */
export interface Route {
  readonly prefix: Prefix;
  readonly interface: string;
  readonly metric: number;
  /** The router, where it is not on the link itself. */
  readonly gateway?: string;
}

/** The routes of this machine: from the kernel's main table on Linux, else the segments of the interfaces alone. */
export function machineRoutes(interfaces: readonly NetworkInterface[]): readonly Route[] {
  const v4 = readTable('/proc/net/route');
  const v6 = readTable('/proc/net/ipv6_route');
  return [
    ...(v4 === undefined ? onLink(interfaces, 4) : parseRoutes4(v4)),
    ...(v6 === undefined ? onLink(interfaces, 6) : parseRoutes6(v6)),
  ];
}

/** The interfaces by which an address may be left for: several where the best routes are equally good, none without one. */
export function routesTo(routes: readonly Route[], address: IpAddress): readonly string[] {
  let best: Route[] = [];
  for (const route of routes) {
    if (!contains(route.prefix, address)) continue;
    const [first] = best;
    const order = first ? route.prefix.length - first.prefix.length || first.metric - route.metric : 1;
    if (order > 0) best = [route];
    else if (order === 0) best.push(route);
  }
  return [...new Set(best.map((route) => route.interface))];
}

/** `/proc/net/route`: names, then hex numbers in the byte order of the machine (little-endian wherever Node runs). */
export function parseRoutes4(text: string): Route[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line): Route[] => {
      const [name, destination, gateway = '', flags, , , metric, mask] = line.trim().split(/\s+/);
      if (name === undefined || destination === undefined || flags === undefined || mask === undefined) return [];
      if ((Number.parseInt(flags, 16) & RTF_UP) === 0) return [];
      const bytes = hexBytes(destination).reverse();
      const length = hexBytes(mask).reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
      const reject = (Number.parseInt(flags, 16) & RTF_REJECT) !== 0;
      const prefix = prefixOf({ family: 4, bytes }, length);
      const route = { prefix, interface: reject ? '*' : name, metric: Number(metric) };
      return [withGateway(route, flags, { family: 4, bytes: hexBytes(gateway).reverse() })];
    });
}

/** `/proc/net/ipv6_route`: hex, network order. Rows of the local table (our own addresses, by way of lo) are left out. */
export function parseRoutes6(text: string): Route[] {
  return text.split('\n').flatMap((line): Route[] => {
    const [destination, length, , , gateway = '', metric, , , flags, name] = line.trim().split(/\s+/);
    if (destination === undefined || length === undefined || flags === undefined || name === undefined) return [];
    const bits = Number.parseInt(flags, 16);
    if ((bits & RTF_UP) === 0 || (bits & RTF_LOCAL) !== 0) return [];
    const prefix = prefixOf({ family: 6, bytes: hexBytes(destination) }, Number.parseInt(length, 16));
    const reject = (bits & RTF_REJECT) !== 0;
    const route = { prefix, interface: reject ? '*' : name, metric: Number.parseInt(metric ?? '0', 16) };
    return [withGateway(route, flags, { family: 6, bytes: hexBytes(gateway) })];
  });
}

function withGateway(route: Route, flags: string, gateway: IpAddress): Route {
  return (Number.parseInt(flags, 16) & RTF_GATEWAY) === 0 ? route : { ...route, gateway: formatIp(gateway) };
}

function onLink(interfaces: readonly NetworkInterface[], family: 4 | 6): Route[] {
  return interfaces.flatMap(({ name, addresses }) =>
    addresses.flatMap((row): Route[] => {
      const prefix = row.family === family ? parsePrefix(`${row.address}/${row.prefixLength}`) : undefined;
      return prefix === undefined ? [] : [{ prefix, interface: name, metric: 0 }];
    }),
  );
}

function hexBytes(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function readTable(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

// linux/route.h, linux/ipv6_route.h
const RTF_UP = 0x0001;
const RTF_GATEWAY = 0x0002;
const RTF_REJECT = 0x0200;
const RTF_LOCAL = 0x80000000 | 0;
