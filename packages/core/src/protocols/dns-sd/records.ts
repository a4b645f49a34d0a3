import { encodeText } from '../../bytes/text.ts';
import type { VirtualDevice } from '../../contracts/virtual-device.ts';
import { CLASS_IN, type DnsRecord } from '../../formats/dns.ts';
import { type DnsData, dnsType } from '../../formats/dns-data.ts';
import { nameOf } from '../../formats/dns-name.ts';
import { META_TYPE, txtString } from './codec.ts';

export const GROUPS = { 4: '224.0.0.251', 6: 'ff02::fb' } as const;

/** Everything that a virtual device publishes, as it would stand in a multicast answer. */
export function recordsOf(device: VirtualDevice): DnsRecord[] {
  const host = nameOf([shortened(device.hostname.replace(/\.local\.?$/i, '')), 'local']);
  const services = servicesOf(device);
  const types = [...new Set(services.map(({ type }) => type))];
  const v6 = device.address.includes(':');
  return [
    ...services.flatMap((service) => serviceRecords(service, device, host)),
    ...types.map((type) => shared(META_TYPE, { is: 'ptr', target: `${type}.local` })),
    own(host, v6 ? dnsType.aaaa : dnsType.a, HOST_TTL, { is: 'address', address: device.address }),
    // "there is no address of the other family here" (RFC 6762 section 6.1)
    own(host, dnsType.nsec, HOST_TTL, { is: 'nsec', next: host, types: [v6 ? dnsType.aaaa : dnsType.a] }),
  ];
}

interface Service {
  readonly type: string;
  readonly subtypes: readonly string[];
  readonly port: number;
  readonly txt: readonly (readonly [string, string])[];
}

/** What is published follows from what the device speaks. A printer without LPD still holds its name there, with port 0. */
function servicesOf(device: VirtualDevice): Service[] {
  const speaks = (id: string) => device.speaks.includes(id);
  const port = (standard: number) => device.port(standard, 'tcp');
  const prints = speaks('ipp') || speaks('raw') || speaks('lpd');
  const print = (
    type: string,
    number: number,
    rp: string,
    priority: string,
    subtypes: readonly string[] = [],
  ): Service => ({
    type,
    subtypes,
    port: number,
    txt: [
      ['txtvers', '1'],
      ['qtotal', '1'],
      ...(rp === '' ? [] : ([['rp', rp]] as const)),
      ...identity(device, priority),
    ],
  });
  return [
    ...(speaks('ipp') ? [print('_ipp._tcp', port(631), 'ipp/print', '30', ['_universal', '_print'])] : []),
    ...(prints ? [print('_printer._tcp', speaks('lpd') ? port(515) : 0, 'auto', '50')] : []),
    ...(speaks('raw') ? [print('_pdl-datastream._tcp', port(9100), '', '60')] : []),
    ...(speaks('escl') ? [scanService('_uscan._tcp', port(80), device, [['rs', 'eSCL']])] : []),
    ...(speaks('scan') ? [scanService('_scanner._tcp', port(1865), device, [])] : []),
    ...(speaks('http') ? [{ type: '_http._tcp', subtypes: [], port: port(80), txt: [['path', '/']] as const }] : []),
  ];
}

function scanService(type: string, port: number, device: VirtualDevice, more: Service['txt']): Service {
  const { make, model, location, uuid } = device;
  const note = location === '' ? [] : ([['note', location]] as const);
  const txt: Service['txt'] = [
    ['txtvers', '1'],
    ['ty', title(device)],
    ['mfg', make],
    ['mdl', model],
    ...note,
    ...uuidEntry(uuid),
    ...more,
  ];
  return { type, subtypes: [], port, txt };
}

function identity(device: VirtualDevice, priority: string): Service['txt'] {
  const { make, model, location, uuid, speaks } = device;
  return [
    ['ty', title(device)],
    ['usb_MFG', make],
    ['usb_MDL', model],
    ['product', `(${title(device)})`],
    ['pdl', 'application/octet-stream,image/pwg-raster,image/jpeg'],
    ['note', location],
    ['priority', priority],
    ['Scan', speaks.includes('scan') || speaks.includes('escl') ? 'T' : 'F'],
    ...uuidEntry(uuid),
  ];
}

function uuidEntry(uuid: string): Service['txt'] {
  const bare = uuid.toLowerCase().replace(/^urn:uuid:/, '');
  return bare === '' ? [] : [['UUID', bare]];
}

function title({ make, model }: VirtualDevice): string {
  return model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
}

function serviceRecords({ type, subtypes, port, txt }: Service, device: VirtualDevice, host: string): DnsRecord[] {
  const instance = nameOf([shortened(device.name === '' ? title(device) : device.name), ...type.split('.'), 'local']);
  const owners = [`${type}.local`, ...subtypes.map((subtype) => `${subtype}._sub.${type}.local`)];
  const strings = txt.map(([key, value]) => txtString(key, value));
  return [
    ...owners.map((owner) => shared(owner, { is: 'ptr', target: instance })),
    own(instance, dnsType.srv, HOST_TTL, { is: 'srv', priority: 0, weight: 0, port, target: host }),
    own(instance, dnsType.txt, SERVICE_TTL, { is: 'txt', strings }),
  ];
}

/** Others may have records of that name as well: no cache-flush bit (RFC 6762 section 10.2). */
export function shared(name: string, data: DnsData): DnsRecord {
  return { name, type: dnsType.ptr, class: CLASS_IN, flush: false, ttlSeconds: SERVICE_TTL, data };
}

export function own(name: string, type: number, ttlSeconds: number, data: DnsData): DnsRecord {
  return { name, type, class: CLASS_IN, flush: true, ttlSeconds, data };
}

/** A label holds 63 bytes. */
export function shortened(label: string): string {
  let text = label;
  while (encodeText(text).length > 63) text = [...text].slice(0, -1).join('');
  return text;
}

/** RFC 6762 section 10: 120 s for what depends on the host's name or address, 75 min for the rest. */
export const HOST_TTL = 120;
export const SERVICE_TTL = 4500;
