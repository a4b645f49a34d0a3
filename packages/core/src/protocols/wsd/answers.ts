import { encodeText } from '../../bytes/text.ts';
import type { Datagram, HttpAsked, HttpServed } from '../../contracts/network.ts';
import type { Answering, Reply, VirtualDevice } from '../../contracts/virtual-device.ts';
import { escapeXml } from '../../formats/xml.ts';
import { formatEndpoint } from '../../net/endpoint.ts';
import { decodeWsd, type WsdMessage } from './codec.ts';
import { ANONYMOUS, actions, EVERYBODY, types } from './codec-names.ts';
import { metadataBody, scannerBody } from './device-metadata.ts';
import { envelope, heading } from './messages.ts';
import { PORT } from './talk.ts';

export const GROUPS = { 4: '239.255.255.250', 6: 'ff02::c' } as const;

/**
 * The device side: matches for Probe and Resolve, Hello and Bye, metadata and a scanner's description over HTTP. Where
 * these are served follows from the maker: an Epson's stand on 80 (reported), others' on 5357 as Windows does it.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const group = device.address.includes(':') ? GROUPS[6] : GROUPS[4];
  const to = { address: group, port: device.port(PORT, 'udp'), transport: 'udp' } as const;
  const unasked = (action: string, body: string, part: string) => ({
    bytes: envelope(heading(action, nameOf(device, part), EVERYBODY), body),
    to,
  });
  return [
    {
      on: 'udp',
      port: PORT,
      broadcast: false,
      groups: [group],
      answer: (datagram) => answer(device, datagram),
      announce: [unasked(actions.hello, `<wsd:Hello>${self(device)}</wsd:Hello>`, 'hello')],
      farewell: [unasked(actions.bye, `<wsd:Bye>${reference(device)}</wsd:Bye>`, 'bye')],
    },
    { on: 'http', port: httpPortOf(device), serve: (asked) => serve(device, asked) },
  ];
}

function answer(device: VirtualDevice, { bytes }: Datagram): readonly Reply[] {
  const decoded = decodeWsd(bytes);
  if (!decoded.ok) return [];
  const { body } = decoded.value;
  if (body.is === 'probe') {
    const own = typesOf(device).map(([name]) => name);
    const fits = body.scopes === undefined && body.types.names.every((name) => own.includes(name));
    return fits ? [reply(device, decoded.value, actions.probeMatches, matches('Probe', device))] : [];
  }
  if (body.is === 'resolve' && body.endpoint === endpointOf(device))
    return [reply(device, decoded.value, actions.resolveMatches, matches('Resolve', device))];
  return [];
}

/** Answers to a group wait, each device its own time under half a second (SOAP over UDP, APP_MAX_DELAY). */
function reply(device: VirtualDevice, asked: WsdMessage, action: string, body: string): Reply {
  const delayMs = [...device.serial].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 10_007, 7) % 300;
  return { bytes: response(device, asked, action, body), delayMs };
}

function response(device: VirtualDevice, asked: WsdMessage, action: string, body: string): Uint8Array<ArrayBuffer> {
  const relates = `<wsa:RelatesTo>${escapeXml(asked.messageId)}</wsa:RelatesTo>`;
  return envelope(`${heading(action, nameOf(device, asked.messageId.slice(-12)), ANONYMOUS)}${relates}`, body);
}

function matches(what: 'Probe' | 'Resolve', device: VirtualDevice): string {
  return `<wsd:${what}Matches><wsd:${what}Match>${self(device)}</wsd:${what}Match></wsd:${what}Matches>`;
}

function self(device: VirtualDevice): string {
  const names = typesOf(device).map(([, qname]) => qname);
  const address = `http://${placeOf(device)}/${pathOf(device)}`;
  return `${reference(device)}<wsd:Types>${names.join(' ')}</wsd:Types><wsd:XAddrs>${address}</wsd:XAddrs><wsd:MetadataVersion>1</wsd:MetadataVersion>`;
}

function reference(device: VirtualDevice): string {
  return `<wsa:EndpointReference><wsa:Address>${escapeXml(endpointOf(device))}</wsa:Address></wsa:EndpointReference>`;
}

function serve(device: VirtualDevice, asked: HttpAsked): HttpServed {
  const nothing = { headers: {}, body: new Uint8Array() };
  const path = asked.path.replace(/^\//, '');
  if (path !== pathOf(device) && path !== SCANNER_PATH) return { status: 404, ...nothing };
  if (asked.method !== 'POST') return { status: 405, ...nothing };
  const decoded = decodeWsd(asked.body);
  if (!decoded.ok) return { status: 400, ...nothing };
  const { action, body } = decoded.value;
  const ok = (name: string, content: string): HttpServed => ({
    status: 200,
    headers: { 'Content-Type': 'application/soap+xml; charset=utf-8' },
    body: response(device, decoded.value, name, content),
  });
  if (action === actions.get && path === pathOf(device)) {
    const place = `http://${placeOf(device)}/`;
    return ok(
      actions.getResponse,
      metadataBody(device, endpointOf(device), place, { prints: prints(device), scans: scans(device) }),
    );
  }
  if (body.is === 'get-scanner-elements' && scans(device))
    return ok(actions.getScannerElementsResponse, scannerBody(device));
  return { status: 400, headers: {}, body: encodeText('') };
}

/** The names as they are compared, and as this device writes them. */
function typesOf(device: VirtualDevice): readonly (readonly [string, string])[] {
  return [
    [types.device, 'wsdp:Device'],
    ...(prints(device) ? [[types.printDevice, 'wprt:PrintDeviceType'] as const] : []),
    ...(scans(device) ? [[types.scanDevice, 'wscn:ScanDeviceType'] as const] : []),
  ];
}

function prints({ kind }: VirtualDevice): boolean {
  return kind === 'printer' || kind === 'mfp' || kind === 'pos-printer' || kind === 'label-printer';
}

function scans({ kind }: VirtualDevice): boolean {
  return kind === 'mfp' || kind === 'scanner';
}

function endpointOf({ uuid }: VirtualDevice): string {
  return `urn:uuid:${uuid.replace(/^urn:uuid:/, '')}`;
}

function placeOf(device: VirtualDevice): string {
  return formatEndpoint({ address: device.address.replace(/%.*$/, ''), port: device.port(httpPortOf(device), 'tcp') });
}

function httpPortOf({ make }: VirtualDevice): number {
  return make.toUpperCase() === 'EPSON' ? 80 : WINDOWS_PORT;
}

function pathOf(device: VirtualDevice): string {
  return device.make.toUpperCase() === 'EPSON' ? 'WSD/DEVICE' : device.uuid.replace(/^urn:uuid:/, '');
}

/** A message id that is the device's own and the occasion's, without dice. */
function nameOf({ uuid }: VirtualDevice, occasion: string): string {
  const tail = [...occasion].reduce((sum, char) => (sum * 33 + char.charCodeAt(0)) % 0xffffffffffff, 5381);
  return `urn:uuid:${uuid.replace(/^urn:uuid:/, '').slice(0, 24)}${Math.floor(tail).toString(16).padStart(12, '0')}`;
}

const SCANNER_PATH = 'WSD/SCANNER';
const WINDOWS_PORT = 5357;
