import { decodeText } from '../../bytes/text.ts';
import type { Attributes, AttributeValue } from '../../contracts/attached-device.ts';
import type { IppAttribute, IppDateTime, IppValue } from './codec-message.ts';
import { valueTags } from './codec-message.ts';

/**
 * The attributes of one group as plain values: integer and enum as number, text as text, octetString as bytes, dateTime
 * as RFC 3339, a collection as a map, range and resolution as array, unknown and no-value as null. What RFC 8011, PWG
 * 5100.x or CUPS define as 1setOf is an array even of one; of a name that we do not know, only several values are. A
 * value of an unknown tag, and one that the printer calls unsupported, is left out. Of doubled attributes the first counts.
 */
export function attributesOf(attributes: readonly IppAttribute[]): Attributes {
  const read: Record<string, AttributeValue> = {};
  for (const { name, values } of attributes) {
    if (Object.hasOwn(read, name) || values.length === 0) continue;
    const value = valueFrom(name, values);
    // no name of the wire may reach the prototype
    if (value !== undefined && name !== '__proto__') read[name] = value;
  }
  return read;
}

function valueFrom(name: string, values: readonly IppValue[]): AttributeValue | undefined {
  const [first] = values;
  // out of band: it stands in place of all values (RFC 8010, section 3.8)
  if (first?.is === 'nothing') return first.tag === valueTags.unsupported ? undefined : null;
  const plain = values.map((value) => plainOf(value)).filter((value) => value !== undefined);
  if (plain.length === 0) return undefined;
  return plain.length > 1 || severalValued.has(name) ? plain : plain[0];
}

function plainOf(value: IppValue): AttributeValue | undefined {
  switch (value.is) {
    case 'integer':
    case 'enum':
    case 'boolean':
    case 'text':
      return value.value;
    case 'localized':
      return value.value.text;
    case 'octets':
      return value.value.slice();
    case 'date-time':
      return dateTimeText(value.value);
    case 'resolution':
      return [value.value.across, value.value.along, value.value.units];
    case 'range':
      return [value.value.lower, value.value.upper];
    case 'collection':
      return attributesOf(value.value);
    case 'nothing':
      return value.tag === valueTags.unsupported ? undefined : null;
    case 'unknown':
      return undefined;
  }
}

/** `2026-03-01T09:30:00.5+01:00`; text that is no date where the octets are none. */
function dateTimeText(at: IppDateTime): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${String(at.year).padStart(4, '0')}-${two(at.month)}-${two(at.day)}`;
  const time = `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
  const fraction = at.deciSecond === 0 ? '' : `.${at.deciSecond}`;
  const zone =
    at.utcHours === 0 && at.utcMinutes === 0 ? 'Z' : `${at.direction}${two(at.utcHours)}:${two(at.utcMinutes)}`;
  return `${day}T${time}${fraction}${zone}`;
}

/** A text attribute, whatever tag it was sent with; the first of several. */
export function textIn(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  const first = Array.isArray(value) ? (value as readonly AttributeValue[])[0] : value;
  if (first instanceof Uint8Array) return decodeText(first);
  return typeof first === 'string' ? first : undefined;
}

/** Those that a print server tells of a queue and that may have several values. */
const severalValued: ReadonlySet<string> = new Set(
  `printer-state-reasons printer-alert printer-alert-description printer-firmware-name printer-firmware-string-version
  printer-firmware-patches printer-firmware-version marker-names marker-types marker-colors marker-levels
  marker-low-levels marker-high-levels printer-supply printer-supply-description printer-input-tray printer-output-tray
  media-ready media-col-ready printer-organization printer-organizational-unit printer-kind printer-uri-supported
  document-format-supported sides-supported printer-resolution-supported operations-supported
  printer-settable-attributes-supported identify-actions-supported`.split(/\s+/),
);
