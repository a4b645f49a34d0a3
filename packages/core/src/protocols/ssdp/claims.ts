import { canonicalUuid, macInUuid } from '../../formats/uuid.ts';
import { type Claim, type FactKey, told } from '../../model/claim.ts';
import { readToldUrl } from '../../net/told-url.ts';
import type { Description, SsdpMessage } from './codec.ts';
import { kindOfType } from './kinds.ts';

/** What an answer or a NOTIFY lets us say: who it is, its kind by its type, and where its description stands. */
export function messageClaims({ is, fields }: SsdpMessage, sender: string): Claim[] {
  const usn = fields.get('usn');
  const type = fields.get(is === 'notify' ? 'nt' : 'st');
  const kind = kindOfType(type?.value ?? '');
  const location = fields.get('location');
  return [
    ...(usn === undefined ? [] : uuidClaims(usn.value.replace(/::.*$/, ''), usn.path)),
    ...(kind === undefined ? [] : told('kind', kind, type!.path)),
    ...(location === undefined ? [] : placeClaims(location.value, location.path, sender)),
  ];
}

/** What a description lets us say of the host as a whole: the root device; the kind by the types of all in it. */
export function descriptionClaims({ devices }: Description): Claim[] {
  const [root] = devices;
  const say = (fact: FactKey, name: string): Claim[] => {
    const text = root?.texts.get(name);
    return text === undefined ? [] : told(fact, text.text, text.path);
  };
  const types = devices.flatMap(({ texts }) => texts.get('deviceType') ?? []);
  const of = (kind: string) => types.find(({ text }) => kindOfType(text) === kind);
  const [prints, scans] = [of('printer'), of('scanner')];
  const shows = prints ?? scans;
  const udn = root?.texts.get('UDN');
  const page = root?.texts.get('presentationURL');
  return [
    ...(udn === undefined ? [] : uuidClaims(udn.text, udn.path)),
    ...(shows === undefined ? [] : told('kind', prints && scans ? 'mfp' : prints ? 'printer' : 'scanner', shows.path)),
    ...say('make', 'manufacturer'),
    ...say('model', 'modelName'),
    ...say('serial', 'serialNumber'),
    ...say('name', 'friendlyName'),
    ...(page !== undefined && /^https?:\/\//i.test(page.text) ? told('adminUrl', page.text, page.path) : []),
  ];
}

function uuidClaims(text: string, path: string): Claim[] {
  const uuid = canonicalUuid(text);
  const mac = macInUuid(uuid);
  return [...told('uuid', uuid, path), ...(mac === undefined ? [] : [{ is: 'mac', value: mac, path } as const])];
}

function placeClaims(location: string, path: string, sender: string): Claim[] {
  const url = readToldUrl(location, sender);
  if (url === undefined) return [];
  if (url.is === 'elsewhere') return [{ is: 'address', value: url.address, path }];
  const { secure, port, resource, host } = url;
  return [
    { is: 'service', service: secure ? 'upnps' : 'upnp', port, transport: 'tcp', resource, path },
    ...(host === undefined ? [] : [{ is: 'hostname', value: host, path } as const]),
  ];
}
