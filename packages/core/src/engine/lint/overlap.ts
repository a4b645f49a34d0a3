import { classOf } from '../../net/address-class.ts';
import { parseIp } from '../../net/ip-address.ts';
import type { FilePort } from './file-port.ts';

/** Whether a use takes its number on the machine where it runs. */
export function takes(use: FilePort): boolean {
  return use.role === 'listen' || use.role === 'publish';
}

/** Whether the number is taken on a host or node, where everybody else sees it, and not inside of a pod. */
export function takesOnHost(use: FilePort): boolean {
  return takes(use) && (use.scope === 'host' || use.scope === 'node');
}

/** Whether two listeners stand in each other's way: one scope, transport and number, and addresses that overlap. */
export function collide(a: FilePort, b: FilePort): boolean {
  return (
    a.scope === b.scope &&
    a.transport === b.transport &&
    a.port <= b.portEnd &&
    b.port <= a.portEnd &&
    addressesOverlap(a.host, b.host) &&
    activeTogether(a, b)
  );
}

/** Every interface: the wildcards, and nothing said. */
export function isEverywhere(host: string): boolean {
  const address = parseIp(bare(host));
  return host === '' || host === '*' || (address !== undefined && classOf(address) === 'unspecified');
}

export function isLoopback(host: string): boolean {
  const address = parseIp(bare(host));
  return host === 'localhost' || (address !== undefined && classOf(address) === 'loopback');
}

/** `[::1]` → `::1` */
export function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** ports.md 8: a wildcard meets every address of its family, `::` both. `localhost` may be either loopback. */
export function addressesOverlap(a: string, b: string): boolean {
  const [one, other] = [bare(a), bare(b)];
  if (one === other) return true;
  if (isEverywhere(one)) return meets(one, other);
  if (isEverywhere(other)) return meets(other, one);
  return (one === 'localhost' && isLoopback(other)) || (other === 'localhost' && isLoopback(one));
}

function meets(wildcard: string, other: string): boolean {
  return wildcard !== '0.0.0.0' || isEverywhere(other) || !other.includes(':');
}

function activeTogether(a: FilePort, b: FilePort): boolean {
  const [one, other] = [a.profiles ?? [], b.profiles ?? []];
  return one.length === 0 || other.length === 0 || one.some((profile) => other.includes(profile));
}
