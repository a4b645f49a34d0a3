import { describe, expect, it } from 'vitest';
import { encodeText } from '../../bytes/text.ts';
import { CLASS_IN, type DnsRecord, encodeMessage } from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { nameOf } from '../../formats/dns-name.ts';
import type { Claim } from '../../model/claim.ts';
import type { Device } from '../../model/device.ts';
import type { Observation } from '../../model/observation.ts';
import { nothing } from './codec.ts';
import { parseDomain, zoneOf } from './zone.ts';

describe('a zone', () => {
  it('holds what a device announced, TXT word for word, subtypes where told', () => {
    const { text, services, leftOut } = zone({
      observations: [announced('Desk 1', '_ipp._tcp', ['rp=ipp/print', 'note='])],
    });
    expect(leftOut).toEqual([]);
    expect(services[0]).toMatchObject({
      label: 'Desk 1',
      type: '_ipp._tcp',
      port: 631,
      host: 'epson1',
      basis: 'heard',
    });
    expect(text.split('\n').filter((line) => !line.startsWith(';') && line !== '')).toEqual([
      '$ORIGIN example.com.',
      'b._dns-sd._udp 60 IN PTR @',
      'lb._dns-sd._udp 60 IN PTR @',
      '_services._dns-sd._udp 60 IN PTR _ipp._tcp',
      '_ipp._tcp 60 IN PTR Desk\\0321._ipp._tcp',
      '_print._sub._ipp._tcp 60 IN PTR Desk\\0321._ipp._tcp',
      'Desk\\0321._ipp._tcp 60 IN SRV 0 0 631 epson1',
      'Desk\\0321._ipp._tcp 60 IN TXT (',
      '    "rp=ipp/print"',
      '    "note=" )',
      'epson1 60 IN A 10.0.0.5',
    ]);
  });

  it('calls AirPrint what tells its key, and nothing else', () => {
    const subtypes = (strings: readonly string[]) =>
      zone({ observations: [announced('a', '_ipp._tcp', strings)] }).services[0]?.subtypes;
    expect(subtypes(['URF=W8,SRGB24'])).toEqual(['_print', '_universal']);
    expect(subtypes(['URF=none'])).toEqual(['_print']);
  });

  it('makes services of other words where DNS-SD was silent, with the path that was told, and guesses none', () => {
    const ipp: Claim = {
      is: 'service',
      service: 'ipp',
      port: 631,
      transport: 'tcp',
      resource: '/ipp/print',
      path: 'code',
    };
    const told = observation([
      ipp,
      { ...ipp, service: 'escl', port: 80, resource: '' },
      { ...ipp, service: 'lpd', port: 515, resource: '' },
    ]);
    const { services, text } = zone({ device: { facts: named }, observations: [told] });
    expect(services.map(({ type, basis, label }) => [type, basis, label])).toEqual([
      ['_ipp._tcp', 'made', 'EPSON TM-T88V'],
    ]);
    expect(text).toContain('"rp=ipp/print"\n    "ty=EPSON TM-T88V" )');
    expect(text).toContain('; made of what it told by other protocols');
  });

  it('names raw ports only where one answered', () => {
    const endpoint = { address: '10.0.0.5', port: 9100, transport: 'tcp' } as const;
    const raw = (state: 'answered' | 'untested') => ({
      facts: named,
      ports: [{ endpoint, state, service: 'raw', evidence: [] }],
    });
    expect(zone({ device: raw('answered'), observations: [] }).services.map(({ type }) => type)).toEqual([
      '_pdl-datastream._tcp',
    ]);
    expect(zone({ device: raw('untested'), observations: [] }).services).toEqual([]);
  });

  it('names a server of NCDP/2 once for all of its devices, and none by a notification alone', () => {
    const from = { address: '10.0.0.7', port: 3259, transport: 'udp' } as const;
    const heard = { ...observation([]), protocol: 'ncdp2', from };
    const two = zoneOf('example.com', [row({ id: 'a' }, [heard]), row({ id: 'b' }, [heard])], 60);
    expect(two.services.map(({ label, type, port }) => `${label} ${type} ${port}`)).toEqual([
      'NCDP/2 at 10.0.0.7 _ncdp2._udp 3259',
    ]);
    expect(zone({ observations: [{ ...heard, announced: true }] }).services).toEqual([]);
  });

  it('names a server of NCDP/2 by the door that others can reach, whichever answered first', () => {
    const at = (address: string) => {
      const from = { address, port: 3259, transport: 'udp' } as const;
      return { ...observation([]), protocol: 'ncdp2', from };
    };
    const { services } = zone({ observations: [at('fe80::1%eth0'), at('10.0.0.7'), at('fe80::2%eth0')] });
    expect(services.map(({ label }) => label)).toEqual(['NCDP/2 at 10.0.0.7']);
  });

  it('keeps two devices of one name apart, by label and by host', () => {
    const one = announced('Desk', '_ipp._tcp', []);
    const { services } = zoneOf(
      'example.com',
      [row({ id: 'a' }, [one]), row({ id: 'b' }, [one]), row({ id: 'c' }, [one])],
      60,
    );
    expect(services.map(({ label, host }) => `${label} ${host}`)).toEqual([
      'Desk epson1',
      'Desk (2) epson1-2',
      'Desk (3) epson1-3',
    ]);
    const long = 'ü'.repeat(31);
    const cut = zoneOf(
      'example.com',
      [row({ id: 'a' }, [announced(long, '_ipp._tcp', [])]), row({ id: 'b' }, [announced(long, '_ipp._tcp', [])])],
      60,
    );
    expect(cut.services.map(({ label }) => label)).toEqual([long, `${'ü'.repeat(28)} (2)`]);
  });

  it('leaves out, with the reason, whoever has no address elsewhere or no service', () => {
    const local = { interfaces: [{ addresses: ['fe80::1%eth0', '169.254.3.4', '127.0.0.2'], claimed: ['10.0.0.9'] }] };
    expect(zone({ device: local, observations: [announced('a', '_ipp._tcp', [])] }).leftOut).toEqual([
      { device: 'd1', why: 'it has no address that means anything outside of its segment' },
    ]);
    expect(zone({ observations: [] }).leftOut[0]?.why).toContain('no service');
  });

  it.each([
    ['example.com', true],
    ['Office.Example.com.', true],
    ['', false],
    ['a..b', false],
    ['no domain', false],
    ['x".$(y)', false],
    [`${'a'.repeat(64)}.com`, false],
    [`${'abcdefgh.'.repeat(20)}com`, false],
  ])('is for the domain "%s": %s', (text, good) => {
    expect(parseDomain(text) !== undefined).toBe(good);
  });
});

const told = (value: string) => ({ value, grade: 'claimed' as const, evidence: [], against: [] });
const named = { make: told('EPSON'), model: told('TM-T88V') };

function zone({ device = {}, observations }: { device?: Partial<Device>; observations: readonly Observation[] }) {
  return zoneOf('example.com', [row(device, observations)], 60);
}

function row(device: Partial<Device>, observations: readonly Observation[]) {
  const whole: Device = {
    id: 'd1',
    provisional: false,
    aliases: [],
    kind: 'printer',
    facts: {},
    hostnames: ['EPSON1.local'],
    interfaces: [{ addresses: ['10.0.0.5'], claimed: [] }],
    ports: [],
    state: { word: 'idle', reasons: [], since: 0 },
    supplies: [],
    trays: [],
    counters: [],
    alerts: [],
    merges: [],
    observations: [],
    seen: { first: 0, last: 0 },
    ...device,
  };
  return { device: whole, observations };
}

function announced(label: string, type: string, strings: readonly string[]): Observation {
  const name = nameOf([label, ...type.split('.'), 'local']);
  const record = (owner: string, kind: number, data: DnsRecord['data']): DnsRecord => ({
    ...{ name: owner, type: kind, class: CLASS_IN, flush: false, ttlSeconds: 120, data },
  });
  const answers = [
    record(name, dnsType.txt, { is: 'txt', strings: strings.map((text) => encodeText(text)) }),
    record(name, dnsType.srv, { is: 'srv', priority: 0, weight: 0, port: 631, target: 'EPSON1.local' }),
    record(`_print._sub.${type}.local`, dnsType.ptr, { is: 'ptr', target: name }),
    // another's: no claim of this device stands on it
    record(nameOf(['Other', '_ipp', '_tcp', 'local']), dnsType.srv, {
      is: 'srv',
      priority: 0,
      weight: 0,
      port: 1,
      target: 'x.local',
    }),
  ];
  const claim: Claim = { is: 'service', service: 'ipp', port: 631, transport: 'tcp', path: 'answer[1].port' };
  return { ...observation([claim]), protocol: 'dns-sd', raw: encodeMessage({ ...nothing, flags: 0x8400, answers }) };
}

function observation(claims: readonly Claim[]): Observation {
  const from = { address: '10.0.0.5', port: 631, transport: 'tcp' } as const;
  const vantage = { host: 'here', interface: 'eth0' };
  return { id: 'o1', at: 0, vantage, from, protocol: 'ipp', raw: new Uint8Array(), claims };
}
