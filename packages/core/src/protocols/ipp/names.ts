import { findAttribute } from './codec-look.ts';
import type { IppMessage } from './codec-message.ts';

/** The group's name in paths. */
export function groupName(tag: number): string {
  return groupNames[tag] ?? `group-${tag.toString(16).padStart(2, '0')}`;
}

/**
 * The path of a value: `printer.printer-state`, `printer.marker-levels[2]`. `count` is how many values the attribute
 * has: a single one has no index.
 */
export function valuePath(owner: string, name: string, index = 0, count = 1): string {
  return count > 1 ? `${owner}.${name}[${index}]` : `${owner}.${name}`;
}

/** What bytes 2 and 3 say. Requests and answers look alike: a request names its target among the operation attributes. */
export function codeName(message: IppMessage): string {
  const hex = `0x${message.code.toString(16).padStart(4, '0')}`;
  const request = targets.some((name) => findAttribute(message, 0x01, name) !== undefined);
  const name = request
    ? (operationNames[message.code] ?? statusNames[message.code])
    : (statusNames[message.code] ?? operationNames[message.code]);
  return name === undefined ? hex : `${hex} ${name}`;
}

const targets = ['printer-uri', 'job-uri', 'system-uri', 'requesting-user-name'];

const groupNames: Readonly<Record<number, string>> = {
  1: 'operation',
  2: 'job',
  4: 'printer',
  5: 'unsupported',
  6: 'subscription',
  7: 'event-notification',
  8: 'resource',
  9: 'document',
  10: 'system',
};

/** RFC 8011 section 5.4.15 and IANA's registrations, those that printers speak. */
const operationNames: Readonly<Record<number, string>> = {
  2: 'Print-Job',
  3: 'Print-URI',
  4: 'Validate-Job',
  5: 'Create-Job',
  6: 'Send-Document',
  8: 'Cancel-Job',
  9: 'Get-Job-Attributes',
  10: 'Get-Jobs',
  11: 'Get-Printer-Attributes',
  59: 'Close-Job',
  60: 'Identify-Printer',
  16385: 'CUPS-Get-Default',
  16386: 'CUPS-Get-Printers',
};

/** RFC 8011 appendix B. */
const statusNames: Readonly<Record<number, string>> = {
  0: 'successful-ok',
  1: 'successful-ok-ignored-or-substituted-attributes',
  2: 'successful-ok-conflicting-attributes',
  1024: 'client-error-bad-request',
  1025: 'client-error-forbidden',
  1026: 'client-error-not-authenticated',
  1027: 'client-error-not-authorized',
  1028: 'client-error-not-possible',
  1029: 'client-error-timeout',
  1030: 'client-error-not-found',
  1031: 'client-error-gone',
  1032: 'client-error-request-entity-too-large',
  1033: 'client-error-request-value-too-long',
  1034: 'client-error-document-format-not-supported',
  1035: 'client-error-attributes-or-values-not-supported',
  1036: 'client-error-uri-scheme-not-supported',
  1037: 'client-error-charset-not-supported',
  1038: 'client-error-conflicting-attributes',
  1280: 'server-error-internal-error',
  1281: 'server-error-operation-not-supported',
  1282: 'server-error-service-unavailable',
  1283: 'server-error-version-not-supported',
  1284: 'server-error-device-error',
  1285: 'server-error-temporary-error',
  1286: 'server-error-not-accepting-jobs',
  1287: 'server-error-busy',
};
