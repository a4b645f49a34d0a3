import type { ReplayPlace } from '../../contracts/replay.ts';
import type { Answering } from '../../contracts/virtual-device.ts';
import { CLASS_IN, type DnsRecord, decodeMessage, dnsFlags, encodeMessage } from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { nameKey } from '../../formats/dns-name.ts';
import type { Exchange } from '../../model/exchange.ts';
import { serving } from './answers.ts';
import { nothing } from './codec.ts';
import { dataKey } from './record-cache.ts';
import { PORT } from './talk.ts';

/**
 * The records of all recorded answers, served to whoever asks for them. Addresses and ports are those of the place where
 * the device stands now; whoever follows a record must find it there.
 */
export function replay(exchanges: readonly Exchange[], place: ReplayPlace): readonly Answering[] {
  const heard: DnsRecord[] = [];
  for (const exchange of exchanges) {
    for (const { bytes } of exchange.over === 'udp' ? exchange.answers : []) {
      const decoded = decodeMessage(bytes);
      if (!decoded.ok) continue;
      heard.push(...[...decoded.value.answers, ...decoded.value.additionals].filter((row) => row.class === CLASS_IN));
    }
  }
  // a dump does not say where its device was: then whoever published stood at what was published
  const published = heard.flatMap(({ data }) => (data.is === 'address' ? [data.address] : []));
  const known = published.includes(place.recordedAddress);
  const records = new Map<string, DnsRecord>();
  for (const record of heard) {
    const here = moved(record, place, (address) => !known || address === place.recordedAddress);
    records.set(`${nameKey(here.name)} ${here.type} ${dataKey(here.data)}`, here);
  }
  return records.size === 0 ? [] : serving([...records.values()], place);
}

/** One answer (its payload) as the exchange that would have brought it. */
export function fromDump(bytes: Uint8Array): readonly Exchange[] | undefined {
  const decoded = decodeMessage(bytes);
  if (!decoded.ok || (decoded.value.flags & dnsFlags.response) === 0) return undefined;
  const records = [...decoded.value.answers, ...decoded.value.additionals];
  if (!records.some(({ data }) => data.is === 'srv' || data.is === 'ptr')) return undefined;
  const { questions } = decoded.value;
  const asked = encodeMessage({ ...nothing, questions });
  return [{ over: 'udp', port: PORT, asked, answers: [{ afterMs: 0, bytes }] }];
}

function moved(record: DnsRecord, place: ReplayPlace, isOwn: (address: string) => boolean): DnsRecord {
  const { data } = record;
  // as they stand in a multicast answer: only pointers are shared with others (RFC 6762 section 10.2)
  const own = { ...record, flush: record.type !== dnsType.ptr };
  if (data.is === 'address' && data.address.includes(':') === place.address.includes(':') && isOwn(data.address))
    return { ...own, data: { ...data, address: place.address } };
  if (data.is === 'srv' && data.port !== 0)
    return { ...own, data: { ...data, port: place.port(data.port, /\._udp\./i.test(record.name) ? 'udp' : 'tcp') } };
  return own;
}
