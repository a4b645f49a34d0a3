import type { OverheardDatagram, OverheardTold, Overhearing } from '../../contracts/overheard.ts';
import { ber } from '../../formats/ber.ts';
import { isWithin } from '../../formats/oid.ts';
import { withoutPassword } from '../../formats/snmp-community.ts';
import { decodeSnmpMessage, type SnmpRequestPdu } from '../../formats/snmp-message.ts';
import { decodeSnmpV3Message } from '../../formats/snmp-v3-message.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { claimsOf } from './claims.ts';
import { engineClaims } from './discovery.ts';
import { oidOf } from './object-names.ts';
import { READINGS } from './readings.ts';
import { keepable } from './usm.ts';

/**
 * What agents answered others: in versions 1 and 2c, and in version 3 what lies open. An answer comes from the agent's
 * port, or to a question that was heard before.
 */
export function overhear(): Overhearing {
  const ear = new SnmpEar();
  // every message is a sequence: what begins otherwise is none, and most of a capture is none
  return { take: (heard) => (heard.over === 'udp' && heard.bytes[0] === ber.sequence ? ear.take(heard) : []) };
}

interface Question {
  /** Of a walk: the columns that its names stand in. */
  readonly columns?: readonly string[];
  /** It asked for single objects. */
  readonly single: boolean;
}

class SnmpEar {
  readonly #asked = new Map<string, Question>();
  readonly #charsets = new Map<string, number>();
  readonly #met = new Set<string>();

  take(heard: OverheardDatagram): readonly OverheardTold[] {
    const message = decodeSnmpMessage(heard.bytes);
    if (message.ok) {
      const { pdu } = message.value;
      if (pdu.is === 'Response') return this.#answer(heard, pdu, withoutPassword(message.value, heard.bytes));
      if (pdu.is !== 'other') this.#question(heard.from, pdu);
      return [];
    }
    return this.#takeV3(heard);
  }

  #takeV3(heard: OverheardDatagram): readonly OverheardTold[] {
    const decoded = decodeSnmpV3Message(heard.bytes);
    if (!decoded.ok || decoded.value.data.is !== 'plain') return [];
    const { scoped } = decoded.value.data;
    const { security } = decoded.value;
    const { pdu } = scoped;
    if (pdu.is === 'Response') return this.#answer(heard, pdu, keepable(decoded.value, scoped));
    if (pdu.is === 'Report' && security.is === 'usm' && heard.from.port === PORT) {
      const claims = engineClaims(security.engineId);
      return claims.length === 0 ? [] : [told(heard, keepable(decoded.value, scoped), claims)];
    }
    if (pdu.is !== 'other') this.#question(heard.from, pdu);
    return [];
  }

  #question(from: Endpoint, pdu: SnmpRequestPdu): void {
    if (this.#asked.size >= MOST_QUESTIONS) this.#asked.delete(this.#asked.keys().next().value!);
    const walks = pdu.is === 'GetNextRequest' || pdu.is === 'GetBulkRequest';
    const columns = walks ? pdu.varbinds.map(({ oid }) => columnOf(oid)) : undefined;
    this.#asked.set(keyOf(from, pdu), { single: !walks, ...(columns?.length ? { columns } : {}) });
  }

  #answer(heard: OverheardDatagram, pdu: SnmpRequestPdu, raw: Uint8Array): readonly OverheardTold[] {
    const question = this.#asked.get(keyOf(heard.to, pdu));
    if (question === undefined && heard.from.port !== PORT) return [];
    const { address } = heard.from;
    const claims = claimsOf({ pdu }, question?.columns, this.#charsets.get(address));
    // whoever asks for one object of that table knows which row counts
    const charset =
      question?.single === true ? pdu.varbinds.find(({ oid }) => isWithin(CHARSET, oid))?.value.value : undefined;
    if (typeof charset === 'number' && this.#charsets.size < MOST_HOSTS) this.#charsets.set(address, charset);
    // an answer without content is worth keeping once: as the proof that somebody speaks SNMP there
    if (claims.length === 0 && (this.#met.has(address) || this.#met.size >= MOST_HOSTS)) return [];
    this.#met.add(address);
    return [told(heard, raw, claims)];
  }
}

function told(
  { at, from }: OverheardDatagram,
  raw: Uint8Array,
  claims: OverheardTold['told']['claims'],
): OverheardTold {
  return { at, told: { from, protocol: 'snmp', raw, claims } };
}

function keyOf({ address, port }: Endpoint, { requestId }: SnmpRequestPdu): string {
  return `${address} ${port} ${requestId}`;
}

/** The column of a table of ours that a walk stands in; of others any name will do. */
function columnOf(oid: string): string {
  return columns.find((column) => isWithin(column, oid)) ?? ANY;
}

const PORT = 161;
const columns = READINGS.flatMap((table) => table.columns);
const ANY = '1';
const CHARSET = oidOf('prtLocalizationCharacterSet');
const MOST_QUESTIONS = 20_000;
const MOST_HOSTS = 100_000;
