import { withoutPassword } from '../../formats/snmp-community.ts';
import { decodeSnmpMessage } from '../../formats/snmp-message.ts';
import { decodeSnmpV3Message } from '../../formats/snmp-v3-message.ts';
import { keepable } from './usm.ts';

/**
 * A message of any version as a recording may hold it: without passwords, users and digests. `undefined` where it is
 * encrypted: without a key nobody reads it, and with one it is kept opened.
 */
export function withoutSecrets(bytes: Uint8Array): Uint8Array | undefined {
  const v3 = decodeSnmpV3Message(bytes);
  if (v3.ok) return v3.value.data.is === 'plain' ? keepable(v3.value, v3.value.data.scoped) : undefined;
  const decoded = decodeSnmpMessage(bytes);
  return decoded.ok ? withoutPassword(decoded.value, bytes) : bytes;
}
