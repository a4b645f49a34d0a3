import { encodeText } from '../../bytes/text.ts';
import type { Datagram, HttpAsked, HttpServed } from '../../contracts/network.ts';
import type { Answering, Reply, VirtualDevice } from '../../contracts/virtual-device.ts';
import { escapeXml } from '../../formats/xml.ts';
import { formatEndpoint } from '../../net/endpoint.ts';
import { DEVICE, decodeSsdp } from './codec.ts';
import { PRINTER, SCANNER } from './kinds.ts';
import { PORT } from './talk.ts';

export const GROUPS = { 4: '239.255.255.250', 6: 'ff02::c' } as const;

/** The device side: answers to searches that fit it, announcements and farewells, and its description on 80. */
export function answers(device: VirtualDevice): readonly Answering[] {
  const group = device.address.includes(':') ? GROUPS[6] : GROUPS[4];
  const to = { address: group, port: device.port(PORT, 'udp'), transport: 'udp' } as const;
  const host = formatEndpoint(to);
  const notify = (nts: string, lines: readonly string[]) =>
    typesOf(device).map((type) => ({
      bytes: message('NOTIFY * HTTP/1.1', [
        `HOST: ${host}`,
        `NT: ${type}`,
        `NTS: ${nts}`,
        `USN: ${usn(device, type)}`,
        ...lines,
      ]),
      to,
    }));
  return [
    {
      on: 'udp',
      port: PORT,
      broadcast: false,
      groups: [group],
      answer: (datagram) => answer(device, datagram),
      announce: notify('ssdp:alive', place(device)),
      farewell: notify('ssdp:byebye', []),
    },
    { on: 'http', port: 80, serve: (asked) => serve(device, asked) },
  ];
}

function answer(device: VirtualDevice, { bytes }: Datagram): readonly Reply[] {
  const decoded = decodeSsdp(bytes);
  if (!decoded.ok || decoded.value.is !== 'search') return [];
  const wanted = decoded.value.fields.get('st')?.value;
  const fitting = typesOf(device).filter((type) => wanted === type || wanted === 'ssdp:all');
  return fitting.map((type) => ({
    bytes: message('HTTP/1.1 200 OK', ['EXT:', `ST: ${type}`, `USN: ${usn(device, type)}`, ...place(device)]),
    delayMs: 50,
  }));
}

function typesOf({ kind }: VirtualDevice): readonly string[] {
  const prints = kind === 'printer' || kind === 'mfp' || kind === 'label-printer' || kind === 'pos-printer';
  return [...(prints ? [PRINTER] : []), ...(kind === 'mfp' || kind === 'scanner' ? [SCANNER] : [])];
}

function place(device: VirtualDevice): readonly string[] {
  const server = device.make.toUpperCase() === 'EPSON' ? 'EPSON_Linux UPnP/1.0 Epson UPnP SDK/1.0' : 'Linux UPnP/1.0';
  return ['CACHE-CONTROL: max-age=1800', `LOCATION: ${origin(device)}${PATH}`, `SERVER: ${server}`];
}

function origin(device: VirtualDevice): string {
  return `http://${formatEndpoint({ address: device.address.replace(/%.*$/, ''), port: device.port(80, 'tcp') })}`;
}

function usn(device: VirtualDevice, type: string): string {
  return `${udn(device)}::${type}`;
}

function udn({ uuid }: VirtualDevice): string {
  return `uuid:${uuid.replace(/^urn:uuid:/, '')}`;
}

function message(start: string, lines: readonly string[]): Uint8Array {
  return encodeText(`${[start, ...lines].join('\r\n')}\r\n\r\n`);
}

function serve(device: VirtualDevice, { method, path }: HttpAsked): HttpServed {
  if (path !== PATH) return { status: 404, headers: {}, body: new Uint8Array() };
  if (method !== 'GET') return { status: 405, headers: { Allow: 'GET' }, body: new Uint8Array() };
  const headers = { 'Content-Type': 'text/xml; charset="utf-8"' };
  return { status: 200, headers, body: encodeText(description(device)) };
}

/** The first type is the root's; a second one stands in a device of its own. */
function description(device: VirtualDevice): string {
  const [first = '', second] = typesOf(device);
  const inside =
    second === undefined ? '' : `<deviceList><device>${identity(device, second, '')}</device></deviceList>`;
  const whole = `${identity(device, first, inside)}`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<root xmlns="${DEVICE}"><specVersion><major>1</major><minor>0</minor></specVersion><device>${whole}</device></root>\n`;
}

function identity(device: VirtualDevice, type: string, inside: string): string {
  const { name, make, model, serial } = device;
  const rows: readonly (readonly [string, string])[] = [
    ['deviceType', type],
    ['friendlyName', name],
    ['manufacturer', make],
    ['modelName', model],
    ['serialNumber', serial],
    ['UDN', udn(device)],
  ];
  const texts = rows.map(([element, text]) => `<${element}>${escapeXml(text)}</${element}>`);
  return `${texts.join('')}${inside}<presentationURL>${escapeXml(`${origin(device)}/`)}</presentationURL>`;
}

const PATH = '/upnp/description.xml';
