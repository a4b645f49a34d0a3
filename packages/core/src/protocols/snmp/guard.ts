import { EPSON_TUNNEL, tunnelCommand } from '../../formats/epson-tunnel.ts';
import { isWithin } from '../../formats/oid.ts';
import type { SnmpRequestPdu } from '../../formats/snmp-message.ts';

/**
 * The one question before any request leaves. On an Epson a GET below `1.3.6.1.4.1.1248.1.2.2.44` executes the command
 * that the OID spells, and nobody has shown that a GETNEXT there is harmless. So:
 * - in that subtree nothing is asked but, for a room that rides on this one, one command of the short list that only
 *   reads, alone in its message;
 * - GETNEXT and GETBULK are asked inside mib-2 only, far from any maker's tree;
 * - GETBULK, which walks on without us, only where `bulkAllowed` found that the host is no Epson;
 * - what would write does not leave at all.
 */
export function mayLeave(
  pdu: SnmpRequestPdu,
  host: { readonly sysObjectId?: string; readonly sysDescr?: string; readonly riding?: true },
): boolean {
  switch (pdu.is) {
    case 'GetRequest':
      if (pdu.varbinds.every(({ oid }) => !isWithin(EPSON_TUNNEL, oid))) return true;
      return host.riding === true && pdu.varbinds.length === 1 && tunnelCommand(pdu.varbinds[0]!.oid) !== undefined;
    case 'GetNextRequest':
      return pdu.varbinds.every(({ oid }) => isWithin(MIB_2, oid));
    case 'GetBulkRequest':
      return bulkAllowed(host) && pdu.varbinds.every(({ oid }) => isWithin(MIB_2, oid));
    default:
      return false;
  }
}

/** True where the host told who it is, and is no Epson: a GETBULK runs past the end of a column, up to its last repetition. */
export function bulkAllowed(host: { readonly sysObjectId?: string; readonly sysDescr?: string }): boolean {
  if (host.sysObjectId === undefined || host.sysDescr === undefined) return false;
  return !isWithin(EPSON, host.sysObjectId) && !/epson/i.test(host.sysDescr);
}

const EPSON = '1.3.6.1.4.1.1248';
const MIB_2 = '1.3.6.1.2.1';
