import type { DeviceInterface } from '../../model/device.ts';
import type { Observation } from '../../model/observation.ts';
import { classOfText } from '../../net/address-class.ts';
import { canonicalIp } from '../../net/ip-address.ts';
import { entryOf } from './entries.ts';
import { macKey } from './keys.ts';
import { ofOneHost } from './places.ts';

/**
 * The interfaces of a device. An address is bound to a MAC where a packet from that address told exactly one MAC (the
 * newest packet decides). Addresses whose MAC nobody told stand together in one entry without MAC, which says nothing
 * about how many interfaces they are. `taken` are observations at addresses that another device has had since: they are
 * this one's no longer.
 */
export function interfacesOf(observations: readonly Observation[], taken: ReadonlySet<Observation>): DeviceInterface[] {
  const reached = new Set<string>();
  const heardFrom = new Set<string>();
  const bound = new Map<string, string>();
  const told = new Set<string>();
  const entries = new Map<string | undefined, Entry>();
  for (const observation of observations) {
    const macs = macsIn(observation);
    for (const mac of macs) entryOf(entries, mac, fresh);
    const { address } = observation.from;
    if (observation.relayed === true || !ofOneHost(address)) continue;
    heardFrom.add(zoneless(address));
    if (!taken.has(observation)) reached.add(address);
    // the device's own word comes before the MAC that it was reached by
    const own = observation.protocol !== 'neighbours';
    if (macs.length === 1 && (own || !told.has(address))) bound.set(address, macs[0]!);
    if (macs.length === 1 && own) told.add(address);
  }
  for (const address of reached) entryOf(entries, bound.get(address), fresh).addresses.push(address);
  for (const observation of observations) {
    const { relayed, from, claims } = observation;
    for (const claim of claims) {
      if (claim.is !== 'address' || !worthClaiming(claim.value)) continue;
      const address = canonicalIp(claim.value);
      if (heardFrom.has(zoneless(address))) continue;
      const mac = relayed === true ? onlyMac(entries) : bound.get(from.address);
      entryOf(entries, mac, fresh).claimed.add(address);
    }
  }
  const list = [...entries].map(([mac, { addresses, claimed }]): DeviceInterface => {
    const rest = { addresses, claimed: [...claimed].sort() };
    return mac === undefined ? rest : { mac, ...rest };
  });
  return list.sort((a, b) => rank(a) - rank(b));
}

/** Each MAC of one observation, once; placeholders are none. */
function macsIn({ claims }: Observation): string[] {
  const macs = new Set<string>();
  for (const claim of claims) {
    const mac = claim.is === 'mac' ? macKey(claim.value) : undefined;
    if (mac !== undefined) macs.add(mac);
  }
  return [...macs];
}

interface Entry {
  readonly addresses: string[];
  readonly claimed: Set<string>;
}

function fresh(): Entry {
  return { addresses: [], claimed: new Set() };
}

/** Where only one MAC is known, what a server relays can be of no other. */
function onlyMac(entries: ReadonlyMap<string | undefined, unknown>): string | undefined {
  const macs = [...entries.keys()].filter((mac) => mac !== undefined);
  return macs.length === 1 ? macs[0] : undefined;
}

/** Loopback, unspecified and group addresses are told by everybody and belong to nobody. */
function worthClaiming(address: string): boolean {
  const known = classOfText(address);
  return known === 'private' || known === 'link-local' || known === 'public';
}

function zoneless(address: string): string {
  const percent = address.indexOf('%');
  return percent < 0 ? address : address.slice(0, percent);
}

/** Reached ones first, those without MAC last. */
function rank({ mac, addresses }: DeviceInterface): number {
  return mac === undefined ? 2 : addresses.length > 0 ? 0 : 1;
}
