import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCapture } from './capture.ts';
import { type Host, Lab } from './lan.ts';
import { documentOf, find, quietport, startQuietport } from './quietport.ts';
import { column, fieldsOf, type Shown } from './tshark-fields.ts';

/** Q 0010 of 03/00, token 01 02: the frame `query-status` of the profile's vectors. */
const STATUS = '4e43445032510300001000000007a2004201020101';
const list = `devices:
  till:
    kind: pos-printer
    make-and-model: EPSON TM-U220
    serial: 0815
  plates:
    kind: label-printer
    make-and-model: EPSON TM-L90
`;

/** What tcpdump wrote while a finder, a server and OpenSSL spoke NCDP/2, and a virtual Epson ENPC. */
describe('the dissector on a wire', () => {
  const lab = new Lab();
  let looker: Host;
  let keyed: readonly string[];
  let path: string;
  let rows: readonly (readonly Shown[])[];

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.36.1.1/24');
    const server = lab.host('server', segment, '10.36.1.2/24');
    const office = lab.host('office', segment, '10.36.1.3/24');
    const file = join(server.folder, 'devices.yaml');
    writeFileSync(file, list);
    const announce = startQuietport(server, ['announce', '--devices', file, '-i', 'eth0']);
    await announce.says(/announced\. Ctrl-C/, 30_000);
    const fleet = startQuietport(office, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'till']);
    await fleet.says(/Ctrl-C ends them/);
    const capture = await startCapture(looker);
    await find(looker);
    const keys = join(looker.folder, 'keys.log');
    const client = 'timeout 4 openssl s_client -connect 10.36.1.2:3259 -alpn ncdp/2 -quiet -keylogfile "$1"';
    const asked = await looker.run('bash', ['-c', `(printf %s "$0" | xxd -r -p; sleep 1) | ${client}`, STATUS, keys]);
    expect(asked.out).toContain('NCDP2q');
    await capture.program.end('SIGINT');
    path = capture.path;
    keyed = ['-o', `tls.keylog_file:${keys}`];
    rows = fieldsOf(path, keyed);
  });
  afterAll(() => lab.end());

  it('takes every frame for whole, and knows the request of every reply', () => {
    const frames = rows.filter((row) => row.some(({ name }) => name === 'ncdp2'));
    const value = (row: readonly Shown[], name: string) => row.find((one) => one.name === `ncdp2.${name}`)?.value;
    expect(frames.flat().filter(({ name }) => name.startsWith('_ws.expert'))).toEqual([]);
    const replies = frames.filter((row) => Number.parseInt(value(row, 'letter') ?? '', 16) >= 0x61);
    expect(replies.length).toBeGreaterThan(2);
    for (const row of replies) expect(row.some(({ name }) => name === 'ncdp2.response_to')).toBe(true);
    const models = frames.flat().filter(({ name }) => name === 'ncdp2.attribute');
    for (const model of ['EPSON TM-U220', 'EPSON TM-L90'])
      expect(models.some(({ show }) => show === `printer-make-and-model: ${model}`)).toBe(true);
  });

  it('reads what went over TLS with the keys that OpenSSL wrote down', () => {
    const infos = column(path, 'Info', [...keyed, '-Y', 'tls && ncdp2']);
    expect(infos.join(' | ')).toMatch(/^Q status 03\/00 \| q status 03\/00: (partly )?done$/);
    expect(column(path, 'Info', ['-Y', 'tls && ncdp2'])).toEqual(['']);
  });

  it('reads ENPC beside it', () => {
    const infos = column(path, 'Info', ['-Y', 'enpc && enpc.response_to']);
    expect(infos).toEqual(expect.arrayContaining([expect.stringMatching(/^q .* 03\/00: normal end, TM-/)]));
    const experts = rows.filter((row) => row.some(({ name }) => name === 'enpc')).flat();
    expect(experts.some(({ name }) => name === 'enpc.truncated')).toBe(false);
  });

  it('goes with a zone that names the server once for both of its devices', async () => {
    const zone = documentOf<{ readonly services: readonly { type: string; instance: string; port: number }[] }>(
      await quietport(looker, ['doctor', '--zone', 'example.com', '-o', 'json']),
    );
    const servers = zone.services.filter(({ type }) => type === '_ncdp2._udp');
    expect(servers).toEqual([expect.objectContaining({ instance: 'NCDP/2 at 10.36.1.2', port: 3259 })]);
  });
});
