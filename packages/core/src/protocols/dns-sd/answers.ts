import type { Datagram } from '../../contracts/network.ts';
import type { Answering, Reply, VirtualDevice } from '../../contracts/virtual-device.ts';
import {
  CLASS_ANY,
  CLASS_IN,
  type DnsMessage,
  type DnsQuestion,
  type DnsRecord,
  decodeMessage,
  dnsFlags,
  encodeMessage,
} from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { nameKey } from '../../formats/dns-name.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { MOST_BYTES, nothing, sizeOf } from './codec.ts';
import { dataKey } from './record-cache.ts';
import { GROUPS, recordsOf } from './records.ts';

/** The device side: answers for its own names, announces itself twice, and says goodbye. It does not probe for conflicts. */
export function answers(device: VirtualDevice): readonly Answering[] {
  if (!device.speaks.includes('dns-sd')) return [];
  return serving(recordsOf(device), device);
}

/** A responder for these records, at that place. */
export function serving(
  records: readonly DnsRecord[],
  place: Pick<VirtualDevice, 'address' | 'port'>,
): readonly Answering[] {
  const address = place.address.includes(':') ? GROUPS[6] : GROUPS[4];
  const group: Endpoint = { address, port: place.port(5353, 'udp'), transport: 'udp' };
  const unasked = (list: readonly DnsRecord[]) =>
    pack(list, []).map((message) => ({ bytes: encodeMessage(message), to: group }));
  const announcement = unasked(records);
  return [
    {
      on: 'udp',
      port: 5353,
      broadcast: false,
      groups: [address],
      answer: (datagram) => answer(records, group, datagram),
      // at least two announcements (RFC 6762 section 8.3)
      announce: [...announcement, ...announcement],
      farewell: unasked(records.map((record) => ({ ...record, ttlSeconds: 0 }))),
    },
  ];
}

function answer(records: readonly DnsRecord[], group: Endpoint, { bytes, from }: Datagram): readonly Reply[] {
  const decoded = decodeMessage(bytes);
  if (!decoded.ok || (decoded.value.flags & (dnsFlags.response | dnsFlags.opcode)) !== 0) return [];
  const query = decoded.value;
  const asked = query.questions.filter((question) => ours(records, question).length > 0);
  const wanted = distinct(asked.flatMap((question) => ours(records, question)));
  const given = wanted.filter((record) => !query.answers.some((known) => suppresses(known, record)));
  if (given.length === 0) return [];
  const more = additionalsOf(given, records);
  if (from.port !== group.port) return legacyReply(query, asked, given, more);
  const messages = pack(given, more).map((message) => encodeMessage(message));
  if (asked.every(({ unicast }) => unicast)) return messages.map((reply) => ({ bytes: reply }));
  return messages.map((reply) => ({ bytes: reply, to: group, delayMs: delayOf(given) }));
}

/** As to a plain DNS client: id and question come back, TTL at most 10 s, no cache-flush bit (RFC 6762 section 6.7). */
function legacyReply(
  query: DnsMessage,
  asked: readonly DnsQuestion[],
  given: readonly DnsRecord[],
  more: readonly DnsRecord[],
): readonly Reply[] {
  const plain = (list: readonly DnsRecord[]) =>
    list.map((record) => ({ ...record, flush: false, ttlSeconds: Math.min(record.ttlSeconds, LEGACY_TTL) }));
  const questions = asked.map((question) => ({ ...question, unicast: false }));
  const head = sizeOf({ questions });
  return pack(plain(given), plain(more), head).map((message) => ({
    bytes: encodeMessage({ ...message, id: query.id, questions }, { shortSrv: false }),
  }));
}

/** The records that answer a question; where only the other address family is there, the record that says so. */
function ours(records: readonly DnsRecord[], { name, type, class: asked }: DnsQuestion): readonly DnsRecord[] {
  if (asked !== CLASS_IN && asked !== CLASS_ANY) return [];
  const named = records.filter((record) => nameKey(record.name) === nameKey(name));
  const fitting = named.filter((record) => record.type === type || type === dnsType.any);
  const denies = fitting.length === 0 && (type === dnsType.a || type === dnsType.aaaa);
  return denies ? named.filter((record) => record.type === dnsType.nsec) : fitting;
}

/** The asker knows it, and for more than half of its time (RFC 6762 section 7.1). */
function suppresses(known: DnsRecord, record: DnsRecord): boolean {
  return (
    known.type === record.type &&
    nameKey(known.name) === nameKey(record.name) &&
    dataKey(known.data) === dataKey(record.data) &&
    known.ttlSeconds >= record.ttlSeconds / 2
  );
}

/** What an asker will want next (RFC 6763 section 12): SRV and TXT of a pointer's target, the address of an SRV's host. */
function additionalsOf(given: readonly DnsRecord[], records: readonly DnsRecord[]): DnsRecord[] {
  const targets = given.flatMap(({ data, name }) =>
    data.is === 'ptr' ? [data.target] : data.is === 'srv' ? [name] : [],
  );
  const keys = new Set(targets.map(nameKey));
  const services = records.filter(({ name, type }) => type !== dnsType.ptr && keys.has(nameKey(name)));
  const hosts = services.length === 0 ? [] : records.filter(({ data }) => data.is === 'address' || data.is === 'nsec');
  const rank = ({ data }: DnsRecord) => ['srv', 'address', 'txt', 'nsec'].indexOf(data.is);
  const all = distinct([...services, ...hosts]).filter((record) => !given.includes(record));
  // what is short and needed first stands first: the last may find no room
  return all.sort((a, b) => rank(a) - rank(b));
}

/** Answers in as many packets as they need; additional records only where there is room: who misses them asks. */
function pack(given: readonly DnsRecord[], more: readonly DnsRecord[], head = 0): DnsMessage[] {
  const packets: { answers: DnsRecord[]; additionals: DnsRecord[]; size: number }[] = [];
  for (const record of given) {
    const size = sizeOf({ answers: [record] });
    let packet = packets.at(-1);
    if (packet === undefined || packet.size + size > MOST_BYTES) {
      packet = { answers: [], additionals: [], size: 12 + head };
      packets.push(packet);
    }
    packet.answers.push(record);
    packet.size += size;
  }
  const last = packets.at(-1);
  for (const record of last === undefined ? [] : more) {
    const size = sizeOf({ additionals: [record] });
    if (last!.size + size > MOST_BYTES) continue;
    last!.additionals.push(record);
    last!.size += size;
  }
  const flags = dnsFlags.response | dnsFlags.authoritative;
  return packets.map(({ answers: list, additionals }) => ({ ...nothing, flags, answers: list, additionals }));
}

/** Answers that others may give as well wait 20 to 120 ms (RFC 6762 section 6), each device its own time. */
function delayOf(given: readonly DnsRecord[]): number {
  if (given.every(({ flush }) => flush)) return 0;
  const text = given.map(({ data }) => dataKey(data)).join(' ');
  return 20 + ([...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 10_007, 7) % 100);
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}

const LEGACY_TTL = 10;
