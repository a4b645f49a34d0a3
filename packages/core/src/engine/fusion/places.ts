import type { Observation, Vantage } from '../../model/observation.ts';
import { remembering } from '../../model/remembering.ts';
import { classOfText } from '../../net/address-class.ts';
import { compareText } from './canonical.ts';
import type { StrongKey } from './keys.ts';

/**
 * Where an observation stands before any merging. What is heard from one address at one vantage is one visit, unless
 * something speaks against it; what a server relays stands under its name at that server, because the address is the
 * server's.
 */
export interface Place {
  /** `address:host/eth0/192.0.2.9`, `queue:host/eth0/192.0.2.1/HOSTNAME/NAME`, `relayed:…`: a weak key. */
  readonly key: string;
  readonly kind: 'address' | 'queue' | 'keys';
  readonly vantage: Vantage;
  readonly address: string;
}

/** The place, or the reason why there is none. */
export function placeOf(observation: Observation, keys: readonly StrongKey[]): Place | string {
  const { vantage, from } = observation;
  const at = `${vantage.host}/${vantage.interface}/${from.address}`;
  const place = (kind: Place['kind'], key: string): Place => ({ key, kind, vantage, address: from.address });
  // two runs of one server are no two devices: only places are told apart by them
  const own = keys.filter(({ kind }) => kind !== 'apart');
  if (observation.relayed === true) {
    const label = labelOf(observation);
    if (label !== undefined) return place('queue', `queue:${at}/${label}`);
    if (own.length > 0) return place('keys', `relayed:${at}/${textOf(own)}`);
    return 'It was relayed by a server and names no device.';
  }
  if (!ofOneHost(from.address)) {
    if (own.length > 0) return place('keys', `relayed:${at}/${textOf(own)}`);
    return `Its sender address ${from.address} belongs to no single host, and it tells no key.`;
  }
  return place('address', addressKey(vantage, from.address));
}

export function addressKey(vantage: Vantage, address: string): string {
  return `address:${vantage.host}/${vantage.interface}/${address}`;
}

/** Keys as one text: what makes two observations of one protocol and place the same source. */
export function textOf(keys: readonly StrongKey[]): string {
  return keys.map(({ kind, value, maker, field }) => `${kind}:${maker ?? ''}:${value}@${field}`).join(' ');
}

function labelOf(observation: Observation): string | undefined {
  const hostnames: string[] = [];
  const names: string[] = [];
  for (const claim of observation.claims) {
    if (claim.is === 'hostname') hostnames.push(claim.value.toLowerCase());
    else if (claim.is === 'fact' && claim.fact === 'name') names.push(claim.value.toLowerCase());
  }
  if (hostnames.length + names.length === 0) return undefined;
  const one = (values: string[]) => encodeURIComponent(wellFormed(values.sort(compareText)[0] ?? ''));
  return `${one(hostnames)}/${one(names)}`;
}

// a lone surrogate has no UTF-8
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, '\ufffd');
}

/** False for addresses that no single host sends from. */
export const ofOneHost: (address: string) => boolean = remembering((address) => {
  const known = classOfText(address);
  return known !== undefined && known !== 'unspecified' && known !== 'multicast' && known !== 'broadcast';
});
