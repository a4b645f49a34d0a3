import type { VirtualDevice } from '../../contracts/virtual-device.ts';
import { escapeXml } from '../../formats/xml.ts';
import { namespaces } from './codec-names.ts';

/** The answer of a virtual device to Get: what it is, and the services that it hosts; `place` ends in a slash. */
export function metadataBody(
  device: VirtualDevice,
  endpoint: string,
  place: string,
  { prints, scans }: { readonly prints: boolean; readonly scans: boolean },
): string {
  const { make, model, name, firmware, serial } = device;
  const types = `wsdp:Device${prints ? ' wprt:PrintDeviceType' : ''}${scans ? ' wscn:ScanDeviceType' : ''}`;
  const host = service('Host', endpoint, types, 'urn:host');
  const hosted = [
    ...(prints ? [service('Hosted', `${place}WSD/PRINTER`, 'wprt:PrinterServiceType', 'urn:printer')] : []),
    ...(scans ? [service('Hosted', `${place}WSD/SCANNER`, 'wscn:ScannerServiceType', 'urn:scanner')] : []),
  ];
  const thisModel = [
    element('wsdp:Manufacturer', make),
    element('wsdp:ModelName', model),
    element('wsdp:PresentationUrl', place),
    element('pnpx:DeviceCategory', prints ? 'Printers' : 'Scanners'),
  ];
  const thisDevice = [
    element('wsdp:FriendlyName', name),
    element('wsdp:FirmwareVersion', firmware),
    element('wsdp:SerialNumber', serial),
  ];
  const sections = [
    section('ThisModel', `<wsdp:ThisModel>${thisModel.join('')}</wsdp:ThisModel>`),
    section('ThisDevice', `<wsdp:ThisDevice>${thisDevice.join('')}</wsdp:ThisDevice>`),
    section(
      'Relationship',
      `<wsdp:Relationship Type="${namespaces.devprof}/host">${host}${hosted.join('')}</wsdp:Relationship>`,
    ),
  ];
  return `<wsx:Metadata>${sections.join('')}</wsx:Metadata>`;
}

/** The answer to GetScannerElements: description and status. */
export function scannerBody({ name, model, location, state }: VirtualDevice): string {
  const description = [
    element('wscn:ScannerName', name),
    element('wscn:ScannerInfo', model),
    element('wscn:ScannerLocation', location),
  ];
  const word = state === 'processing' ? 'Processing' : state === 'stopped' ? 'Stopped' : 'Idle';
  const data = (what: string, inside: string) =>
    `<wscn:ElementData Name="wscn:${what}" Valid="true"><wscn:${what}>${inside}</wscn:${what}></wscn:ElementData>`;
  const elements = `${data('ScannerDescription', description.join(''))}${data('ScannerStatus', element('wscn:ScannerState', word))}`;
  return `<wscn:GetScannerElementsResponse><wscn:ScannerElements>${elements}</wscn:ScannerElements></wscn:GetScannerElementsResponse>`;
}

function section(dialect: string, inside: string): string {
  return `<wsx:MetadataSection Dialect="${namespaces.devprof}/${dialect}">${inside}</wsx:MetadataSection>`;
}

function service(relation: 'Host' | 'Hosted', address: string, types: string, id: string): string {
  const reference = `<wsa:EndpointReference><wsa:Address>${escapeXml(address)}</wsa:Address></wsa:EndpointReference>`;
  return `<wsdp:${relation}>${reference}<wsdp:Types>${types}</wsdp:Types><wsdp:ServiceId>${id}</wsdp:ServiceId></wsdp:${relation}>`;
}

function element(name: string, text: string): string {
  return text === '' ? '' : `<${name}>${escapeXml(text)}</${name}>`;
}
