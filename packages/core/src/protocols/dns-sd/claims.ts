import { decodeText } from '../../bytes/text.ts';
import type { DnsRecord } from '../../formats/dns.ts';
import { type TxtEntry, txtEntries } from '../../formats/dns-txt.ts';
import { type Claim, derived, told } from '../../model/claim.ts';
import { classOfText } from '../../net/address-class.ts';
import { parseInstance, transportOf } from './codec.ts';
import { readLabel } from './label.ts';

/** A record with the place where the packet holds it (`answer[0]`). */
export interface Placed {
  readonly record: DnsRecord;
  readonly path: string;
}

/** What one record lets us say, its kind of device apart. `resource` is what the instance's TXT names as its path. */
export function claimsOf({ record, path }: Placed, resource: string | undefined): Claim[] {
  const { data } = record;
  // A goodbye takes back; it claims no service, only whose it was (RFC 6762 section 10.1).
  const gone = record.ttlSeconds === 0;
  switch (data.is) {
    case 'ptr':
      return labelClaims(labelIn(data.target), `${path}.target`);
    case 'srv': {
      const instance = parseInstance(record.name);
      if (instance === undefined) return [];
      const name = labelClaims(labelIn(record.name), `${path}.name`);
      if (gone) return name;
      const hostname: Claim = { is: 'hostname', value: data.target, path: `${path}.target` };
      // Port 0 is a flagship's place holder: the name is taken, the protocol is not spoken (Bonjour Printing 1.2.1, 4).
      if (data.port === 0) return [...name, hostname];
      const { service } = instance.service;
      const transport = transportOf(instance.service);
      const claim: Claim = { is: 'service', service, port: data.port, transport, path: `${path}.port` };
      return [...name, hostname, resource === undefined ? claim : { ...claim, resource }];
    }
    case 'address': {
      const kind = classOfText(data.address);
      const useless = kind === 'unspecified' || kind === 'multicast' || kind === 'broadcast';
      return gone || useless ? [] : [{ is: 'address', value: data.address, path: `${path}.address` }];
    }
    case 'txt': {
      const label = labelIn(record.name);
      const name = labelClaims(label, `${path}.name`);
      const named = readLabel(label) !== undefined;
      return gone ? name : [...name, ...txtClaims(txtEntries(data.strings), named, `${path}.txt`)];
    }
    default:
      return [];
  }
}

/** What a device is called by; a server for others is called after itself. */
function labelIn(instanceName: string): string {
  const instance = parseInstance(instanceName);
  return instance === undefined || instance.service.sort === 'server' ? '' : instance.label;
}

/** The resource path that a TXT record names: `rp` of printers, `rs` of eSCL scanners. */
export function resourceOf(record: DnsRecord | undefined): string | undefined {
  if (record?.data.is !== 'txt') return undefined;
  const entries = txtEntries(record.data.strings);
  return textOf(entries, 'rp')?.text ?? textOf(entries, 'rs')?.text;
}

/** The field that says "I scan too", where there is one. */
export function scanPath({ record, path }: Placed): string | undefined {
  if (record.data.is !== 'txt') return undefined;
  const scan = textOf(txtEntries(record.data.strings), 'Scan');
  return scan?.text.toUpperCase() === 'T' ? `${path}.txt.${scan.key}` : undefined;
}

/** The field that only a CUPS server's queue has, where there is one. */
export function queuePath({ record, path }: Placed): string | undefined {
  if (record.data.is !== 'txt') return undefined;
  const entries = txtEntries(record.data.strings);
  const entry = find(entries, 'printer-type') ?? find(entries, 'printer-state');
  return entry === undefined ? undefined : `${path}.txt.${entry.key}`;
}

/** The path of the field that says of which kind the device is. */
export function kindClaim(kind: string, placed: Placed): Claim[] {
  const scan = scanPath(placed);
  if (kind === 'mfp' && scan !== undefined) return told('kind', kind, scan);
  const queue = kind === 'print-server' ? queuePath(placed) : undefined;
  return derived('kind', kind, queue ?? `${placed.path}.${placed.record.data.is === 'ptr' ? 'target' : 'name'}`);
}

function labelClaims(label: string, path: string): Claim[] {
  const read = readLabel(label);
  return [
    ...told('name', label, path),
    ...(read === undefined ? [] : [...derived('make', read.make, path), ...derived('model', read.model, path)]),
  ];
}

/** `named`: the instance's name says which model it is. */
function txtClaims(entries: readonly TxtEntry[], named: boolean, path: string): Claim[] {
  const say = (fact: 'make' | 'model' | 'location', ...keys: string[]): Claim[] => {
    for (const key of keys) {
      const found = textOf(entries, key);
      if (found !== undefined) return told(fact, found.text, `${path}.${found.key}`);
    }
    return [];
  };
  const uuid = textOf(entries, 'UUID');
  const admin = textOf(entries, 'adminurl');
  return [
    ...say('make', 'usb_MFG', 'mfg'),
    // The device ID's model is the best; `ty` and `product` carry the maker in front more often than not.
    ...say('model', 'usb_MDL', 'mdl', 'ty'),
    // a PostScript product may be the maker's own name for it (`CNMF632C/634C`): better than nothing
    ...(named || has(entries, 'usb_MDL', 'mdl', 'ty') ? [] : productClaims(entries, path)),
    ...say('location', 'note'),
    ...(uuid === undefined ? [] : told('uuid', canonicalUuid(uuid.text), `${path}.${uuid.key}`)),
    ...(admin === undefined ? [] : told('adminUrl', lenientUrl(admin.text), `${path}.${admin.key}`)),
  ];
}

/** `product` is a PostScript product in brackets. */
function productClaims(entries: readonly TxtEntry[], path: string): Claim[] {
  const product = textOf(entries, 'product');
  return product === undefined
    ? []
    : derived('model', product.text.replace(/^\((.*)\)$/, '$1'), `${path}.${product.key}`);
}

function has(entries: readonly TxtEntry[], ...keys: string[]): boolean {
  return keys.some((key) => textOf(entries, key) !== undefined);
}

/** Lower case without `urn:uuid:`; what has not the form of a UUID claims nothing. */
function canonicalUuid(text: string): string {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^urn:uuid:/, '');
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(bare) ? bare : '';
}

/** Epson writes `http://NAME.local.:80/…`: the root's dot goes, everything else stays. */
function lenientUrl(text: string): string {
  const parts = /^\s*(https?:\/\/)([^/:\s]+|\[[^\]]*\])((?::\d+)?(?:\/\S*)?)\s*$/i.exec(text);
  return parts === null ? '' : `${parts[1]!.toLowerCase()}${parts[2]!.replace(/\.$/, '')}${parts[3]}`;
}

function find(entries: readonly TxtEntry[], key: string): TxtEntry | undefined {
  return entries.find((entry) => entry.key.toLowerCase() === key.toLowerCase());
}

function textOf(
  entries: readonly TxtEntry[],
  key: string,
): { readonly key: string; readonly text: string } | undefined {
  const entry = find(entries, key);
  const text = entry?.value === undefined ? '' : decodeText(entry.value).trim();
  return entry === undefined || text === '' ? undefined : { key: entry.key, text };
}
