import type { ReplayPlace } from '../../contracts/replay.ts';
import type { Answering } from '../../contracts/virtual-device.ts';
import { CLASS_IN, type DnsRecord, decodeMessage } from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { nameKey } from '../../formats/dns-name.ts';
import type { Exchange } from '../../model/exchange.ts';
import { serving } from './answers.ts';
import { dataKey } from './record-cache.ts';

/**
 * The records of all recorded answers, served to whoever asks for them. Addresses and ports are those of the place where
 * the device stands now; whoever follows a record must find it there.
 */
export function replay(exchanges: readonly Exchange[], place: ReplayPlace): readonly Answering[] {
  const records = new Map<string, DnsRecord>();
  for (const exchange of exchanges) {
    for (const { bytes } of exchange.over === 'udp' ? exchange.answers : []) {
      const decoded = decodeMessage(bytes);
      if (!decoded.ok) continue;
      for (const record of [...decoded.value.answers, ...decoded.value.additionals]) {
        if (record.class !== CLASS_IN) continue;
        const here = moved(record, place);
        records.set(`${nameKey(here.name)} ${here.type} ${dataKey(here.data)}`, here);
      }
    }
  }
  return records.size === 0 ? [] : serving([...records.values()], place);
}

function moved(record: DnsRecord, place: ReplayPlace): DnsRecord {
  const { data } = record;
  // as they stand in a multicast answer: only pointers are shared with others (RFC 6762 section 10.2)
  const own = { ...record, flush: record.type !== dnsType.ptr };
  if (data.is === 'address' && data.address === place.recordedAddress)
    return { ...own, data: { ...data, address: place.address } };
  if (data.is === 'srv' && data.port !== 0)
    return { ...own, data: { ...data, port: place.port(data.port, /\._udp\./i.test(record.name) ? 'udp' : 'tcp') } };
  return own;
}
