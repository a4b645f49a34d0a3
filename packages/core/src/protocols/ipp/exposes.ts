import type { Exposed } from '../../model/exposure.ts';
import { decodeIpp } from './codec.ts';
import { findAttribute, numberOf, textOf } from './codec-look.ts';
import { groupTags } from './codec-message.ts';
import { valuePath } from './names.ts';

/** What an answer to Get-Printer-Attributes lists as open to anybody (RFC 8011, section 5.4; RFC 3380, section 4.1). */
export function exposes(bytes: Uint8Array): readonly Exposed[] {
  const decoded = decodeIpp(bytes);
  if (!decoded.ok) return [];
  const look = (name: string) => findAttribute(decoded.value, groupTags.printer, name)?.values ?? [];
  const logins = look('uri-authentication-supported').map(textOf);
  const securities = look('uri-security-supported').map(textOf);
  const operations = look('operations-supported').map(numberOf);
  const open = logins.includes('none');
  const at = (name: string, which: number) => valuePath('printer', name, which, look(name).length);
  return [
    ...(open && operations.includes(SET_PRINTER_ATTRIBUTES)
      ? [
          {
            what: 'ipp-settable',
            path: at('operations-supported', operations.indexOf(SET_PRINTER_ATTRIBUTES)),
          } as const,
        ]
      : []),
    ...(open
      ? [{ what: 'ipp-no-login', path: at('uri-authentication-supported', logins.indexOf('none')) } as const]
      : []),
    ...(securities.length > 0 && securities.every((one) => one === 'none')
      ? [{ what: 'ipp-clear', path: at('uri-security-supported', 0) } as const]
      : []),
  ];
}

const SET_PRINTER_ATTRIBUTES = 0x0013;
