import type { AttributeValue } from '../../formats/attribute-value.ts';
import { canonicalUuid } from '../../formats/uuid.ts';
import { type Claim, type DeviceKind, derived, type StateWord, told } from '../../model/claim.ts';
import { modelClaims } from '../../model/model-claims.ts';
import { classOfText } from '../../net/address-class.ts';
import type { Endpoint, Transport } from '../../net/endpoint.ts';
import { formatIp, parseIp } from '../../net/ip-address.ts';
import { formatMac } from '../../net/mac-address.ts';
import { isCollection, isList, pathOf, ReadAttributes, textOf } from './attribute-texts.ts';
import { readingClaims } from './claims-readings.ts';
import type { Ncdp2Frame } from './codec.ts';
import { DEVICE_TYPE, RESULT } from './codec-tables.ts';

/** What the conversation knows beside the frame: nobody else can say whose device a status is of. */
export interface ClaimsAbout {
  readonly from: Endpoint;
  /** The uuid that this type and number told in an answered probe. */
  readonly uuid?: string | undefined;
  /** The server has several devices: none of them is at its address, and its interfaces are not theirs. */
  readonly several: boolean;
}

/** What a reply about one device lets us say. Errors, and replies about no device, say nothing. */
export function claimsOf(frame: Ncdp2Frame, about: ClaimsAbout): Claim[] {
  const { deviceType, body, result } = frame;
  if (deviceType === DEVICE_TYPE.host || (result !== RESULT.done && result !== RESULT.partly)) return [];
  const attributes = new ReadAttributes(body.attributes ?? {});
  const uuid = canonicalUuid(attributes.text('printer-uuid'));
  return [
    ...(uuid === ''
      ? derived('uuid', about.uuid ?? '', 'head.deviceNumber')
      : told('uuid', uuid, pathOf('printer-uuid'))),
    ...modelClaims((name) => attributes.text(name), pathOf),
    ...derived('kind', kinds[deviceType] ?? '', 'head.deviceType'),
    ...told('firmware', attributes.text('printer-firmware-string-version'), pathOf('printer-firmware-string-version')),
    ...nameClaims(attributes),
    ...told('location', attributes.text('printer-location'), pathOf('printer-location')),
    ...interfaceClaims(attributes, about),
    ...(about.several ? [] : uriClaims(attributes)),
    ...stateClaims(attributes),
    ...readingClaims(attributes),
  ];
}

function nameClaims(attributes: ReadAttributes): Claim[] {
  const best = ['printer-info', 'printer-name'].find((name) => attributes.text(name).trim() !== '');
  return best === undefined ? [] : told('name', attributes.text(best), pathOf(best));
}

/**
 * MACs and addresses as the device claims them. Where the server has several devices and names the address that answered
 * (or answers on loopback, which nobody names), the interfaces are the server's own, and say nothing of a device.
 */
function interfaceClaims(attributes: ReadAttributes, { from, several }: ClaimsAbout): Claim[] {
  const interfaces = interfacesIn(attributes);
  if (several && (classOfText(from.address) === 'loopback' || namesSource(interfaces, from))) return [];
  return claimsOfInterfaces(interfaces);
}

/**
 * What a reply of one of several devices (key 10) says of the server at that address: it serves others, and is a
 * `print-server` where this device prints; its interfaces, where they name the address that answered.
 */
export function serverClaims({ deviceType, body }: Ncdp2Frame, from: Endpoint): Claim[] {
  const interfaces = interfacesIn(new ReadAttributes(body.attributes ?? {}));
  return [
    ...derived('kind', printing.has(deviceType) ? 'print-server' : 'other', 'body.10'),
    ...(namesSource(interfaces, from) ? claimsOfInterfaces(interfaces) : []),
  ];
}

interface ToldInterface {
  readonly mac: AttributeValue | undefined;
  readonly addresses: readonly (string | undefined)[];
}

function interfacesIn(attributes: ReadAttributes): readonly ToldInterface[] {
  return attributes.list('ncdp-interfaces').map((value) => {
    const { mac, addresses } = isCollection(value) ? { mac: value['mac'], addresses: value['addresses'] } : {};
    return { mac, addresses: isList(addresses) ? addresses.map((address) => readAddress(textOf(address))) : [] };
  });
}

function namesSource(interfaces: readonly ToldInterface[], from: Endpoint): boolean {
  const source = readAddress(from.address);
  return source !== undefined && interfaces.some((row) => row.addresses.includes(source));
}

function claimsOfInterfaces(interfaces: readonly ToldInterface[]): Claim[] {
  return interfaces.flatMap(({ mac, addresses }, i): Claim[] => {
    const path = pathOf('ncdp-interfaces', i);
    return [
      ...(mac instanceof Uint8Array && mac.length === MAC_BYTES
        ? [{ is: 'mac', value: formatMac(mac), path: `${path}.mac` } as const]
        : []),
      ...addresses.flatMap((address, n) =>
        address === undefined ? [] : [{ is: 'address', value: address, path: `${path}.addresses.${n}` } as const],
      ),
    ];
  });
}

/** Other ways to the same device: leads where they are on the host that answered, and nothing where they lead elsewhere. */
function uriClaims(attributes: ReadAttributes): Claim[] {
  return attributes.list('ncdp-uris').flatMap((value, i): Claim[] => {
    const match = /^([a-z][a-z0-9+.-]*):\/\/(?:\[[^\]]*\]|[^/:?#]*)(?::(\d{1,5}))?(?:\/([^?#]*))?/i.exec(
      (textOf(value) ?? '').trim(),
    );
    const scheme = schemes[match?.[1]?.toLowerCase() ?? ''];
    if (match === null || scheme === undefined) return [];
    const port = match[2] === undefined ? scheme.port : Number(match[2]);
    if (port < 1 || port > 65_535) return [];
    const { service, transport } = scheme;
    return [{ is: 'service', service, port, transport, resource: match[3] ?? '', path: pathOf('ncdp-uris', i) }];
  });
}

function stateClaims(attributes: ReadAttributes): Claim[] {
  const state = attributes.number('printer-state');
  if (state === undefined) return [];
  const reasons = attributes
    .list('printer-state-reasons')
    .map((reason) => textOf(reason)?.trim() ?? '')
    .filter((reason) => reason !== '' && reason !== 'none');
  const asleep = state !== PROCESSING && reasons.some((reason) => /^(standby|suspend|hibernate)/.test(reason));
  return [
    { is: 'state', word: asleep ? 'asleep' : (states[state] ?? 'unknown'), reasons, path: pathOf('printer-state') },
  ];
}

function readAddress(text: string | undefined): string | undefined {
  const ip = text === undefined ? undefined : parseIp(text);
  return ip === undefined ? undefined : formatIp({ family: ip.family, bytes: ip.bytes });
}

const printing: ReadonlySet<number> = new Set([DEVICE_TYPE.printer, DEVICE_TYPE.posPrinter, DEVICE_TYPE.labelPrinter]);
const MAC_BYTES = 6;
const PROCESSING = 4;
const states: Readonly<Record<number, StateWord>> = { 3: 'idle', 4: 'processing', 5: 'stopped' };
const kinds: Readonly<Record<number, DeviceKind>> = {
  [DEVICE_TYPE.printer]: 'printer',
  [DEVICE_TYPE.posPrinter]: 'pos-printer',
  [DEVICE_TYPE.scanner]: 'scanner',
  [DEVICE_TYPE.projector]: 'projector',
  [DEVICE_TYPE.labelPrinter]: 'label-printer',
  [DEVICE_TYPE.other]: 'other',
};
const schemes: Readonly<
  Record<string, { readonly service: string; readonly port: number; readonly transport: Transport }>
> = {
  ipp: { service: 'ipp', port: 631, transport: 'tcp' },
  ipps: { service: 'ipps', port: 631, transport: 'tcp' },
  http: { service: 'http', port: 80, transport: 'tcp' },
  https: { service: 'https', port: 443, transport: 'tcp' },
  socket: { service: 'raw', port: 9100, transport: 'tcp' },
  lpd: { service: 'lpd', port: 515, transport: 'tcp' },
};
