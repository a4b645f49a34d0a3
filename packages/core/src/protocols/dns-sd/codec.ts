import { ByteWriter } from '../../bytes/byte-writer.ts';
import { encodeText } from '../../bytes/text.ts';
import {
  CLASS_IN,
  type DnsMessage,
  type DnsQuestion,
  type DnsRecord,
  dnsFlags,
  encodeMessage,
} from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { labelsOf } from '../../formats/dns-name.ts';
import type { Transport } from '../../net/endpoint.ts';

/** A service type that we ask for: what it is called in claims, and what its presence means. */
export interface ServiceType {
  readonly type: string;
  readonly service: string;
  /** `server`: it speaks for others. Its instance is called after itself, and is no device's name. */
  readonly sort: 'print' | 'scan' | 'admin' | 'server';
}

/** Bonjour Printing 1.2.1, PWG 5100.14, the service name registry, NCDP/2 open profile section 1. */
export const serviceTypes: readonly ServiceType[] = [
  { type: '_ipp._tcp', service: 'ipp', sort: 'print' },
  { type: '_ipps._tcp', service: 'ipps', sort: 'print' },
  { type: '_ipp-tls._tcp', service: 'ipps', sort: 'print' },
  { type: '_printer._tcp', service: 'lpd', sort: 'print' },
  { type: '_pdl-datastream._tcp', service: 'raw', sort: 'print' },
  { type: '_fax-ipp._tcp', service: 'fax-ipp', sort: 'print' },
  { type: '_riousbprint._tcp', service: 'riousbprint', sort: 'print' },
  { type: '_uscan._tcp', service: 'escl', sort: 'scan' },
  { type: '_uscans._tcp', service: 'escls', sort: 'scan' },
  { type: '_scanner._tcp', service: 'scan', sort: 'scan' },
  { type: '_http._tcp', service: 'http', sort: 'admin' },
  { type: '_https._tcp', service: 'https', sort: 'admin' },
  { type: '_privet._tcp', service: 'privet', sort: 'admin' },
  { type: '_ncdp2._udp', service: 'ncdp2', sort: 'server' },
];

/** Asked beside them: who stands here is a queue of a CUPS server, not a device. */
export const CUPS_TYPE = '_cups._sub._ipp._tcp.local';
export const META_TYPE = '_services._dns-sd._udp.local';

const byType = new Map(serviceTypes.map((entry) => [entry.type, entry]));

/** An instance name in its parts, or `undefined` where it is no instance of a service that we know. */
export function parseInstance(name: string): { readonly label: string; readonly service: ServiceType } | undefined {
  const [label, ...rest] = labelsOf(name);
  const service = byType.get(rest.slice(0, 2).join('.').toLowerCase());
  if (label === undefined || service === undefined || rest[2]?.toLowerCase() !== 'local' || rest.length !== 3)
    return undefined;
  return { label, service };
}

/** What is below `_udp` need not be UDP alone (RFC 6763 section 7), but below `_tcp` it is TCP. */
export function transportOf({ type }: ServiceType): Transport {
  return type.endsWith('._tcp') ? 'tcp' : 'udp';
}

/** The question that every round asks: pointers of each type. */
export function browseQuestions(unicast: boolean): DnsQuestion[] {
  const names = [...serviceTypes.map(({ type }) => `${type}.local`), CUPS_TYPE];
  return names.map((name) => question(name, dnsType.ptr, unicast));
}

export function question(name: string, type: number, unicast: boolean): DnsQuestion {
  return { name, type, class: CLASS_IN, unicast };
}

/**
 * Questions and known answers as one query, or as several where one packet cannot hold them: all but the last are then
 * marked truncated, so that responders wait for the rest of the known answers (RFC 6762 section 7.2).
 */
export function encodeQueries(
  id: number,
  questions: readonly DnsQuestion[],
  known: readonly DnsRecord[],
): Uint8Array[] {
  const packets: { questions: DnsQuestion[]; answers: DnsRecord[] }[] = [{ questions: [], answers: [] }];
  let size = HEADER;
  const room = (bytes: number) => {
    if (size + bytes > MOST_BYTES) {
      packets.push({ questions: [], answers: [] });
      size = HEADER;
    }
    size += bytes;
    return packets.at(-1)!;
  };
  for (const item of questions) room(sizeOf({ questions: [item] })).questions.push(item);
  for (const item of known) room(sizeOf({ answers: [item] })).answers.push(item);
  return packets.map((packet, i) => {
    const flags = i < packets.length - 1 && known.length > 0 ? dnsFlags.truncated : 0;
    return encodeMessage({ ...nothing, ...packet, id, flags });
  });
}

/** How many bytes a part of a message takes at most (names that are shortened take less). */
export function sizeOf(part: Partial<DnsMessage>): number {
  return encodeMessage({ ...nothing, ...part }).length - HEADER;
}

/** One TXT string: `key=value`, cut where it exceeds the 255 bytes of a string. */
export function txtString(key: string, value: string): Uint8Array {
  let text = value;
  while (encodeText(`${key}=${text}`).length > 255) text = [...text].slice(0, -1).join('');
  return new ByteWriter(64).octets(encodeText(`${key}=${text}`)).finish();
}

export const nothing: DnsMessage = { id: 0, flags: 0, questions: [], answers: [], authorities: [], additionals: [] };
/** Fits into an Ethernet frame over IPv6 as well (RFC 6762 section 17). */
export const MOST_BYTES = 1440;
const HEADER = 12;
