import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { ber } from '../../formats/ber.ts';
import { withoutPassword } from '../../formats/snmp-community.ts';
import { decodeSnmpMessage } from '../../formats/snmp-message.ts';
import { readAnswer } from './talk.ts';

/** Answers in versions 1 and 2c that hold something of Epson's. */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (heard.over !== 'udp' || heard.bytes[0] !== ber.sequence) return [];
  const message = decodeSnmpMessage(heard.bytes);
  if (!message.ok || message.value.pdu.is !== 'Response') return [];
  return [readAnswer({ from: heard.from, raw: withoutPassword(message.value, heard.bytes) })];
});
