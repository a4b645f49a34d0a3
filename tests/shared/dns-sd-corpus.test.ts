import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../../packages/core/src/bytes/text.ts';
import { type DnsRecord, encodeMessage } from '../../packages/core/src/formats/dns.ts';
import { dnsType } from '../../packages/core/src/formats/dns-data.ts';
import { nameOf } from '../../packages/core/src/formats/dns-name.ts';
import type { Claim } from '../../packages/core/src/model/claim.ts';
import { nothing } from '../../packages/core/src/protocols/dns-sd/codec.ts';
import { describeDnsSd } from '../../packages/core/src/protocols/dns-sd/describe.ts';
import { Hearing } from '../../packages/core/src/protocols/dns-sd/hearing.ts';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const index = readFileSync(new URL('INDEX.tsv', corpus), 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .filter(([, kind]) => kind === 'mdns-packet' || kind === 'mdns-json')
  .map(([path = '', kind, maker = '', model = '', expected = '{}']) => ({
    path,
    kind,
    maker,
    model,
    expected: JSON.parse(expected) as Expected,
    bytes: readFileSync(new URL(path, corpus)),
  }));

interface Expected {
  readonly instance?: string;
  readonly service?: string;
  readonly services?: readonly string[];
  readonly host?: string;
  readonly port?: number;
  readonly ip?: string | null;
  readonly uuid?: string;
  readonly usb_MFG?: string;
  readonly usb_MDL?: string;
}

interface Dump {
  readonly instance: string;
  readonly services: readonly {
    readonly type: string;
    readonly host?: string;
    readonly ip?: string | null;
    readonly port?: number;
    readonly ttl?: number;
    readonly txt: Readonly<Record<string, string | null>>;
  }[];
}

/** A dump has lost its packets: the records are written anew, one packet a service, key order kept. */
function packetsOf(dump: Dump): Uint8Array[] {
  return dump.services.map(({ type, host = 'unknown.local', ip, port = 0, ttl = 120, txt }) => {
    const instance = nameOf([dump.instance, ...type.split('.'), 'local']);
    const record = (name: string, of: number, data: DnsRecord['data']): DnsRecord => ({
      name,
      type: of,
      class: 1,
      flush: false,
      ttlSeconds: ttl,
      data,
    });
    const strings = Object.entries(txt).map(([key, value]) => encodeText(value === null ? key : `${key}=${value}`));
    return encodeMessage({
      ...nothing,
      flags: 0x8400,
      answers: [record(`${type}.local`, dnsType.ptr, { is: 'ptr', target: instance })],
      additionals: [
        record(instance, dnsType.srv, { is: 'srv', priority: 0, weight: 0, port, target: host }),
        record(instance, dnsType.txt, { is: 'txt', strings }),
        ...(ip ? [record(host, dnsType.a, { is: 'address', address: ip })] : []),
      ],
    });
  });
}

function claimsOf(packets: readonly Uint8Array[], address: string): Claim[] {
  const hearing = new Hearing({ adminOnly: false, repetitions: false });
  const claims: Claim[] = [];
  for (const bytes of packets) hearing.take({ bytes, from: { address, port: 5353, transport: 'udp' } }, 0);
  for (const told of hearing.ripe(0, true)) {
    const described = describeDnsSd(told.raw);
    const paths = new Set(described.fields.map(({ path }) => path));
    expect(told.claims.filter(({ path }) => !paths.has(path))).toEqual([]);
    expect(told.relayed).toBeUndefined();
    claims.push(...told.claims);
  }
  return claims;
}

describe('the recordings of DNS-SD', () => {
  it('are there', () => {
    expect(index.length).toBeGreaterThanOrEqual(7);
  });

  it.each(index)('$path tells what its index says', ({ path, kind, maker, model, expected, bytes }) => {
    const dump = kind === 'mdns-json' ? (JSON.parse(bytes.toString('utf8')) as Dump) : undefined;
    const packets = dump === undefined ? [Uint8Array.from(bytes)] : packetsOf(dump);
    const claims = claimsOf(packets, expected.ip ?? dump?.services.find(({ ip }) => ip)?.ip ?? '192.0.2.9');
    const fact = (key: string) =>
      claims.flatMap((claim) => (claim.is === 'fact' && claim.fact === key ? [claim.value] : []));
    const services = claims.flatMap((claim) => (claim.is === 'service' ? [`${claim.service}:${claim.port}`] : []));
    const { instance, host, ip, uuid, port } = expected;
    if (instance !== undefined) expect(new Set(fact('name'))).toEqual(new Set([instance]));
    if (host !== undefined && !host.includes(' '))
      expect(claims).toContainEqual(expect.objectContaining({ is: 'hostname', value: host }));
    if (ip) expect(claims).toContainEqual(expect.objectContaining({ is: 'address', value: ip }));
    if (uuid !== undefined) expect(new Set(fact('uuid'))).toEqual(new Set([uuid]));
    if (port !== undefined) expect(services).toEqual([`lpd:${port}`]);
    if (dump !== undefined)
      for (const service of dump.services)
        if (service.port)
          expect(
            services.some((text) => text.endsWith(`:${service.port}`)),
            path,
          ).toBe(true);
    const keys = dump?.services.flatMap(({ txt }) => Object.keys(txt)) ?? ['usb_MFG', 'usb_MDL'];
    if (keys.includes('usb_MFG')) expect(fact('make')[0]?.toLowerCase()).toBe(maker.toLowerCase());
    if (keys.includes('usb_MDL')) expect(fact('model')).toContain(model);
    expect(['printer', 'mfp']).toContain(fact('kind')[0]);
  });
});
