import type { Field } from '../../bytes/field.ts';
import type { Described } from '../../contracts/protocol.ts';
import { decodeControl } from './codec.ts';
import { controlFields, plainControl } from './describe-control.ts';
import { describeMessage } from './describe-message.ts';

/** An answer of SNMP with a status block or a reply in it, or one of these alone, as USB and other tools bring it. */
export function describeEpsonControl(bytes: Uint8Array): Described {
  // 30 hex is a BER sequence; no answer of the channel and no frame in front of one begins so
  if (bytes[0] === SEQUENCE) return describeMessage(bytes);
  const decoded = decodeControl(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const fields: readonly Field[] = controlFields(decoded.value, bytes.length);
  return { ok: true, value: plainControl(decoded.value), fields };
}

const SEQUENCE = 0x30;
