import { encodeSnmpMessage } from '../../formats/snmp-message.ts';
import { type SnmpValue, unspecified } from '../../formats/snmp-varbind.ts';
import type { Exchange } from '../../model/exchange.ts';
import { decodeBlock } from './codec-block.ts';
import { objects } from './objects.ts';

/**
 * One status block, however it was fetched (tunnel, USB, D4), as the exchange with the printer's SNMP agent that would
 * have brought it. The channel's other replies belong to no device that could be shown: they name none.
 */
export function fromDump(bytes: Uint8Array): readonly Exchange[] | undefined {
  if (!decodeBlock(bytes).ok) return undefined;
  const answer = message('Response', { type: 'OctetString', value: bytes });
  return [
    { over: 'udp', port: 161, asked: message('GetRequest', unspecified), answers: [{ afterMs: 0, bytes: answer }] },
  ];
}

function message(is: 'GetRequest' | 'Response', value: SnmpValue): Uint8Array {
  const varbinds = [{ oid: objects.status, value }];
  const pdu = { is, requestId: 1, errorStatus: 0, errorIndex: 0, varbinds };
  return encodeSnmpMessage({ version: 1, community: new Uint8Array(), pdu });
}
