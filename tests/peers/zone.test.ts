import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHex } from '@quietport/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../packages/core/src/formats/dns.ts';
import type { DnsData } from '../../packages/core/src/formats/dns-data.ts';
import { labelsOf, nameOf } from '../../packages/core/src/formats/dns-name.ts';
import { type Host, Lab } from './lan.ts';
import { documentOf, find, quietport, startQuietport } from './quietport.ts';
import { startAvahi, startIppPrinter } from './services.ts';

interface ZoneDocument {
  readonly services: readonly {
    readonly device: string;
    readonly instance: string;
    readonly type: string;
    readonly host: string;
    readonly port: number;
    readonly addresses: readonly string[];
    readonly txt: readonly string[];
    readonly basis: string;
  }[];
  readonly leftOut: readonly { readonly why: string }[];
  readonly zone: string;
}

/** What was found on a segment, in the words of a DNS server that others ask from elsewhere. */
describe('the zone of an inventory', () => {
  const lab = new Lab();
  const [first, second, office] = ['10.35.1.2', '10.35.1.3', '10.35.1.4'];
  const odd = 'Büro 3. (links); "A" @ 50 $';
  let looker: Host;
  let zone: ZoneDocument;
  let file: string;
  let server: Host;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.35.1.1/24');
    for (const [name, address, title] of [
      ['one', first, odd],
      ['two', second, odd],
    ] as const) {
      const host = lab.host(name, segment, `${address}/24`);
      await startAvahi(host);
      await startIppPrinter(host, title, ['-2', '-M', 'EPSON', '-m', 'WF-LAB', '-s', '20,20']);
    }
    const served = lab.host('office', segment, `${office}/24`);
    const fleet = startQuietport(served, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'office-mfp']);
    await fleet.says(/Ctrl-C ends them/);
    await find(looker);
    zone = documentOf<ZoneDocument>(await quietport(looker, ['doctor', '--zone', 'office.example.com', '-o', 'json']));
    const text = await quietport(looker, ['doctor', '--zone', 'office.example.com']);
    expect(text.out).toBe(zone.zone);
    // as the zone's owner would: a head of his own, ours at the end
    file = join(looker.folder, 'office.zone');
    const head = '@ 3600 IN SOA ns hostmaster 1 3600 900 604800 300\n@ 3600 IN NS ns\nns 3600 IN A 10.35.9.1\n';
    writeFileSync(file, `$ORIGIN office.example.com.\n${head}${text.out}`);
    server = lab.host('server', lab.segment('elsewhere'), '10.35.9.1/24');
    await serveZone(server, file);
  });
  afterAll(() => lab.end());

  it('is taken by the checkers of two name servers without a word of blame', async () => {
    const bind = await looker.run('named-checkzone', [
      '-k',
      'fail',
      '-n',
      'fail',
      '-m',
      'fail',
      '-S',
      'fail',
      'office.example.com',
      file,
    ]);
    expect([bind.code, bind.out + bind.err]).toEqual([0, expect.stringContaining('OK')]);
    expect(bind.out + bind.err).not.toMatch(/warning|ignor/i);
    const nsd = await looker.run('nsd-checkzone', ['office.example.com', file]);
    expect([nsd.code, nsd.out]).toEqual([0, expect.stringContaining('is ok')]);
  });

  it('holds each device once, two of the same name apart, at the addresses where they answered', () => {
    const ipp = zone.services.filter(({ type }) => type === '_ipp._tcp');
    expect(ipp.map(({ addresses, instance }) => [addresses, instance])).toEqual([
      [[first], odd],
      [
        [second], // its server saw the name taken, and chose another
        expect.stringMatching(/^Büro 3\. \(links\); "A" @ 50 \$ \(.+\)$/),
      ],
      [[office], expect.any(String)],
    ]);
    expect(new Set(ipp.map(({ instance }) => instance)).size).toBe(3);
    expect(ipp.every(({ basis }) => basis === 'heard')).toBe(true);
  });

  it('is answered by a name server as the segment answered, byte for byte in TXT', async () => {
    const domain = ['office', 'example', 'com'];
    expect((await ask(['b', '_dns-sd', '_udp', ...domain], PTR)).map(targetOf)).toEqual([domain]);
    const types = (await ask(['_services', '_dns-sd', '_udp', ...domain], PTR)).map((data) =>
      targetOf(data).slice(0, 2),
    );
    expect(types.map((labels) => labels.join('.')).sort()).toEqual(
      [...new Set(zone.services.map(({ type }) => type))].sort(),
    );
    for (const service of zone.services) {
      const browsed = (await ask([...service.type.split('.'), ...domain], PTR)).map(targetOf);
      const instance = [service.instance, ...service.type.split('.'), ...domain];
      // this server keeps names in small letters; they are equal to others (RFC 1035, section 2.3.3)
      expect(browsed.map(small)).toContainEqual(small(instance));
      const [srv, ...more] = await ask(instance, SRV);
      expect(more).toEqual([]);
      expect(srv).toMatchObject({ is: 'srv', port: service.port });
      const host = srv?.is === 'srv' ? labelsOf(srv.target) : [];
      expect(await ask(host, A)).toEqual(service.addresses.map((address) => ({ is: 'address', address })));
      const [txt] = await ask(instance, TXT);
      const strings = txt?.is === 'txt' ? txt.strings.map((bytes) => new TextDecoder().decode(bytes)) : [];
      expect(strings).toEqual(service.txt);
    }
    const heard = zone.services.find(({ addresses, type }) => addresses.includes(first) && type === '_ipp._tcp');
    expect(heard?.txt).toEqual(expect.arrayContaining(['rp=ipp/print', 'ty=EPSON WF-LAB']));
  });

  it('is empty, and says so, where nothing was ever found', async () => {
    const empty = await quietport(server, ['doctor', '--zone', 'example.com']);
    expect(empty.code).toBe(1);
    expect(empty.err).toContain('quietport find looks for devices');
    const wrong = await quietport(server, ['doctor', '--zone', 'no domain', '-o', 'json']);
    expect([wrong.code, wrong.out]).toEqual([2, expect.stringContaining('usage/bad-value')]);
  });

  /** The records that the name server gives, over TCP. */
  async function ask(labels: readonly string[], type: number): Promise<readonly DnsData[]> {
    const question = { name: nameOf(labels), type, class: 1, unicast: false };
    const query = encodeMessage({
      id: 7,
      flags: 0,
      questions: [question],
      answers: [],
      authorities: [],
      additionals: [],
    });
    const asked = await server.run(process.execPath, ['-e', `(${exchange})('${Buffer.from(query).toString('hex')}')`]);
    const decoded = decodeMessage(parseHex(asked.out.trim())!);
    if (!decoded.ok) throw new Error(decoded.error.code);
    return decoded.value.answers.filter((row) => row.type === type).map(({ data }) => data);
  }
});

function targetOf(data: DnsData): readonly string[] {
  return data.is === 'ptr' ? labelsOf(data.target) : [];
}

function small(labels: readonly string[]): readonly string[] {
  return labels.map((label) => label.toLowerCase());
}

async function serveZone(host: Host, zonefile: string): Promise<void> {
  const folder = join(host.folder, 'nsd');
  mkdirSync(folder, { recursive: true });
  const config = [
    'server:',
    '  ip-address: 10.35.9.1',
    '  username: ""',
    `  zonesdir: "${folder}"`,
    '  database: ""',
    `  pidfile: "${folder}/nsd.pid"`,
    `  xfrdfile: "${folder}/xfrd.state"`,
    `  xfrdir: "${folder}"`,
    `  zonelistfile: "${folder}/zone.list"`,
    `  cookie-secret-file: "${folder}/cookie"`,
    'remote-control:',
    '  control-enable: no',
    'zone:',
    '  name: office.example.com',
    `  zonefile: "${zonefile}"`,
  ].join('\n');
  writeFileSync(join(folder, 'nsd.conf'), `${config}\n`);
  const nsd = host.start('nsd', ['-d', '-c', join(folder, 'nsd.conf')]);
  await host.listens('tcp', 53, nsd);
}

/** One question over TCP, which has no limit of 512 bytes; prints the answer in hex. */
function exchange(query: string): void {
  const bytes = Buffer.from(query, 'hex');
  const socket = require('node:net').connect(53, '10.35.9.1');
  let heard = Buffer.alloc(0);
  socket.on('data', (part: Buffer) => {
    heard = Buffer.concat([heard, part]);
    if (heard.length < 2 || heard.length < 2 + heard.readUInt16BE(0)) return;
    console.log(heard.subarray(2).toString('hex'));
    socket.destroy();
  });
  socket.write(Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]));
}

const A = 1;
const PTR = 12;
const TXT = 16;
const SRV = 33;
