import { Fault, type NetworkInterface } from '@quietport/core';

/** Interfaces that a look goes to, and those that it leaves alone with the reason in words. */
export interface Chosen {
  readonly interfaces: readonly NetworkInterface[];
  readonly leftAlone: readonly string[];
}

/**
 * Named interfaces, or all that are no loopback and no VPN or point-to-point. Loopback alone is taken where it is all
 * that `allowed` names. Throws `scope/no-such-interface` and `scope/interface-not-allowed`.
 */
export function chooseInterfaces(
  all: readonly NetworkInterface[],
  named: readonly string[],
  allowed: readonly string[] | undefined,
): Chosen {
  const beyond = named.find((name) => allowed !== undefined && !allowed.includes(name));
  if (beyond !== undefined)
    throw new Fault('scope/interface-not-allowed', { interface: beyond, allowed: allowed?.join(',') ?? '' });
  const unknown = named.find((name) => !all.some((row) => row.name === name));
  if (unknown !== undefined) {
    const known = all.map((row) => row.name).join(', ');
    throw new Fault('scope/no-such-interface', { interface: unknown, known: known === '' ? 'none' : known });
  }
  if (named.length > 0) return { interfaces: all.filter((row) => named.includes(row.name)), leftAlone: [] };
  const explicit = (row: NetworkInterface) => allowed?.includes(row.name) === true;
  const interfaces = all.filter((row) => explicit(row) || (!row.loopback && !row.pointToPoint));
  const leftAlone = all
    .filter((row) => row.pointToPoint && !interfaces.includes(row))
    .map((row) => `${row.name} is a VPN or point-to-point interface: looked at only when named with -i`);
  return { interfaces, leftAlone };
}
