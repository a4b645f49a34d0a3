import { equalBytes } from '../bytes/hex.ts';
import { encodeText } from '../bytes/text.ts';
import { encodeSnmpMessage, type SnmpMessage } from './snmp-message.ts';

/** The packet as it is kept: a community other than `public` is a password, and is left out. */
export function withoutPassword(message: SnmpMessage, bytes: Uint8Array): Uint8Array {
  if (message.community.length === 0 || equalBytes(message.community, PUBLIC)) return bytes;
  return encodeSnmpMessage({ ...message, community: new Uint8Array() });
}

const PUBLIC = encodeText('public');
