import type { Answering } from '../../contracts/virtual-device.ts';
import { encodeSnmpMessage, type SnmpRequestPdu } from '../../formats/snmp-message.ts';
import { decodeSnmpV3Message } from '../../formats/snmp-v3-message.ts';
import { unspecified, type Varbind } from '../../formats/snmp-varbind.ts';
import type { Exchange } from '../../model/exchange.ts';
import { serving } from './answers.ts';
import { readResponse } from './ask.ts';
import { mibTree } from './mib-tree.ts';
import { parseRecording } from './recording.ts';

/** An agent that serves every object of the recorded answers, however it is asked for. */
export function replay(exchanges: readonly Exchange[]): readonly Answering[] {
  const varbinds: Varbind[] = [];
  let version2 = false;
  for (const exchange of exchanges) {
    for (const { bytes } of exchange.over === 'udp' ? exchange.answers : []) {
      const message = readResponse(bytes) ?? readOpened(bytes);
      if (message === undefined) continue;
      if (message.version !== 0) version2 = true;
      if (message.pdu.errorStatus === 0)
        varbinds.push(...message.pdu.varbinds.filter(({ value }) => value.value !== null));
    }
  }
  return varbinds.length === 0 ? [] : serving(mibTree(varbinds), !version2);
}

/** An answer of version 3 that lies open. */
function readOpened(bytes: Uint8Array): { readonly version: 3; readonly pdu: SnmpRequestPdu } | undefined {
  const decoded = decodeSnmpV3Message(bytes);
  if (!decoded.ok || decoded.value.data.is !== 'plain') return undefined;
  const { pdu } = decoded.value.data.scoped;
  return pdu.is === 'Response' ? { version: 3, pdu } : undefined;
}

/** A walk's text (snmprec: `oid|type|value` a line) as the exchanges that would have brought it. */
export function fromDump(bytes: Uint8Array): readonly Exchange[] | undefined {
  const text = new TextDecoder().decode(bytes);
  if (!/^(\s*\n)*\.?1(\.\d+)+\|\d+x?\|/.test(text)) return undefined;
  const varbinds = parseRecording(text);
  const exchanges: Exchange[] = [];
  for (let at = 0; at < varbinds.length; at += VARBINDS) {
    const row = varbinds.slice(at, at + VARBINDS);
    const base = { requestId: at + 1, errorStatus: 0, errorIndex: 0 };
    const message = (is: 'GetRequest' | 'Response', list: readonly Varbind[]) =>
      encodeSnmpMessage({ version: 1, community: new Uint8Array(), pdu: { is, ...base, varbinds: list } });
    exchanges.push({
      over: 'udp',
      port: 161,
      asked: message(
        'GetRequest',
        row.map(({ oid }) => ({ oid, value: unspecified })),
      ),
      answers: [{ afterMs: 0, bytes: message('Response', row) }],
    });
  }
  return exchanges;
}

const VARBINDS = 16;
