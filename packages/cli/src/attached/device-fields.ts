import type { ListedDevice } from '@quietport/library';

/** One field of a device in the list. */
export interface FieldRow {
  readonly field: string;
  readonly to: Exclude<keyof ListedDevice, 'key'>;
  readonly needed?: true;
  readonly list?: true;
  /** What is right, for the message where it is not. */
  readonly expected: string;
  takes(value: string): boolean;
}

/** Every field that a device of the list may have. */
export const deviceFields: readonly FieldRow[] = [
  {
    field: 'kind',
    to: 'kind',
    needed: true,
    expected: 'one of printer, pos-printer, label-printer, scanner, projector, other',
    takes: (value) => ['printer', 'pos-printer', 'label-printer', 'scanner', 'projector', 'other'].includes(value),
  },
  {
    field: 'make-and-model',
    to: 'makeAndModel',
    needed: true,
    expected: 'the maker and the model, such as EPSON TM-U220',
    takes: isShort,
  },
  { field: 'name', to: 'name', expected: 'a text of at most 127 bytes', takes: isShort },
  { field: 'location', to: 'location', expected: 'a text of at most 127 bytes', takes: isShort },
  { field: 'info', to: 'info', expected: 'a text of at most 127 bytes', takes: isShort },
  { field: 'serial', to: 'serial', expected: 'the serial number on the type plate', takes: isShort },
  {
    field: 'uuid',
    to: 'uuid',
    expected: 'a UUID, such as 6ba7b810-9dad-41d1-80b4-00c04fd430c8; left out, one is made that stays',
    takes: (value) => /^(urn:uuid:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  },
  {
    field: 'geo-location',
    to: 'geoLocation',
    expected: 'a place as geo:LATITUDE,LONGITUDE',
    takes: (value) => /^geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?/.test(value),
  },
  {
    field: 'port',
    to: 'port',
    expected: 'the path of a port, such as /dev/ttyS0 or /dev/lp0',
    takes: (value) => /^\/\S+$/.test(value),
  },
  {
    field: 'uris',
    to: 'uris',
    list: true,
    expected: 'ways to the same device, such as socket://192.0.2.9, without passwords',
    takes: (value) => /^[a-z][a-z0-9+.-]*:\/\/[^\s@/]+(\/\S*)?$/i.test(value),
  },
];

function isShort(value: string): boolean {
  return new TextEncoder().encode(value).length <= MOST_BYTES;
}

/** IPP's limit of a text that people write (RFC 8011, section 5.1.2: text(127)). */
const MOST_BYTES = 127;
