import type { VirtualDevice, VirtualSupply } from '../../contracts/virtual-device.ts';
import { booleanOf, enumOf, integers, octetsOf, text } from './attribute.ts';
import { type IppAttribute, valueTags } from './codec-message.ts';
import { jobTemplate, mediaColDatabase } from './job-template.ts';

/** Attributes of a virtual printer in two lists, as the group keywords of a request divide them. */
export interface PrinterAttributes {
  readonly description: readonly IppAttribute[];
  readonly jobTemplate: readonly IppAttribute[];
  /** Left out of every group keyword. */
  readonly byNameOnly: readonly IppAttribute[];
}

/** `base` is the authority that the client used (`192.0.2.9:631`): real devices build their URIs from it too. */
export function printerAttributes(device: VirtualDevice, base: string): PrinterAttributes {
  return {
    description: [...identity(device, base), ...status(device), ...supplies(device), ...required(base)],
    jobTemplate,
    byNameOnly: [mediaColDatabase],
  };
}

function identity(device: VirtualDevice, base: string): IppAttribute[] {
  return [
    text('printer-make-and-model', valueTags.text, `${device.make} ${device.model}`),
    text('printer-device-id', valueTags.text, device.deviceId),
    text('printer-uuid', valueTags.uri, `urn:uuid:${device.uuid}`),
    text('printer-name', valueTags.name, device.quirks['ipp.printer-name'] ?? device.name),
    text('printer-info', valueTags.text, device.name),
    text('printer-dns-sd-name', valueTags.name, device.name),
    text('printer-location', valueTags.text, device.location),
    text('printer-more-info', valueTags.uri, `http://${base}/`),
    text('printer-firmware-name', valueTags.name, 'Firmware'),
    text('printer-firmware-string-version', valueTags.text, device.firmware),
    { name: 'printer-firmware-version', values: [octetsOf(device.firmware)] },
  ];
}

function status(device: VirtualDevice): IppAttribute[] {
  const asleep = device.state === 'asleep';
  const reasons = [...device.stateReasons, ...(asleep ? ['standby'] : [])];
  return [
    { name: 'printer-state', values: [enumOf(asleep ? 3 : stateNumbers[device.state])] },
    text('printer-state-reasons', valueTags.keyword, ...(reasons.length > 0 ? reasons : ['none'])),
    text('printer-state-message', valueTags.text, asleep ? 'Sleeping...' : ''),
    { name: 'printer-is-accepting-jobs', values: [booleanOf(true)] },
    integers('queued-job-count', 0),
    integers('printer-up-time', 3600),
    integers('printer-impressions-completed', device.impressions),
  ];
}

function supplies({ supplies }: VirtualDevice): IppAttribute[] {
  if (supplies.length === 0) return [];
  return [
    text('marker-names', valueTags.name, ...supplies.map((supply) => supply.name)),
    text('marker-types', valueTags.keyword, ...supplies.map(({ kind }) => markerTypes[kind])),
    text('marker-colors', valueTags.name, ...supplies.map(({ rgb }) => rgb)),
    integers('marker-levels', ...supplies.map(({ level }) => level)),
    integers('marker-low-levels', ...supplies.map((supply) => (isWaste(supply) ? 0 : 15))),
    integers('marker-high-levels', ...supplies.map((supply) => (isWaste(supply) ? 95 : 100))),
  ];
}

/** What RFC 8011 section 5.4 requires of every printer beyond identity and state. */
function required(base: string): IppAttribute[] {
  return [
    text('printer-uri-supported', valueTags.uri, `ipp://${base}/ipp/print`),
    text('uri-security-supported', valueTags.keyword, 'none'),
    text('uri-authentication-supported', valueTags.keyword, 'none'),
    text('charset-configured', valueTags.charset, 'utf-8'),
    text('charset-supported', valueTags.charset, 'us-ascii', 'utf-8'),
    text('natural-language-configured', valueTags.language, 'en'),
    text('generated-natural-language-supported', valueTags.language, 'en'),
    text('compression-supported', valueTags.keyword, 'none'),
    text('document-format-default', valueTags.mimeMediaType, 'application/octet-stream'),
    text(
      'document-format-supported',
      valueTags.mimeMediaType,
      'application/octet-stream',
      'image/jpeg',
      'image/pwg-raster',
    ),
    text('ipp-versions-supported', valueTags.keyword, '1.0', '1.1', '2.0'),
    { name: 'operations-supported', values: operations.map(enumOf) },
    text('pdl-override-supported', valueTags.keyword, 'attempted'),
    { name: 'color-supported', values: [booleanOf(true)] },
    integers('pages-per-minute', 10),
  ];
}

function isWaste({ kind }: VirtualSupply): boolean {
  return kind === 'waste-ink' || kind === 'waste-toner';
}

const stateNumbers = { idle: 3, processing: 4, stopped: 5 } as const;
const markerTypes: Readonly<Record<VirtualSupply['kind'], string>> = {
  ink: 'ink-cartridge',
  toner: 'toner-cartridge',
  'waste-ink': 'waste-ink',
  'waste-toner': 'waste-toner',
  drum: 'opc',
  ribbon: 'ribbon-wax',
};
/** Validate-Job, Get-Jobs, Get-Printer-Attributes: a virtual printer takes no jobs over IPP. */
const operations: readonly number[] = [0x0004, 0x000a, 0x000b];
