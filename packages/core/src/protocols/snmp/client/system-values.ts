import { decodeText, encodeText } from '../../../bytes/text.ts';
import { isWithin } from '../../../formats/oid.ts';
import type { SnmpRequestPdu } from '../../../formats/snmp-message.ts';
import { unspecified, type Varbind } from '../../../formats/snmp-varbind.ts';
import { oidOf } from '../object-names.ts';

/** The objects of the system group that RFC 3418 lets be written: what a device is called, where it is, whose it is. */
export const systemWritable = ['sysName', 'sysLocation', 'sysContact'] as const;
export type SystemWritable = (typeof systemWritable)[number];

/** Null for none: absent, or a text of no octets, which the group has for it. */
export type SystemValues = Readonly<Record<SystemWritable, string | null>>;

/**
 * What may leave as a person's order: reading these three objects, and writing text to them. No probe comes this way, and
 * nothing else can be written by it, whatever the caller says.
 */
export function mayBeOrdered({ is, varbinds }: SnmpRequestPdu): boolean {
  if (is !== 'GetRequest' && is !== 'SetRequest') return false;
  return varbinds.every(
    ({ oid, value }) =>
      systemWritable.some((name) => oid === oidOf(name, '0')) && (is === 'GetRequest' || value.type === 'OctetString'),
  );
}

export function readingPdu(requestId: number): SnmpRequestPdu {
  const varbinds = systemWritable.map((name) => ({ oid: oidOf(name, '0'), value: unspecified }));
  return { is: 'GetRequest', requestId, errorStatus: 0, errorIndex: 0, varbinds };
}

/** All in one request: an agent sets all of them or none (RFC 3416, section 4.2.5). */
export function writingPdu(requestId: number, values: Partial<SystemValues>): SnmpRequestPdu {
  const varbinds = systemWritable.flatMap((name): readonly Varbind[] => {
    const value = values[name];
    if (value === undefined) return [];
    return [{ oid: oidOf(name, '0'), value: { type: 'OctetString', value: encodeText(value ?? '') } }];
  });
  return { is: 'SetRequest', requestId, errorStatus: 0, errorIndex: 0, varbinds };
}

export function systemValuesIn(varbinds: readonly Varbind[]): SystemValues {
  const text = (name: SystemWritable): string | null => {
    const value = varbinds.find(({ oid }) => isWithin(oidOf(name), oid))?.value;
    return value?.type === 'OctetString' ? decodeText(value.value) || null : null;
  };
  return { sysName: text('sysName'), sysLocation: text('sysLocation'), sysContact: text('sysContact') };
}
