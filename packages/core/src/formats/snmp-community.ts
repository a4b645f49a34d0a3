import { equalBytes } from '../bytes/hex.ts';
import { encodeText } from '../bytes/text.ts';
import { encodeSnmpMessage, type SnmpMessage } from './snmp-message.ts';

/** The packet as it is kept: a community other than `public` is a password, and is left out. */
export function withoutPassword(message: SnmpMessage, bytes: Uint8Array): Uint8Array {
  if (!isPassword(message.community)) return bytes;
  return encodeSnmpMessage({ ...message, community: new Uint8Array() });
}

/** Any community but the one that everybody is asked with. */
export function isPassword(community: Uint8Array): boolean {
  return community.length > 0 && !equalBytes(community, PUBLIC);
}

const PUBLIC = encodeText('public');
