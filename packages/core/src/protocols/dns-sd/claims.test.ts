import { describe, expect, it } from 'vitest';
import { encodeText } from '../../bytes/text.ts';
import { CLASS_IN, type DnsMessage, type DnsRecord, dnsFlags, encodeMessage } from '../../formats/dns.ts';
import { type DnsData, dnsType } from '../../formats/dns-data.ts';
import { nameOf } from '../../formats/dns-name.ts';
import type { FactKey } from '../../model/claim.ts';
import { nothing } from './codec.ts';
import { describeDnsSd } from './describe.ts';
import { Hearing } from './hearing.ts';

const types = { ptr: dnsType.ptr, srv: dnsType.srv, txt: dnsType.txt, nsec: dnsType.nsec, raw: 99 } as const;
const record = (name: string, data: DnsData, ttlSeconds = 120): DnsRecord => ({
  name,
  type: data.is === 'address' ? (data.address.includes(':') ? dnsType.aaaa : dnsType.a) : types[data.is],
  class: CLASS_IN,
  flush: false,
  ttlSeconds,
  data,
});
const instance = (label: string, type: string) => nameOf([label, ...type.split('.'), 'local']);
const srv = (label: string, type: string, port: number, target: string, ttl?: number) =>
  record(instance(label, type), { is: 'srv', priority: 0, weight: 0, port, target }, ttl);
const txt = (label: string, type: string, ...strings: string[]) =>
  record(instance(label, type), { is: 'txt', strings: strings.map((text) => encodeText(text)) });
const ptr = (label: string, type: string, owner = `${type}.local`) =>
  record(owner, { is: 'ptr', target: instance(label, type) });
const at = (host: string, address: string) => record(host, { is: 'address', address });
const answerOf = (...answers: DnsRecord[]): DnsMessage => ({
  ...nothing,
  flags: dnsFlags.response | dnsFlags.authoritative,
  answers,
});

const heard = (message: DnsMessage, address = '192.0.2.9') => ({
  from: { address, port: 5353, transport: 'udp' as const },
  bytes: encodeMessage(message),
});

/** All that is told of some packets, each claim short; checks on the way that every path is one that describe shows. */
function tellings(packets: readonly { message: DnsMessage; address?: string }[], adminOnly = false) {
  const hearing = new Hearing({ adminOnly, repetitions: false });
  const told = packets.flatMap(({ message, address }, i) => {
    hearing.take(heard(message, address), i);
    return hearing.ripe(i);
  });
  return [...told, ...hearing.ripe(packets.length, true)].map(({ claims, relayed, raw, validForMs }) => {
    const described = describeDnsSd(raw);
    const paths = new Set(described.fields.map(({ path }) => path));
    for (const { path } of claims) expect(paths).toContain(path);
    const facts: { [K in FactKey]?: string } = {};
    for (const claim of claims) if (claim.is === 'fact') facts[claim.fact] = claim.value;
    return { facts, claims, relayed: relayed ?? false, validForMs };
  });
}

describe('claims of DNS-SD records', () => {
  it('take make and model from the device ID keys, and fall back on ty', () => {
    const best = tellings([
      {
        message: answerOf(
          srv('P', '_ipp._tcp', 631, 'p.local'),
          txt('P', '_ipp._tcp', 'ty=EPSON ET-1', 'usb_mfg=EPSON', 'usb_MDL=ET-1 Series'),
        ),
      },
    ]);
    expect(best[0]?.facts).toMatchObject({ make: 'EPSON', model: 'ET-1 Series', name: 'P', kind: 'printer' });
    const poor = tellings([
      { message: answerOf(srv('P', '_ipp._tcp', 631, 'p.local'), txt('P', '_ipp._tcp', 'product=(Laser 2)')) },
    ]);
    expect(poor[0]?.facts).toMatchObject({ model: 'Laser 2' });
    expect(poor[0]?.facts.make).toBeUndefined();
  });

  it('write a UUID in one way, and claim none that is none', () => {
    const uuidOf = (value: string) =>
      tellings([{ message: answerOf(txt('P', '_ipp._tcp', `uuid=${value}`), srv('P', '_ipp._tcp', 1, 'p.local')) }])[0]
        ?.facts.uuid;
    expect(uuidOf('urn:uuid:CFE92100-67C4-11D4-A45F-F8D027000000')).toBe('cfe92100-67c4-11d4-a45f-f8d027000000');
    expect(uuidOf('none')).toBeUndefined();
  });

  it('read an admin URL with the dot of the root before its port', () => {
    const [told] = tellings([
      {
        message: answerOf(txt('P', '_ipp._tcp', 'adminurl=http://P.local.:80/A'), srv('P', '_ipp._tcp', 1, 'p.local')),
      },
    ]);
    expect(told?.facts.adminUrl).toBe('http://P.local:80/A');
  });

  it('survive TXT strings that are empty, without a value or not UTF-8', () => {
    const odd = txt('P', '_ipp._tcp', '', 'note', 'ty=', '=x');
    const latin = record(odd.name, { is: 'txt', strings: [Uint8Array.of(0x6e, 0x6f, 0x74, 0x65, 0x3d, 0x42, 0xfc)] });
    expect(tellings([{ message: answerOf(odd, srv('P', '_ipp._tcp', 1, 'p.local')) }])[0]?.facts).toEqual({
      name: 'P',
      kind: 'printer',
    });
    expect(tellings([{ message: answerOf(latin) }])[0]?.facts.location).toBe('Bü');
  });

  it('claim no service for port 0, and the resource with the others', () => {
    const [told] = tellings([
      {
        message: answerOf(
          srv('P', '_printer._tcp', 0, 'p.local'),
          srv('P', '_ipp._tcp', 8631, 'p.local'),
          txt('P', '_ipp._tcp', 'rp=ipp/print'),
          txt('P', '_printer._tcp', 'rp=auto'),
          at('p.local', '192.0.2.9'),
        ),
      },
    ]);
    expect(told?.claims.filter(({ is }) => is === 'service')).toEqual([
      { is: 'service', service: 'ipp', port: 8631, transport: 'tcp', resource: 'ipp/print', path: 'answer[1].port' },
    ]);
  });

  it('call a printer that scans an mfp, and a scanner a scanner', () => {
    const kindOf = (...records: DnsRecord[]) => tellings([{ message: answerOf(...records) }])[0]?.facts.kind;
    expect(kindOf(srv('P', '_ipp._tcp', 631, 'p.local'), txt('P', '_ipp._tcp', 'Scan=T'))).toBe('mfp');
    expect(kindOf(srv('P', '_ipp._tcp', 631, 'p.local'), srv('P', '_uscan._tcp', 80, 'p.local'))).toBe('mfp');
    expect(kindOf(srv('P', '_scanner._tcp', 1865, 'p.local'))).toBe('scanner');
    expect(kindOf(srv('P', '_ipp._tcp', 631, 'p.local'), txt('P', '_ipp._tcp', 'Scan=F'))).toBe('printer');
  });

  it('say that a web page alone is no printer: a segment is not told, one host is', () => {
    const page = { message: answerOf(srv('Box', '_http._tcp', 80, 'box.local'), at('box.local', '192.0.2.9')) };
    expect(tellings([page])).toEqual([]);
    expect(tellings([page], true)[0]?.facts).toEqual({ name: 'Box' });
  });
});

describe('subjects of a packet', () => {
  it('are told apart by host, and a host that is not the sender is relayed', () => {
    const told = tellings([
      {
        message: answerOf(
          srv('A', '_ipp._tcp', 631, 'a.local'),
          txt('A', '_ipp._tcp', 'usb_MDL=One'),
          srv('B', '_ipp._tcp', 631, 'b.local'),
          txt('B', '_ipp._tcp', 'usb_MDL=Two'),
          at('a.local', '192.0.2.9'),
          at('b.local', '192.0.2.10'),
        ),
      },
    ]);
    expect(told.map(({ facts, relayed }) => [facts.name, facts.model, relayed])).toEqual([
      ['A', 'One', false],
      ['B', 'Two', true],
    ]);
    const addresses = told.map(({ claims }) =>
      claims.flatMap((claim) => (claim.is === 'address' ? [claim.value] : [])),
    );
    expect(addresses).toEqual([['192.0.2.9'], ['192.0.2.10']]);
  });

  it('that are queues of a CUPS server stand each alone, relayed, without the address of the server', () => {
    const told = tellings([
      {
        message: answerOf(
          srv('One @ pc', '_ipp._tcp', 631, 'pc.local'),
          txt('One @ pc', '_ipp._tcp', 'usb_MDL=One', 'printer-type=0x1006'),
          srv('One @ pc', '_ipps._tcp', 631, 'pc.local'),
          srv('Two @ pc', '_ipp._tcp', 631, 'pc.local'),
          txt('Two @ pc', '_ipp._tcp', 'usb_MDL=Two', 'printer-state=3'),
          at('pc.local', '192.0.2.9'),
        ),
      },
    ]);
    expect(told.map(({ facts, relayed }) => [facts.name, facts.kind, facts.model, relayed])).toEqual([
      ['One @ pc', 'print-server', 'One', true],
      ['Two @ pc', 'print-server', 'Two', true],
    ]);
    expect(told.flatMap(({ claims }) => claims.filter(({ is }) => is === 'address'))).toEqual([]);
  });

  it('are CUPS queues as well when only the sub-type says so', () => {
    const told = tellings([
      {
        message: answerOf(ptr('Q', '_ipp._tcp', '_cups._sub._ipp._tcp.local'), srv('Q', '_ipp._tcp', 631, 'pc.local')),
      },
    ]);
    expect(told[0]).toMatchObject({ relayed: true, facts: { kind: 'print-server' } });
  });

  it('wait for the packet that says whose they are, and are then told with the bytes that hold them', () => {
    const told = tellings([
      { message: answerOf(ptr('P', '_ipp._tcp')) },
      { message: answerOf(txt('P', '_ipp._tcp', 'usb_MDL=X', 'rp=ipp/print')) },
      { message: answerOf(srv('P', '_ipp._tcp', 631, 'p.local')) },
      { message: answerOf(at('p.local', '192.0.2.10')) },
    ]);
    expect(told.map(({ relayed, claims }) => [relayed, claims.map(({ path }) => path)])).toEqual([
      [true, ['answer[0].target', 'answer[0].target']],
      [true, ['answer[0].name', 'answer[0].txt.usb_MDL', 'answer[0].name']],
      [true, ['answer[0].name', 'answer[0].target', 'answer[0].port', 'answer[0].name']],
      [true, ['answer[0].address']],
    ]);
    expect(told[2]?.claims).toContainEqual(expect.objectContaining({ is: 'service', resource: 'ipp/print' }));
  });

  it('are valid as long as the shortest of their records, and a goodbye for no time at all', () => {
    const here = answerOf(
      srv('P', '_ipp._tcp', 631, 'p.local'),
      txt('P', '_ipp._tcp', 'ty=X'),
      at('p.local', '192.0.2.9'),
    );
    const gone = answerOf(
      srv('P', '_ipp._tcp', 631, 'p.local', 0),
      record('p.local', { is: 'address', address: '192.0.2.9' }, 0),
    );
    const told = tellings([{ message: here }, { message: gone }]);
    expect(told.map(({ validForMs }) => validForMs)).toEqual([120_000, 0]);
    expect(told[1]?.claims).toEqual([{ is: 'fact', fact: 'name', value: 'P', path: 'answer[0].name', basis: 'told' }]);
  });

  it('of a flood of names stay within bounds', () => {
    const hearing = new Hearing({ adminOnly: false, repetitions: false });
    let told = 0;
    for (let packet = 0; packet < 100; packet++) {
      const records = Array.from({ length: 20 }, (_, i) =>
        srv(`P${packet}-${i}`, '_ipp._tcp', 631, `h${packet}-${i}.local`),
      );
      hearing.take(heard(answerOf(...records)), packet);
      told += hearing.ripe(packet).length;
      expect(hearing.missing(packet, false, 0).length).toBeLessThanOrEqual(67);
    }
    expect(told + hearing.ripe(100, true).length).toBe(2000);
  });
});
