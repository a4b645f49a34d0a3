import { catalogue, encodeText, Fault, parseHex } from '@quietport/core';
import { type Recording, readRecording } from '@quietport/library';
import { CLASS_IN, type DnsRecord, dnsFlags, encodeMessage } from '../../packages/core/src/formats/dns.ts';
import { type DnsData, dnsType } from '../../packages/core/src/formats/dns-data.ts';
import { nameOf } from '../../packages/core/src/formats/dns-name.ts';
import type { Recorded } from './corpus.ts';

/**
 * The recording of the corpus as one that can be emulated; `undefined` where no room knows its form. What its source
 * wrote down in JSON goes back into packets.
 */
export function recordingOf(recorded: Recorded): Recording | undefined {
  const bytes = packets[recorded.kind]?.(recorded.bytes) ?? recorded.bytes;
  try {
    return readRecording(bytes, recorded.path, catalogue);
  } catch (error) {
    if (error instanceof Fault && error.code === 'file/no-recording') return undefined;
    throw error;
  }
}

const packets: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  'mdns-json': (bytes) => announcement(JSON.parse(new TextDecoder().decode(bytes)) as Published),
  'snmp-json': (bytes) =>
    walkOf(JSON.parse(new TextDecoder().decode(bytes)) as Record<string, string | string[] | null>),
};

interface Published {
  readonly instance: string;
  readonly services: readonly {
    readonly type: string;
    readonly host: string;
    readonly port: number;
    readonly ip?: string | null;
    readonly txt: Readonly<Record<string, string>>;
  }[];
}

/** The records that a browser would have been told: pointer, service and text of each, and the host's address. */
function announcement({ instance, services }: Published): Uint8Array {
  const records: DnsRecord[] = services.flatMap(({ type, host, port, ip, txt }) => {
    const name = nameOf([instance, ...type.split('.'), 'local']);
    const target = nameOf([host.replace(/\.local\.?$/, ''), 'local']);
    const strings = Object.entries(txt).map(([key, value]) => encodeText(`${key}=${value}`));
    return [
      record(nameOf([...type.split('.'), 'local']), dnsType.ptr, { is: 'ptr', target: name }),
      record(name, dnsType.srv, { is: 'srv', priority: 0, weight: 0, port, target }),
      record(name, dnsType.txt, { is: 'txt', strings }),
      ...(typeof ip === 'string' ? [record(target, dnsType.a, { is: 'address', address: ip } as DnsData)] : []),
    ];
  });
  const flags = dnsFlags.response | dnsFlags.authoritative;
  return encodeMessage({ id: 0, flags, questions: [], answers: records, authorities: [], additionals: [] });
}

function record(name: string, type: number, data: DnsData): DnsRecord {
  return { name, type, class: CLASS_IN, flush: false, ttlSeconds: 120, data };
}

/** A list is an OCTET STRING that the library had cut into records; anything else is text. */
function walkOf(objects: Readonly<Record<string, string | readonly string[] | null>>): Uint8Array {
  const rows = Object.entries(objects).flatMap(([oid, value]) => {
    if (value === null) return [];
    if (typeof value !== 'string') return `${oid}|4x|${value.join('')}`;
    const mac = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(value) ? parseHex(value) : undefined;
    if (mac !== undefined) return `${oid}|4x|${[...mac].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    return `${oid}|4|${value}`;
  });
  return encodeText(`${rows.join('\n')}\n`);
}
