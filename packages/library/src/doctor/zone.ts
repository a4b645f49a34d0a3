import { Fault, parseDomain, type Store, type Zone, zoneOf } from '@quietport/core';
import { byAddress } from '../inventory.ts';

/**
 * The inventory as records for a DNS server, so that clients behind a router find what multicast DNS shows on its own
 * segment alone. Reads the inventory and sends nothing. Throws `usage/bad-value` where the domain is none.
 */
export async function discoveryZone(domain: string, store: Store): Promise<Zone> {
  demandDomain(domain);
  const [devices, log] = [await store.devices.all(), await store.observations.all()];
  const byId = new Map(log.map((row) => [row.id, row]));
  const rows = byAddress(devices).map((device) => ({
    device,
    observations: device.observations.flatMap((id) => byId.get(id) ?? []).sort((a, b) => a.at - b.at),
  }));
  return zoneOf(domain, rows, TTL_SECONDS);
}

export function demandDomain(domain: string): void {
  const expected = 'Give the domain that the records are for, for example office.example.com.';
  if (parseDomain(domain) === undefined)
    throw new Fault('usage/bad-value', { option: '--zone', value: domain, expected });
}

// addresses by DHCP change: an hour is what a client may be wrong for
const TTL_SECONDS = 3600;
