import type { NetworkInterface } from '@quietport/core';
import { chooseInterfaces } from '../interfaces.ts';

/**
 * The interfaces that a server stands on: the named ones, or all that are no VPN and no point-to-point one, loopback
 * among them: programs on this machine ask there. Throws as `chooseInterfaces`.
 */
export function servedInterfaces(
  all: readonly NetworkInterface[],
  named: readonly string[],
  allowed: readonly string[] | undefined,
): readonly NetworkInterface[] {
  const { interfaces } = chooseInterfaces(all, named, allowed);
  if (named.length > 0 || allowed !== undefined) return interfaces;
  return all.filter((row) => row.loopback || interfaces.includes(row));
}

/** The same later on: a named one that has lost its addresses for a while is no error then. */
export function stillServed(
  all: readonly NetworkInterface[],
  named: readonly string[],
  allowed: readonly string[] | undefined,
): readonly NetworkInterface[] {
  return named.length > 0 ? all.filter(({ name }) => named.includes(name)) : servedInterfaces(all, named, allowed);
}
