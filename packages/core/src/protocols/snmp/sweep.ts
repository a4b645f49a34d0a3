import { encodeText } from '../../bytes/text.ts';
import type { Sweep } from '../../contracts/protocol.ts';
import { withoutPassword } from '../../formats/snmp-community.ts';
import { encodeSnmpMessage } from '../../formats/snmp-message.ts';
import { unspecified } from '../../formats/snmp-varbind.ts';
import { readResponse, requestIdOf } from './ask.ts';
import { claimsOf } from './claims.ts';
import { oidOf } from './object-names.ts';

/** One GET of the system group for thousands of hosts; the request id is the token, so that an answer proves its question. */
export const sweep: Sweep = {
  port: 161,
  packet(community, token) {
    if (template.community !== community) template = templateOf(community);
    const packet = template.bytes.slice();
    const id = requestIdOf(token);
    for (let i = 0; i < 4; i++) packet[template.idAt + i] = id >>> (24 - 8 * i);
    return packet;
  },
  read(datagram, token) {
    const message = readResponse(datagram.bytes);
    if (message?.pdu.requestId !== requestIdOf(token)) return undefined;
    return {
      from: datagram.from,
      protocol: 'snmp',
      raw: withoutPassword(message, datagram.bytes),
      claims: claimsOf(message),
    };
  },
};

interface Template {
  readonly community: string;
  readonly bytes: Uint8Array;
  /** Where the four octets of the request id stand. */
  readonly idAt: number;
}

/** Encoding 65,536 times what differs in four bytes would cost more than sending it. */
function templateOf(community: string): Template {
  const bytes = question(community, LEAST_ID);
  const other = question(community, GREATEST_ID);
  return { community, bytes, idAt: bytes.findIndex((octet, i) => octet !== other[i]) };
}

function question(community: string, requestId: number): Uint8Array {
  const pdu = { is: 'GetRequest' as const, requestId, errorStatus: 0, errorIndex: 0, varbinds: questions };
  return encodeSnmpMessage({ version: 0, community: encodeText(community), pdu });
}

// the bounds of `requestIdOf`: they differ in their first octet
const LEAST_ID = 0x4000_0000;
const GREATEST_ID = 0x7fff_ffff;
const questions = (['sysDescr', 'sysObjectID', 'sysName'] as const).map((name) => ({
  oid: oidOf(name, '0'),
  value: unspecified,
}));
// remembered for the next packet only: what is sent depends on nothing but what is asked
let template = templateOf('public');
