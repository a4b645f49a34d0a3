import { formatMasterRecord, type MasterRecord } from '../../formats/dns-master.ts';
import { labelsOf } from '../../formats/dns-name.ts';
import type { Device } from '../../model/device.ts';
import type { Observation } from '../../model/observation.ts';
import { cutLabel, isMeantElsewhere, NCDP2_TYPE, type ZoneService, zoneServices } from './zone-services.ts';

/** The services of an inventory as records for a DNS server (RFC 6763, sections 10 and 11). */
export interface Zone {
  /** Without a dot at its end. */
  readonly domain: string;
  readonly services: readonly NamedService[];
  /** Devices without a row, each with the reason. */
  readonly leftOut: readonly { readonly device: string; readonly why: string }[];
  /** The master file (RFC 1035, section 5), for the end of the zone's own. */
  readonly text: string;
}

export interface NamedService extends ZoneService {
  readonly device: string;
  readonly host: string;
  readonly addresses: readonly string[];
}

/** The labels of a domain that a zone may have; `undefined` for what is none. */
export function parseDomain(text: string): readonly string[] | undefined {
  const labels = text.replace(/\.$/, '').split('.');
  const good = labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label));
  // what stands in front has at most 63 bytes of an instance and 23 of its type
  return good && text.length <= MOST_DOMAIN ? labels : undefined;
}

/** `domain`: one that `parseDomain` takes. Of each device its observations, in order of time. */
export function zoneOf(
  domain: string,
  devices: readonly { readonly device: Device; readonly observations: readonly Observation[] }[],
  ttlSeconds: number,
): Zone {
  const names = new Names();
  const services: NamedService[] = [];
  const leftOut: { device: string; why: string }[] = [];
  for (const { device, observations } of devices) {
    const offered = zoneServices(device, observations);
    const own = device.interfaces.flatMap((row) => row.addresses);
    const placed = offered.map((service) => ({
      service,
      addresses: meantElsewhere(service.server === undefined ? own : [service.server]),
    }));
    const usable = placed.filter(({ addresses }) => addresses.length > 0);
    if (usable.length === 0) leftOut.push({ device: device.id, why: offered.length === 0 ? NO_SERVICE : NO_ADDRESS });
    for (const { service, addresses } of usable) {
      // a server of NCDP/2 is one service, however many devices stand behind it
      if (service.type === NCDP2_TYPE && services.some((row) => row.type === NCDP2_TYPE && row.label === service.label))
        continue;
      const label = names.instance(service.label, service.type, device.id);
      const host = service.server === undefined ? names.host(device) : serverHost(service.server);
      services.push({ ...service, label, device: device.id, host, addresses });
    }
  }
  const bare = domain.replace(/\.$/, '');
  return { domain: bare, services, leftOut, text: textOf(bare, services, ttlSeconds) };
}

/** Reached from here, and with a meaning elsewhere. */
function meantElsewhere(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)].filter(isMeantElsewhere);
}

function serverHost(address: string): string {
  return `server-${address.toLowerCase().replace(/[^0-9a-z]+/g, '-')}`.replace(/-$/, '');
}

/** One device has one host and one label a type; a second device that claims the same gets another. */
class Names {
  readonly #hosts = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #instances = new Map<string, string>();

  host({ hostnames, id }: Device): string {
    const known = this.#hosts.get(id);
    if (known !== undefined) return known;
    const [first = ''] = hostnames.flatMap((name) => labelsOf(name).slice(0, 1));
    const plain = first
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .slice(0, 56)
      .replace(/^-+|-+$/g, '');
    const wanted = !/[a-z]/.test(plain) ? `device-${id.slice(0, 12).toLowerCase()}` : plain;
    let host = wanted;
    for (let n = 2; this.#taken.has(host); n++) host = `${wanted}-${n}`;
    this.#taken.add(host);
    this.#hosts.set(id, host);
    return host;
  }

  instance(wanted: string, type: string, device: string): string {
    let label = wanted;
    for (let n = 2; (this.#instances.get(`${type} ${label.toLowerCase()}`) ?? device) !== device; n++)
      label = `${cutLabel(wanted)} (${n})`;
    this.#instances.set(`${type} ${label.toLowerCase()}`, device);
    return label;
  }
}

function textOf(domain: string, services: readonly NamedService[], ttlSeconds: number): string {
  const line = (owner: readonly string[], data: MasterRecord['data']) =>
    formatMasterRecord({ owner, data }, ttlSeconds);
  const types = [...new Set(services.map(({ type }) => type))].sort();
  const hosts = new Map(services.map(({ host, addresses }) => [host, addresses]));
  const browsed = types.flatMap((type) => [
    line(SERVICES, { is: 'ptr', target: type.split('.') }),
    ...services.filter((service) => service.type === type).flatMap((service) => recordsOf(service, line)),
    '',
  ]);
  return [
    `; DNS-SD (RFC 6763) for ${domain}: ${count(services.length, 'service')} of ${count(new Set(services.map(({ device }) => device)).size, 'device')}, as heard.`,
    '; Put it at the end of the zone, or $INCLUDE it there. It gives no device a fixed address: your DHCP server does.',
    '; Clients whose search domain this is browse it by the next two; section 11 has the names for whole networks.',
    `$ORIGIN ${domain}.`,
    line(['b', ...BROWSE], { is: 'ptr', target: [] }),
    line(['lb', ...BROWSE], { is: 'ptr', target: [] }),
    '',
    ...browsed,
    ...[...hosts].flatMap(([host, addresses]) => addresses.map((address) => line([host], { is: 'address', address }))),
    '',
  ].join('\n');
}

function recordsOf(
  service: NamedService,
  line: (owner: readonly string[], data: MasterRecord['data']) => string,
): readonly string[] {
  const type = service.type.split('.');
  const instance = [service.label, ...type];
  return [
    ...(service.basis === 'made' ? ['; made of what it told by other protocols: it was not heard by DNS-SD'] : []),
    line(type, { is: 'ptr', target: instance }),
    ...service.subtypes.map((subtype) => line([subtype, '_sub', ...type], { is: 'ptr', target: instance })),
    line(instance, { is: 'srv', port: service.port, target: [service.host] }),
    line(instance, { is: 'txt', strings: service.strings }),
  ];
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}

const BROWSE = ['_dns-sd', '_udp'];
const SERVICES = ['_services', ...BROWSE];
const MOST_DOMAIN = 150;
const NO_SERVICE = 'it told no service to print, to scan or by NCDP/2 whose path is known';
const NO_ADDRESS = 'it has no address that means anything outside of its segment';
