import { decodeText } from '../../bytes/text.ts';
import {
  decodeSnmpMessage,
  encodeSnmpMessage,
  type SnmpMessage,
  type SnmpPdu,
  type SnmpRequestPdu,
  snmpErrors,
} from '../../formats/snmp-message.ts';
import {
  endOfMibView,
  noSuchInstance,
  noSuchObject,
  type SnmpValue,
  unspecified,
  type Varbind,
} from '../../formats/snmp-varbind.ts';
import type { MibTree } from './mib-tree.ts';

/**
 * What an agent of versions 1 and 2c answers, or `undefined` where it keeps silent. `treeOf` gives the objects that a
 * community may read.
 */
export function agentAnswer(
  treeOf: (community: string) => MibTree | undefined,
  bytes: Uint8Array,
  onlyVersion1 = false,
): Uint8Array | undefined {
  const decoded = decodeSnmpMessage(bytes);
  if (!decoded.ok) return undefined;
  const message = decoded.value;
  const tree = treeOf(decodeText(message.community));
  // a wrong community is met with silence (RFC 1157, section 4.1), and so is what is no request
  if (tree === undefined || (onlyVersion1 && message.version !== 0)) return undefined;
  const pdu = message.pdu.is === 'other' ? undefined : respond(tree, message, message.pdu);
  if (pdu === undefined) return undefined;
  const response = encodeSnmpMessage({ ...message, pdu });
  if (response.length <= MOST_BYTES) return response;
  const varbinds = message.version === 0 ? pdu.varbinds.map(({ oid }) => ({ oid, value: unspecified })) : [];
  return encodeSnmpMessage({ ...message, pdu: { ...pdu, errorStatus: snmpErrors.tooBig, errorIndex: 0, varbinds } });
}

/** What an agent of version 3 answers to the PDU of a message: the same as in version 2c. */
export function respondTo(tree: MibTree, pdu: SnmpPdu): SnmpRequestPdu | undefined {
  return pdu.is === 'other' ? undefined : respond(tree, { version: 1, community: new Uint8Array(), pdu }, pdu);
}

function respond(tree: MibTree, message: SnmpMessage, pdu: SnmpRequestPdu): SnmpRequestPdu | undefined {
  const version1 = message.version === 0;
  const base = { is: 'Response' as const, requestId: pdu.requestId, errorStatus: 0, errorIndex: 0 };
  if (pdu.varbinds.length > MOST_VARBINDS) return { ...base, errorStatus: snmpErrors.tooBig, varbinds: [] };
  switch (pdu.is) {
    case 'GetRequest': {
      const varbinds = pdu.varbinds.map(({ oid }) => ({ oid, value: lookUp(tree, oid, version1) }));
      return version1 ? allOrNothing(base, pdu, varbinds) : { ...base, varbinds };
    }
    case 'GetNextRequest': {
      const varbinds = pdu.varbinds.map(({ oid }) => next(tree, oid, version1));
      return version1 ? allOrNothing(base, pdu, varbinds) : { ...base, varbinds };
    }
    case 'GetBulkRequest':
      return version1 ? undefined : shorten(message, { ...base, varbinds: bulk(tree, pdu) });
    case 'SetRequest': {
      // nothing here can be written: version 1 says so as if it were not there (RFC 1157, section 4.1.5)
      const errorStatus = version1 ? snmpErrors.noSuchName : snmpErrors.notWritable;
      return { ...base, errorStatus, errorIndex: 1, varbinds: pdu.varbinds };
    }
    default:
      return undefined;
  }
}

function lookUp(tree: MibTree, oid: string, version1: boolean): SnmpValue {
  const value = tree.get(oid);
  if (value !== undefined && !(version1 && isCounter64(value))) return value;
  // an instance is missing where its object has others (RFC 3416, section 4.2.1)
  const object = oid.slice(0, Math.max(oid.lastIndexOf('.'), 0));
  return tree.after(object, () => false)?.oid.startsWith(`${object}.`) === true ? noSuchInstance : noSuchObject;
}

function next(tree: MibTree, oid: string, version1: boolean): Varbind {
  return tree.after(oid, (value) => version1 && isCounter64(value)) ?? { oid, value: endOfMibView };
}

/** Version 1 has no exceptions: one missing object fails the whole request (RFC 1157, section 4.1.2). */
function allOrNothing(
  base: Omit<SnmpRequestPdu, 'varbinds'>,
  pdu: SnmpRequestPdu,
  varbinds: readonly Varbind[],
): SnmpRequestPdu {
  const missing = varbinds.findIndex(({ value }) => value.value === null);
  if (missing < 0) return { ...base, varbinds };
  return { ...base, errorStatus: snmpErrors.noSuchName, errorIndex: missing + 1, varbinds: pdu.varbinds };
}

/** RFC 3416, section 4.2.3; here `errorStatus` is non-repeaters and `errorIndex` is max-repetitions. */
function bulk(tree: MibTree, pdu: SnmpRequestPdu): Varbind[] {
  const single = Math.min(Math.max(pdu.errorStatus, 0), pdu.varbinds.length);
  const varbinds = pdu.varbinds.slice(0, single).map(({ oid }) => next(tree, oid, false));
  let row = pdu.varbinds.slice(single).map(({ oid }) => oid);
  for (let repetition = 0; row.length > 0 && repetition < pdu.errorIndex; repetition++) {
    if (varbinds.length + row.length > MOST_VARBINDS) break;
    const found = row.map((oid) => next(tree, oid, false));
    varbinds.push(...found);
    if (found.every(({ value }) => value.type === 'endOfMibView')) break;
    row = found.map(({ oid }) => oid);
  }
  return varbinds;
}

/** A bulk answer may hold less than was asked for, never more than fits. */
function shorten(message: SnmpMessage, pdu: SnmpRequestPdu): SnmpRequestPdu {
  let varbinds = pdu.varbinds;
  for (;;) {
    const size = encodeSnmpMessage({ ...message, pdu: { ...pdu, varbinds } }).length;
    if (size <= MOST_BYTES || varbinds.length <= 1) return { ...pdu, varbinds };
    varbinds = varbinds.slice(
      0,
      Math.max(1, Math.min(varbinds.length - 1, Math.floor((varbinds.length * MOST_BYTES) / size))),
    );
  }
}

function isCounter64(value: SnmpValue): boolean {
  return value.type === 'Counter64';
}

const MOST_VARBINDS = 64;
const MOST_BYTES = 1400;
