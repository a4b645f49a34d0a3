import { encodeText } from '../../bytes/text.ts';
import type { Sweep } from '../../contracts/protocol.ts';
import { encodeSnmpMessage } from '../../formats/snmp-message.ts';
import { unspecified } from '../../formats/snmp-varbind.ts';
import { readResponse, requestIdOf } from './ask.ts';
import { claimsOf } from './claims.ts';
import { oidOf } from './object-names.ts';

/** One GET of the system group for thousands of hosts; the request id is the token, so that an answer proves its question. */
export const sweep: Sweep = {
  port: 161,
  packet: (community, token) =>
    encodeSnmpMessage({
      version: 0,
      community: encodeText(community),
      pdu: { is: 'GetRequest', requestId: requestIdOf(token), errorStatus: 0, errorIndex: 0, varbinds: questions },
    }),
  read(datagram, token) {
    const message = readResponse(datagram.bytes);
    if (message?.pdu.requestId !== requestIdOf(token)) return undefined;
    return { from: datagram.from, protocol: 'snmp', raw: datagram.bytes, claims: claimsOf(message) };
  },
};

const questions = (['sysDescr', 'sysObjectID', 'sysName'] as const).map((name) => ({
  oid: oidOf(name, '0'),
  value: unspecified,
}));
