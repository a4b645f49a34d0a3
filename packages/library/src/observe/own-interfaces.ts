import { contains, type NetworkInterface, parseIp, parsePrefix } from '@quietport/core';

/** Every address of these interfaces. */
export function addressesOf(interfaces: readonly NetworkInterface[]): readonly string[] {
  return interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address));
}

/**
 * The interface that somebody was heard by: that of his zone, or the only one whose network he belongs to. Sockets do not
 * tell it; `unknown` for whoever came through a router.
 */
export function interfaceOf(address: string, interfaces: readonly NetworkInterface[]): string {
  const ip = parseIp(address);
  if (ip?.zone !== undefined) return ip.zone;
  const near = interfaces.filter(({ addresses }) =>
    addresses.some((own) => {
      const prefix = parsePrefix(`${own.address.replace(/%.*$/, '')}/${own.prefixLength}`);
      return ip !== undefined && prefix !== undefined && contains(prefix, ip);
    }),
  );
  return near.length === 1 ? near[0]!.name : 'unknown';
}
