import { parseDeviceId } from '../../formats/ieee1284.ts';
import { canonicalUuid, macInUuid } from '../../formats/uuid.ts';
import { type Claim, derived, type StateWord, told } from '../../model/claim.ts';
import { parseMac } from '../../net/mac-address.ts';
import { readToldUrls } from '../../net/told-url.ts';
import type { Hosted, Metadata, Said, SaidTypes, Target, WsdMessage } from './codec.ts';
import { types } from './codec-names.ts';

/** What an endpoint is, by its types alone; a name that holds "print" proves nothing. */
export type Sort = 'prints' | 'scans' | 'computer' | 'unsaid' | 'another';

export function sortsOf({ names }: SaidTypes): ReadonlySet<Sort> {
  const sorts = new Set(
    names.flatMap((name): Sort[] => (name === types.device ? [] : [sortByType[name] ?? 'another'])),
  );
  return sorts.size === 0 ? new Set<Sort>(['unsaid']) : sorts;
}

/** What a Hello or a match lets us say. `sender` is the address that it came from: URLs of other hosts are no place to go. */
export function targetClaims({ endpoint, types: said, addresses, vendor }: Target, sender: string): Claim[] {
  return [
    ...uuidClaims(endpoint),
    ...kindClaims([said]),
    ...(addresses === undefined ? [] : placeClaims(addresses, endpoint?.text, sender)),
    ...vendorClaims(vendor),
  ];
}

/** What an answer over HTTP lets us say of the device. */
export function contentClaims({ body }: WsdMessage): Claim[] {
  if (body.is === 'metadata') return metadataClaims(body.metadata);
  return body.is === 'scanner-elements' ? scannerClaims(body.elements) : [];
}

function metadataClaims({ host, hosted, device, model }: Metadata): Claim[] {
  const say = (fact: Parameters<typeof told>[0], said: Said | undefined) =>
    said === undefined ? [] : told(fact, said.text, said.path);
  const page = model.get('PresentationUrl');
  const said = [host, ...hosted].flatMap((row: Hosted | undefined) => (row === undefined ? [] : [row.types]));
  const who = [...uuidClaims(host?.endpoint), ...kindClaims(said)];
  if (isComputer(said)) return who;
  return [
    ...who,
    ...say('make', model.get('Manufacturer')),
    ...say('model', model.get('ModelName')),
    ...say('name', device.get('FriendlyName')),
    ...say('serial', device.get('SerialNumber')),
    ...say('firmware', device.get('FirmwareVersion')),
    ...(page !== undefined && /^https?:\/\//i.test(page.text) ? say('adminUrl', page) : []),
  ];
}

function scannerClaims(elements: ReadonlyMap<string, Said>): Claim[] {
  const [name, location, state] = ['ScannerName', 'ScannerLocation', 'ScannerState'].map((key) => elements.get(key));
  const word = stateWords[state?.text.toLowerCase() ?? ''];
  const any = name ?? location ?? state;
  return [
    ...(name === undefined ? [] : told('name', name.text, name.path)),
    ...(location === undefined ? [] : told('location', location.text, location.path)),
    ...(any === undefined ? [] : derived('kind', 'scanner', any.path)),
    ...(state === undefined || word === undefined
      ? []
      : [{ is: 'state', word, reasons: [], of: 'scanner', path: state.path } as const]),
  ];
}

function uuidClaims(endpoint: Said | undefined): Claim[] {
  if (endpoint === undefined) return [];
  const uuid = canonicalUuid(endpoint.text);
  const mac = macInUuid(uuid);
  const { path } = endpoint;
  return [...told('uuid', uuid, path), ...(mac === undefined ? [] : [{ is: 'mac', value: mac, path } as const])];
}

/** Printers and scanners, and nothing else: what only calls itself a computer is none, whatever its name. */
function kindClaims(said: readonly SaidTypes[]): Claim[] {
  const find = (...sorts: readonly Sort[]) => said.find((row) => sorts.some((sort) => sortsOf(row).has(sort)));
  const [prints, scans, computer] = [find('prints'), find('scans'), find('computer')];
  const shows = prints ?? scans;
  if (shows !== undefined) return told('kind', prints && scans ? 'mfp' : prints ? 'printer' : 'scanner', shows.path);
  return computer === undefined ? [] : told('kind', 'other', computer.path);
}

/**
 * The metadata of a computer are those of the program that publishes it: every Windows says the same serial number,
 * 20050718, and the name of Microsoft's service.
 */
function isComputer(said: readonly SaidTypes[]): boolean {
  const sorts = said.flatMap((row) => [...sortsOf(row)]);
  return sorts.includes('computer') && !sorts.includes('prints') && !sorts.includes('scans');
}

function placeClaims({ text, path }: Said, endpoint: string | undefined, sender: string): Claim[] {
  const called = endpoint === undefined ? {} : { endpoint };
  return readToldUrls(text, sender).flatMap((url): Claim[] => {
    if (url.is === 'elsewhere') return [{ is: 'address', value: url.address, path }];
    const { secure, port, resource, host } = url;
    const service = secure ? 'wsds' : 'wsd';
    return [
      { is: 'service', service, port, transport: 'tcp', resource, ...called, path },
      ...(host === undefined ? [] : [{ is: 'hostname', value: host, path } as const]),
    ];
  });
}

/** HP's printers add these to a ProbeMatch. */
function vendorClaims(vendor: ReadonlyMap<string, Said>): Claim[] {
  const [id, serial, hardware, host] = ['DeviceId', 'SerialNumber', 'HardwareAddress', 'Hostname'].map((key) =>
    vendor.get(key),
  );
  const device = parseDeviceId(id?.text ?? '');
  const mac = parseMac(hardware?.text ?? '');
  return [
    ...(id === undefined
      ? []
      : [...told('make', device.make ?? '', id.path), ...told('model', device.model ?? '', id.path)]),
    ...(serial === undefined ? [] : told('serial', serial.text, serial.path)),
    ...(mac === undefined ? [] : [{ is: 'mac', value: mac, path: hardware!.path } as const]),
    ...(host === undefined ? [] : [{ is: 'hostname', value: host.text, path: host.path } as const]),
  ];
}

const sortByType: Readonly<Record<string, Sort>> = {
  [types.printDevice]: 'prints',
  [types.printService]: 'prints',
  [types.scanDevice]: 'scans',
  [types.scanService]: 'scans',
  [types.computer]: 'computer',
};
const stateWords: Readonly<Record<string, StateWord>> = { idle: 'idle', processing: 'processing', stopped: 'stopped' };
