import { encodeText } from '../../bytes/text.ts';
import type { HttpAsked, HttpServed } from '../../contracts/network.ts';
import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { escapeXml } from '../../formats/xml.ts';
import { formatEndpoint } from '../../net/endpoint.ts';
import { ESCL, PWG } from './codec.ts';

/** The device side on 80: what the scanner can and how it is. It takes no job. */
export function answers(device: VirtualDevice): readonly Answering[] {
  return [{ on: 'http', port: 80, serve: (asked) => serve(device, asked) }];
}

function serve(device: VirtualDevice, { method, path }: HttpAsked): HttpServed {
  const body = documents[path]?.(device);
  if (body === undefined) return { status: 404, headers: {}, body: new Uint8Array() };
  if (method !== 'GET') return { status: 405, headers: { Allow: 'GET' }, body: new Uint8Array() };
  return { status: 200, headers: { 'Content-Type': 'text/xml' }, body: encodeText(`${HEAD}\n${body}\n`) };
}

const documents: Readonly<Record<string, (device: VirtualDevice) => string>> = {
  '/eSCL/ScannerCapabilities': capabilities,
  '/eSCL/ScannerStatus': status,
};

function capabilities(device: VirtualDevice): string {
  const { make, model, serial, uuid } = device;
  const whole = model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
  const page = `http://${formatEndpoint({ address: device.address.replace(/%.*$/, ''), port: device.port(80, 'tcp') })}/`;
  const own = [
    element('pwg:Version', '2.63'),
    element('pwg:MakeAndModel', whole),
    element('pwg:SerialNumber', serial),
    element('scan:UUID', uuid.replace(/^urn:uuid:/, '')),
    element('scan:AdminURI', page),
  ];
  const platen = `<scan:Platen><scan:PlatenInputCaps>${inputCaps()}</scan:PlatenInputCaps></scan:Platen>`;
  return document('ScannerCapabilities', `${own.join('')}${platen}`);
}

/** A flatbed of 8.5 by 11.7 inches, in 1/300 inch, as much as a client needs to list the scanner. */
function inputCaps(): string {
  const sizes = [
    element('scan:MinWidth', '16'),
    element('scan:MaxWidth', '2550'),
    element('scan:MinHeight', '16'),
    element('scan:MaxHeight', '3510'),
    element('scan:MaxScanRegions', '1'),
  ];
  const modes = ['Grayscale8', 'RGB24'].map((mode) => element('scan:ColorMode', mode)).join('');
  const formats = ['image/jpeg', 'application/pdf'];
  const named = formats.map((format) => element('pwg:DocumentFormat', format)).join('');
  const steps = ['150', '300'].map((dpi) => {
    const both = `${element('scan:XResolution', dpi)}${element('scan:YResolution', dpi)}`;
    return `<scan:DiscreteResolution>${both}</scan:DiscreteResolution>`;
  });
  const resolutions = `<scan:DiscreteResolutions>${steps.join('')}</scan:DiscreteResolutions>`;
  const profile = `<scan:SettingProfile><scan:ColorModes>${modes}</scan:ColorModes><scan:DocumentFormats>${named}</scan:DocumentFormats><scan:SupportedResolutions>${resolutions}</scan:SupportedResolutions></scan:SettingProfile>`;
  return `${sizes.join('')}<scan:SettingProfiles>${profile}</scan:SettingProfiles>`;
}

function status({ state }: VirtualDevice): string {
  const word = state === 'processing' ? 'Processing' : state === 'stopped' ? 'Stopped' : 'Idle';
  return document('ScannerStatus', `${element('pwg:Version', '2.63')}${element('pwg:State', word)}`);
}

function document(name: string, inside: string): string {
  return `<scan:${name} xmlns:scan="${ESCL}" xmlns:pwg="${PWG}">${inside}</scan:${name}>`;
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
