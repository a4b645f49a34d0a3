import { encodeText } from '../../../bytes/text.ts';
import { GROUP_4, GROUP_6, PORT } from '../codec-tables.ts';

/** Where NCDP/2 is spoken (section 5). */
export const NCDP2_PORT: number = PORT;
export const NCDP2_GROUPS: Readonly<Record<4 | 6, string>> = { 4: GROUP_4, 6: GROUP_6 };

/** Arrive, change and p replies say it where a person names nothing else. */
export const DEFAULT_MAX_AGE_SECONDS = 1800;

/** True where a datagram begins as NCDP/2 does: anything else on its port is somebody else's. */
export function isNcdp2(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.every((byte, i) => byte === bytes[i]);
}

const magic = encodeText('NCDP2');
