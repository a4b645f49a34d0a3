import {
  classOf,
  contains,
  type IpAddress,
  type NetworkInterface,
  type Prefix,
  parseIp,
  parsePrefix,
} from '@quietport/core';

/** True where the address is on a subnet of the interface. */
export function isOn({ addresses }: Pick<NetworkInterface, 'addresses'>, ip: IpAddress): boolean {
  return addresses.some(({ address, prefixLength }) => {
    const prefix = parsePrefix(`${address.replace(/%.*$/, '')}/${prefixLength}`);
    return prefix !== undefined && contains(prefix, ip);
  });
}

/**
 * Whose datagrams are answered (section 5): private, link-local and loopback sources, those on a subnet of the server,
 * and those that a person added.
 */
export function isAdmitted(
  address: string,
  interfaces: readonly Pick<NetworkInterface, 'addresses'>[],
  added: readonly Prefix[],
): boolean {
  const ip = parseIp(address);
  if (ip === undefined) return false;
  const kind = classOf(ip);
  if (kind === 'private' || kind === 'link-local' || kind === 'loopback') return true;
  if (kind !== 'public') return false;
  return interfaces.some((row) => isOn(row, ip)) || added.some((prefix) => contains(prefix, ip));
}
