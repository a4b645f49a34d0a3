import { type Cryptography, encodeText, formatHex } from '@quietport/core';

/**
 * A UUID for a device that tells none: the same in every run. It is made of a name by HMAC-SHA-256 (version 8 of RFC
 * 9562, section 5.8), so that nobody reads the name out of it. `owner` is the id of this machine for what is only a place
 * on it (a port, a line in a file), and empty for what names the device wherever it is plugged in (a USB serial number).
 */
export function deviceUuid(cryptography: Cryptography, owner: string, name: string): string {
  const key = encodeText(`quietport attached device ${owner}`);
  const bytes = cryptography.hmac('sha256', key, encodeText(name)).slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = formatHex(bytes);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return `urn:uuid:${parts.join('-')}`;
}
