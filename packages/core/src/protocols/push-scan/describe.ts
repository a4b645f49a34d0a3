import type { Described } from '../../contracts/protocol.ts';
import { decodeSlp } from '../../formats/slp.ts';
import { slpFields, slpValue } from '../../formats/slp-fields.ts';

/** One datagram, field by field: it is a message of SLP, be it a device's question or a computer's answer. */
export function describePushScan(bytes: Uint8Array): Described {
  const decoded = decodeSlp(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  return { ok: true, value: slpValue(decoded.value), fields: slpFields(decoded.value, bytes) };
}
