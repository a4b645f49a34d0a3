import { encodeIpp } from './codec-encode.ts';
import { groupTags, type IppAttribute, valueTags } from './codec-message.ts';

/** A Get-Printer-Attributes request: reads, changes nothing. */
export interface GetPrinterAttributes {
  readonly version: number;
  readonly requestId: number;
  /** `ipp://192.0.2.10/ipp/print` */
  readonly printerUri: string;
  readonly requested: readonly string[];
}

/** The first three attributes must stand in this order (RFC 8011 section 4.1.4). */
export function encodeGetPrinterAttributes(request: GetPrinterAttributes): Uint8Array<ArrayBuffer> {
  const attributes = [
    one('attributes-charset', valueTags.charset, 'utf-8'),
    one('attributes-natural-language', valueTags.language, 'en'),
    one('printer-uri', valueTags.uri, request.printerUri),
    several('requested-attributes', valueTags.keyword, request.requested),
  ];
  return encodeIpp({
    version: request.version,
    code: GET_PRINTER_ATTRIBUTES,
    requestId: request.requestId,
    groups: [{ tag: groupTags.operation, attributes }],
    ended: true,
    data: new Uint8Array(),
  });
}

function one(name: string, tag: number, value: string): IppAttribute {
  return several(name, tag, [value]);
}

function several(name: string, tag: number, values: readonly string[]): IppAttribute {
  return { name, values: values.map((value) => ({ is: 'text', tag, value })) };
}

export const GET_PRINTER_ATTRIBUTES = 0x000b;

/**
 * Named attributes keep the answer at 2-4 kB where `all` gives 5-100 kB (protocols page, section 2).
 * `cups-version` tells a queue of a print server from a printer.
 */
export const namedAttributes: readonly string[] =
  `printer-make-and-model printer-device-id printer-uuid printer-serial-number printer-name printer-info
  printer-dns-sd-name printer-location printer-geo-location printer-organization printer-state printer-state-reasons
  printer-state-message printer-is-accepting-jobs printer-alert printer-alert-description queued-job-count
  printer-up-time printer-state-change-time printer-config-changes printer-config-change-time printer-firmware-name
  printer-firmware-string-version printer-firmware-version marker-names marker-types marker-colors marker-levels
  marker-low-levels marker-high-levels marker-message marker-change-time printer-supply printer-supply-description
  printer-supply-info-uri printer-more-info printer-icons printer-input-tray printer-output-tray media-ready
  media-col-ready printer-impressions-completed printer-pages-completed printer-media-sheets-completed
  pages-per-minute pages-per-minute-color color-supported sides-supported document-format-supported printer-kind
  urf-supported ipp-versions-supported ipp-features-supported operations-supported uri-security-supported
  uri-authentication-supported printer-uri-supported identify-actions-supported printer-console-display
  printer-wifi-ssid printer-wifi-state printer-type cups-version`.split(/\s+/);
