import { decodeText } from '../../bytes/text.ts';
import type { DeviceId1284 } from '../../formats/ieee1284.ts';
import type { SnmpValue, Varbind } from '../../formats/snmp-varbind.ts';
import { type Claim, told } from '../../model/claim.ts';
import type { ObjectName } from './object-names.ts';

/** One varbind that holds something, with the path that `describe` gives it. */
export interface Row extends Varbind {
  readonly path: string;
  /** The object that it lies below, where we know that one, and what stands behind the object's OID. */
  readonly object?: ObjectName;
  readonly instance?: string;
}

export function textOf(value: SnmpValue): string {
  return value.type === 'OctetString' ? decodeText(value.value) : '';
}

/** What a device ID tells; `CLS:PRINTER` proves a printer. */
export function deviceIdClaims(id: DeviceId1284, path: string): Claim[] {
  return [
    // some Okis write MANUFACTURE without its last letter
    ...told('make', id.make ?? id.keys.get('MANUFACTURE') ?? '', path),
    ...told('model', id.model ?? '', path),
    ...(id.serial === undefined ? [] : serialClaims(id.serial, path)),
    ...(id.class === 'PRINTER' ? told('kind', 'printer', path) : []),
  ];
}

/** A serial number, but not the dashes, X and zeros that stand where none was set. */
export function serialClaims(text: string, path: string): Claim[] {
  const serial = text.trim();
  return /^[-xX0.*?\s]*$/.test(serial) || !/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(serial)
    ? []
    : told('serial', serial, path);
}
