import type { VirtualDevice, VirtualSupply } from '../../contracts/virtual-device.ts';
import type { Millis } from '../../model/observation.ts';
import { queueAbilities } from './answers-jobs.ts';
import { booleanOf, dateTimeOf, enumOf, integers, nothing, octetsOf, resolutionOf, text } from './attribute.ts';
import { type IppAttribute, valueTags } from './codec-message.ts';
import { jobTemplate, mediaColDatabase } from './job-template.ts';
import { OPERATION_MS } from './print-queue.ts';

/** Attributes of a virtual printer in two lists, as the group keywords of a request divide them. */
export interface PrinterAttributes {
  readonly description: readonly IppAttribute[];
  readonly jobTemplate: readonly IppAttribute[];
  /** Left out of every group keyword. */
  readonly byNameOnly: readonly IppAttribute[];
}

/** How it is with a virtual printer at this moment. */
export interface PrinterMoment {
  readonly now: Millis;
  /** Seconds since it was switched on, and how long it has been what it is. */
  readonly upTime: number;
  readonly stateSince: number;
  readonly printing: boolean;
  readonly queued: number;
  /** Pages that it has printed since then. */
  readonly printed: number;
}

/** `base` is the authority that the client used (`192.0.2.9:631`): real devices build their URIs from it too. */
export function printerAttributes(device: VirtualDevice, base: string, moment: PrinterMoment): PrinterAttributes {
  const parts = [identity(device, base), status(device, moment), supplies(device), required(base, moment.now)];
  return {
    description: [...parts.flat(), ...operationsOf(device), ...queueAbilities],
    jobTemplate,
    byNameOnly: [mediaColDatabase],
  };
}

/** Who may ask for what: each operation by its number (RFC 8011, section 5.4.15). */
function operationsOf({ quirks }: VirtualDevice): IppAttribute[] {
  const settable = quirks['ipp.settable'] !== undefined;
  return [
    {
      name: 'operations-supported',
      values: [...operations, ...(settable ? [SET_PRINTER_ATTRIBUTES] : [])].map(enumOf),
    },
    ...(settable ? [text('printer-settable-attributes-supported', valueTags.keyword, ...settableNames)] : []),
  ];
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

function status(device: VirtualDevice, moment: PrinterMoment): IppAttribute[] {
  const asleep = device.state === 'asleep' && !moment.printing;
  const busy = moment.printing && device.state !== 'stopped';
  const reasons = [...device.stateReasons, ...(asleep ? ['standby'] : [])];
  return [
    { name: 'printer-state', values: [enumOf(busy ? 4 : device.state === 'asleep' ? 3 : stateNumbers[device.state])] },
    text('printer-state-reasons', valueTags.keyword, ...(reasons.length > 0 ? reasons : ['none'])),
    text('printer-state-message', valueTags.text, asleep ? 'Sleeping...' : ''),
    { name: 'printer-is-accepting-jobs', values: [booleanOf(true)] },
    integers('queued-job-count', moment.queued),
    integers('printer-up-time', moment.upTime),
    integers('printer-state-change-time', moment.stateSince),
    {
      name: 'printer-state-change-date-time',
      values: [dateTimeOf(moment.now - (moment.upTime - moment.stateSince) * 1000)],
    },
    integers('printer-impressions-completed', device.impressions + moment.printed),
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
    { name: 'printer-supply', values: supplies.map((supply, i) => octetsOf(supplyText(supply, i))) },
    text('printer-supply-description', valueTags.text, ...supplies.map((supply) => supply.name)),
  ];
}

/** What RFC 8011 section 5.4 and PWG 5100.14 section 5 require of every printer beyond identity and state. */
function required(base: string, now: Millis): IppAttribute[] {
  return [
    text('ipp-features-supported', valueTags.keyword, 'ipp-everywhere'),
    text('identify-actions-default', valueTags.keyword, 'display'),
    text('identify-actions-supported', valueTags.keyword, ...identifyActions),
    { name: 'preferred-attributes-supported', values: [booleanOf(false)] },
    integers('multiple-operation-time-out', OPERATION_MS / 1000),
    text('multiple-operation-time-out-action', valueTags.keyword, 'abort-job'),
    text('overrides-supported', valueTags.keyword, 'document-number', 'pages'),
    { name: 'page-ranges-supported', values: [booleanOf(true)] },
    text('job-creation-attributes-supported', valueTags.keyword, ...creationNames),
    text('printer-get-attributes-supported', valueTags.keyword, 'document-format'),
    integers('printer-config-change-time', 1),
    { name: 'printer-config-change-date-time', values: [dateTimeOf(now)] },
    { name: 'printer-geo-location', values: [nothing(valueTags.unknown)] },
    text('printer-icons', valueTags.uri, `http://${base}/icon.png`),
    text('printer-organization', valueTags.text, ''),
    text('printer-organizational-unit', valueTags.text, ''),
    text('printer-supply-info-uri', valueTags.uri, `http://${base}/`),
    { name: 'pwg-raster-document-resolution-supported', values: [resolutionOf(360)] },
    text('pwg-raster-document-sheet-back', valueTags.keyword, 'normal'),
    text('pwg-raster-document-type-supported', valueTags.keyword, 'black_1', 'sgray_8', 'srgb_8'),
    integers('pages-per-minute-color', 5),

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
      'application/pdf',
      'image/jpeg',
      'image/pwg-raster',
    ),
    text('ipp-versions-supported', valueTags.keyword, '1.0', '1.1', '2.0'),
    text('pdl-override-supported', valueTags.keyword, 'attempted'),
    { name: 'color-supported', values: [booleanOf(true)] },
    integers('pages-per-minute', 10),
  ];
}

/** PWG 5100.13, section 5.6.38: the columns of prtMarkerSuppliesTable. */
function supplyText({ kind, colorant, level }: VirtualSupply, index: number): string {
  const filled = kind === 'waste-ink' || kind === 'waste-toner';
  const parts = {
    index: index + 1,
    class: filled ? 'receptacleThatIsFilled' : 'supplyThatIsConsumed',
    type: supplyTypes[kind],
    unit: 'percent',
    maxcapacity: 100,
    level,
    ...(filled ? {} : { colorantname: colorant }),
  };
  return Object.entries(parts)
    .map(([key, value]) => `${key}=${value};`)
    .join('');
}

function isWaste({ kind }: VirtualSupply): boolean {
  return kind === 'waste-ink' || kind === 'waste-toner';
}

const stateNumbers = { idle: 3, processing: 4, stopped: 5 } as const;
/** PrtMarkerSuppliesTypeTC. */
const supplyTypes: Readonly<Record<VirtualSupply['kind'], string>> = {
  ink: 'inkCartridge',
  toner: 'toner',
  'waste-ink': 'wasteInk',
  'waste-toner': 'wasteToner',
  drum: 'opc',
  ribbon: 'ribbonWax',
};
const markerTypes: Readonly<Record<VirtualSupply['kind'], string>> = {
  ink: 'ink-cartridge',
  toner: 'toner-cartridge',
  'waste-ink': 'waste-ink',
  'waste-toner': 'waste-toner',
  drum: 'opc',
  ribbon: 'ribbon-wax',
};
/**
 * Print-Job, Validate-Job, Create-Job, Send-Document, Cancel-Job, Get-Job-Attributes, Get-Jobs, Get-Printer-Attributes,
 * Cancel-My-Jobs, Close-Job, Identify-Printer.
 */
const operations: readonly number[] = [2, 4, 5, 6, 8, 9, 10, 11, 57, 59, 60];
const SET_PRINTER_ATTRIBUTES = 0x0013;
/** PWG 5100.13, section 5. */
export const identifyActions: readonly string[] = ['display', 'flash'];
/** RFC 3380, section 4.1. */
export const settableNames: readonly string[] = ['printer-info', 'printer-location', 'printer-geo-location'];
const creationNames = [
  ...jobTemplate.flatMap(({ name }) => (name.endsWith('-supported') ? [name.slice(0, -'-supported'.length)] : [])),
  ...['job-name', 'ipp-attribute-fidelity'],
];
