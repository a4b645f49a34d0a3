import { decodeText, encodeText } from '../../bytes/text.ts';
import { type DnsRecord, decodeMessage } from '../../formats/dns.ts';
import { labelsOf, nameKey } from '../../formats/dns-name.ts';
import { txtEntries } from '../../formats/dns-txt.ts';
import type { Claim } from '../../model/claim.ts';
import type { Device } from '../../model/device.ts';
import type { Observation } from '../../model/observation.ts';
import { classOfText } from '../../net/address-class.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { parseInstance, serviceTypes, txtString } from './codec.ts';

/** A service of a device, as unicast DNS-SD may say it. */
export interface ZoneService {
  readonly label: string;
  /** `_ipp._tcp` */
  readonly type: string;
  readonly port: number;
  readonly strings: readonly Uint8Array[];
  readonly subtypes: readonly string[];
  /** `heard`: by DNS-SD, word for word. `made`: of what the device told by other protocols. */
  readonly basis: 'heard' | 'made';
  /** Where it is served, where that is a server's address and not the device's own. */
  readonly server?: string;
}

/** What the device offers to print, to scan or by NCDP/2, by its own words: `observations` are the device's, in order of time. */
export function zoneServices(device: Device, observations: readonly Observation[]): readonly ZoneService[] {
  const heard = heardServices(observations);
  const known = new Set(heard.map(({ type }) => type));
  return [...heard, ...madeServices(device, observations).filter(({ type }) => !known.has(type))];
}

interface Instance {
  readonly name: string;
  readonly port: number;
}

function heardServices(observations: readonly Observation[]): readonly ZoneService[] {
  const instances = new Map<string, Instance>();
  const texts = new Map<string, readonly Uint8Array[]>();
  const subtypes = new Map<string, Set<string>>();
  for (const { raw, protocol, claims } of observations) {
    const decoded = protocol === ROOM ? decodeMessage(raw) : undefined;
    if (decoded?.ok !== true) continue;
    const { answers, additionals } = decoded.value;
    for (const { name, data } of servicesClaimed(claims, answers, additionals))
      if (data.is === 'srv') instances.set(nameKey(name), { name, port: data.port });
    for (const { name, data, ttlSeconds } of [...answers, ...additionals]) {
      if (data.is === 'txt' && ttlSeconds > 0) texts.set(nameKey(name), data.strings);
      const subtype = data.is === 'ptr' ? subtypeOf(name) : undefined;
      if (data.is !== 'ptr' || subtype === undefined) continue;
      const key = nameKey(data.target);
      subtypes.set(key, (subtypes.get(key) ?? new Set()).add(subtype));
    }
  }
  return [...instances].flatMap(([key, { name, port }]) => {
    const { label, service } = parseInstance(name) ?? {};
    if (label === undefined || service === undefined || service.sort === 'admin' || service.sort === 'server')
      return [];
    // an answer for the one over TLS may lack its own
    const strings = texts.get(key) ?? texts.get(nameKey(name).replace('._ipps._tcp', '._ipp._tcp')) ?? [];
    const told = [...(subtypes.get(key) ?? []), ...(isAirPrint(service.type, strings) ? ['_universal'] : [])];
    return [{ label, type: service.type, port, strings, subtypes: [...new Set(told)].sort(), basis: 'heard' as const }];
  });
}

/** The SRV records that the claims of this observation stand on: the packet may speak of other devices, too. */
function servicesClaimed(
  claims: readonly Claim[],
  answers: readonly DnsRecord[],
  additionals: readonly DnsRecord[],
): readonly DnsRecord[] {
  return claims.flatMap((claim) => {
    const [, section, index] =
      claim.is === 'service' ? (/^(answer|additional)\[(\d+)\]\.port$/.exec(claim.path) ?? []) : [];
    const record = (section === 'answer' ? answers : additionals)[Number(index)];
    return section === undefined || record === undefined ? [] : [record];
  });
}

/** `_universal` of `_universal._sub._ipp._tcp.local`; of CUPS alone is `_cups`, and it says nothing to others. */
function subtypeOf(name: string): string | undefined {
  const [subtype, sub] = labelsOf(name);
  return sub?.toLowerCase() === '_sub' && subtype?.toLowerCase() !== '_cups' ? subtype?.toLowerCase() : undefined;
}

/** `URF` is AirPrint's own key: whoever tells it is browsed for as `_universal`. */
function isAirPrint(type: string, strings: readonly Uint8Array[]): boolean {
  const urf = txtEntries(strings).find(({ key }) => key.toLowerCase() === 'urf');
  return (
    (type === '_ipp._tcp' || type === '_ipps._tcp') && urf?.value !== undefined && decodeText(urf.value) !== 'none'
  );
}

function madeServices(device: Device, observations: readonly Observation[]): readonly ZoneService[] {
  const label = labelOf(device);
  const made = new Map<string, ZoneService>();
  const put = (type: string, port: number, strings: readonly Uint8Array[]) => {
    if (!made.has(type)) made.set(type, { label, type, port, strings, subtypes: [], basis: 'made' });
  };
  for (const { protocol, claims, from, announced } of observations) {
    // open profile, section 1; a notification proves nothing, and one door of the server that others can reach is enough
    const door = protocol === 'ncdp2' && from.transport === 'udp' && announced !== true;
    if (door && !isMeantElsewhere(made.get(NCDP2_TYPE)?.server)) made.set(NCDP2_TYPE, ncdp2Service(from));
    for (const claim of claims) {
      if (claim.is !== 'service' || claim.transport !== 'tcp') continue;
      const type = serviceTypes.find(({ service, sort }) => service === claim.service && sort !== 'admin')?.type;
      const key = type === undefined ? undefined : pathKeys[type];
      // without its path nobody can print or scan there, and a guessed one would be invented
      if (type === undefined || key === undefined || (key !== '' && !claim.resource)) continue;
      put(type, claim.port, stringsOf(device, type, key, claim.resource));
    }
  }
  const raw = device.ports.find(({ service, state }) => service === 'raw' && state === 'answered');
  if (raw !== undefined)
    put('_pdl-datastream._tcp', raw.endpoint.port, stringsOf(device, '_pdl-datastream._tcp', '', ''));
  return [...made.values()];
}

/** Whether an address means something on other segments, too. */
export function isMeantElsewhere(address: string | undefined): boolean {
  const kind = address === undefined ? undefined : classOfText(address);
  return kind === 'private' || kind === 'public';
}

/** A server that may have many devices: it goes by its address. */
function ncdp2Service({ address, port }: Endpoint): ZoneService {
  const strings = [txtString('txtvers', '1')];
  const label = `NCDP/2 at ${address.replace(/%.*/, '')}`;
  return { label, type: NCDP2_TYPE, port, strings, subtypes: [], basis: 'made', server: address };
}

/** Bonjour Printing 1.2.1, section 9; each key only where the device told its value. */
function stringsOf(device: Device, type: string, pathKey: string, resource = ''): readonly Uint8Array[] {
  const { location, uuid, adminUrl } = device.facts;
  const prints = serviceTypes.some((row) => row.type === type && row.sort === 'print');
  const entries: (readonly [string, string | undefined])[] = [
    ['txtvers', '1'],
    ['qtotal', prints ? '1' : undefined],
    [pathKey, pathKey === '' ? undefined : resource.replace(/^\//, '')],
    ['ty', titleOf(device)],
    ['note', location?.value],
    ['adminurl', adminUrl?.value],
    ['UUID', uuid?.value.replace(/^urn:uuid:/i, '')],
  ];
  return entries.flatMap(([key, value]) => (value === undefined ? [] : [txtString(key, value)]));
}

/** What people choose it by: its name, its model, or its id. */
function labelOf(device: Device): string {
  return cutLabel(device.facts.name?.value || titleOf(device) || device.id);
}

/** A label holds 63 bytes: what is left of a longer one, with room for ` (2)` behind it. */
export function cutLabel(text: string): string {
  let label = text;
  while (encodeText(label).length > MOST_LABEL) label = [...label].slice(0, -1).join('');
  return label;
}

function titleOf({ facts: { make, model } }: Device): string | undefined {
  if (make === undefined || model === undefined) return model?.value;
  const named = model.value.toLowerCase().startsWith(make.value.toLowerCase());
  return named ? model.value : `${make.value} ${model.value}`;
}

const ROOM = 'dns-sd';
export const NCDP2_TYPE = '_ncdp2._udp';
const MOST_LABEL = 56;
/** The key that holds the path; nothing for a service without one. */
const pathKeys: Readonly<Record<string, string>> = {
  '_ipp._tcp': 'rp',
  '_ipps._tcp': 'rp',
  '_printer._tcp': 'rp',
  '_uscan._tcp': 'rs',
  '_uscans._tcp': 'rs',
  '_pdl-datastream._tcp': '',
};
