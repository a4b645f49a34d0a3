import { isPassword } from '../../formats/snmp-community.ts';
import { decodeSnmpMessage } from '../../formats/snmp-message.ts';
import type { Exposed } from '../../model/exposure.ts';

/** An answer of version 1 or 2c: in the clear, and by whose community. What is no such answer shows nothing. */
export function exposes(bytes: Uint8Array): readonly Exposed[] {
  const decoded = decodeSnmpMessage(bytes);
  if (!decoded.ok) return [];
  const { community } = decoded.value;
  // a community that is a password is never kept: its place is empty
  const open = community.length > 0 && !isPassword(community);
  return [
    ...(open ? [{ what: 'snmp-public', path: 'message.community' } as const] : []),
    { what: 'snmp-clear', path: 'message.version' },
  ];
}
