import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endCapture, startCapture } from './capture.ts';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import { at, factsOf, find, quietport } from './quietport.ts';
import { startSnmpd } from './services.ts';

const COMMUNITY = 'notforeverybody';
const AUTH = 'who goes there';
const PRIVACY = 'nobody listens';

interface Shown {
  readonly doors: readonly { readonly door: string; readonly outcome: string; readonly why: string | null }[];
}

describe("credentials against net-snmp's agents and a TLS server", () => {
  const lab = new Lab();
  let looker: Host;
  let closed: Host;
  let keyed: Host;
  let stranger: Host;
  let server: Program;

  beforeAll(async () => {
    const segment = lab.segment('keys');
    looker = lab.host('looker', segment, '10.44.1.1/24');
    closed = lab.host('closed', segment, '10.44.1.2/24');
    keyed = lab.host('keyed', segment, '10.44.1.3/24');
    stranger = lab.host('stranger', segment, '10.44.1.200/24');
    const user = `createUser monitor SHA-256 "${AUTH}" AES "${PRIVACY}"`;
    await startSnmpd(closed, [`rocommunity ${COMMUNITY}`, 'sysName CLOSED'], 'no community');
    await startSnmpd(keyed, [user, 'rouser monitor priv', 'sysName KEYED'], 'no community');
    await startSnmpd(stranger, ['sysName STRANGER']);
    await give('wrong', 'a wrong one', '--kind', 'snmp-community', '--scope', '10.44.1.2', '--order', '1');
    await give('office', COMMUNITY, '--kind', 'snmp-community', '--scope', '10.44.1.0/26', '--order', '2');
    const kind = ['--kind', 'snmp-user', '--user', 'monitor', '--auth', 'sha256', '--privacy', 'aes128'];
    await give('v3', `${AUTH}\n${PRIVACY}`, ...kind, '--scope', '10.44.1.3');
    await give('old', `${AUTH} once\n${PRIVACY}`, ...kind, '--scope', '10.44.1.3', '--order', '1');
    server = await startTls('first');
  }, 60_000);
  afterAll(() => lab.end());

  it('open what is closed, and nobody outside of their scope hears of them', async () => {
    const capture = await startCapture(looker);
    const found = await find(looker, ['10.44.1.2', '10.44.1.3', '10.44.1.200']);
    const { datagrams } = await endCapture(looker, capture);
    expect(factsOf(at(found, '10.44.1.2')[0])['name']).toBe('CLOSED');
    expect(factsOf(at(found, '10.44.1.3')[0])['name']).toBe('KEYED');
    expect(factsOf(at(found, '10.44.1.200')[0])['name']).toBe('STRANGER');
    expect(found.troubles).toEqual([expect.stringMatching(/^10\.44\.1\.3 does not open to the key "old": .*wrong/)]);
    const hex = (text: string) => Buffer.from(text).toString('hex');
    expect([...datagrams].some((payload) => payload.includes(hex(COMMUNITY)))).toBe(true);
    const to = await looker.run('tshark', [
      '-r',
      capture.path,
      '-n',
      '-T',
      'fields',
      '-e',
      'ip.dst',
      '-e',
      'udp.payload',
    ]);
    const heard = to.out.split('\n').filter((line) => line.startsWith('10.44.1.200\t'));
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.join()).not.toContain(hex(COMMUNITY));
    expect(heard.join()).not.toContain(hex('monitor'));
  });

  it('are remembered where they worked: the next look shows no other key there', async () => {
    const again = await quietport(looker, ['find', '10.44.1.2', '10.44.1.3', '-o', 'json']);
    expect(again.code).toBe(0);
    const capture = await startCapture(looker);
    await find(looker, ['10.44.1.2', '10.44.1.3']);
    const { datagrams } = await endCapture(looker, capture);
    expect([...datagrams].join()).not.toContain(Buffer.from('a wrong one').toString('hex'));
    expect((await shown('office')).doors).toContainEqual(expect.objectContaining({ outcome: 'worked' }));
    expect((await shown('v3')).doors).toContainEqual(expect.objectContaining({ outcome: 'worked' }));
    expect((await shown('old')).doors).toContainEqual(
      expect.objectContaining({ outcome: 'refused', why: expect.stringContaining('wrong') }),
    );
  });

  it('are tested one by one, with an exit code for each end', async () => {
    const test = async (name: string, host: string) =>
      (await quietport(looker, ['credentials', 'test', name, host])).code;
    expect(await test('office', '10.44.1.2')).toBe(0);
    expect(await test('v3', '10.44.1.3')).toBe(0);
    expect(await test('old', '10.44.1.3')).toBe(4);
    expect(await test('wrong', '10.44.1.2')).toBe(1);
    expect(await test('office', '10.44.1.200')).toBe(2);
    expect(await test('office', '10.44.1.9')).toBe(3);
  });

  it('a certificate that is not the pinned one is reported by the next look', async () => {
    const pinned = await quietport(looker, ['credentials', 'pin', '10.44.1.3', '-o', 'csv']);
    const fingerprint = fingerprintOf('first');
    expect(pinned.out.split('\r\n')[1]).toContain(`,443,${fingerprint},`);
    expect((await find(looker, ['10.44.1.3'])).troubles).toEqual([]);
    await server.end();
    server = await startTls('second');
    const [trouble] = (await find(looker, ['10.44.1.3'])).troubles;
    expect(trouble).toContain(`shows a certificate that is not the pinned one: SHA-256 ${fingerprintOf('second')}.`);
    await quietport(looker, ['credentials', 'pin', '10.44.1.3']);
    expect((await find(looker, ['10.44.1.3'])).troubles).toEqual([]);
  }, 120_000);

  it('stand in no file of the looker, as text or hex or base64', () => {
    const home = join(looker.folder, 'home');
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const text = files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1')).join('\n');
    expect(text).toContain('KEYED');
    for (const secret of [COMMUNITY, AUTH, PRIVACY]) {
      const bytes = Buffer.from(secret);
      for (const form of [secret, bytes.toString('hex'), bytes.toString('base64').slice(0, -4)])
        expect(text.includes(form), form).toBe(false);
    }
  });

  async function give(name: string, secret: string, ...more: readonly string[]): Promise<void> {
    const file = join(looker.folder, 'secret');
    writeFileSync(file, secret, { mode: 0o600 });
    const ran = await quietport(looker, ['credentials', 'add', name, ...more, '--from', file]);
    if (ran.code !== 0) throw new Error(`${name}: exit ${ran.code} ${ran.err}`);
  }

  async function shown(name: string): Promise<Shown> {
    return JSON.parse((await quietport(looker, ['credentials', 'show', name, '-o', 'json'])).out) as Shown;
  }

  /** A server with a certificate of that name on 443. */
  async function startTls(name: string): Promise<Program> {
    const [key, certificate] = [join(keyed.folder, `${name}.key`), join(keyed.folder, `${name}.pem`)];
    const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', `/CN=${name}`];
    spawnSync('openssl', [...make, '-keyout', key, '-out', certificate]);
    const started = keyed.start('openssl', ['s_server', '-accept', '443', '-key', key, '-cert', certificate, '-www']);
    await keyed.listens('tcp', 443, started);
    return started;
  }

  function fingerprintOf(name: string): string {
    const args = ['x509', '-in', join(keyed.folder, `${name}.pem`), '-noout', '-fingerprint', '-sha256'];
    return spawnSync('openssl', args, { encoding: 'utf8' })
      .stdout.replace(/^.*=/, '')
      .replaceAll(':', '')
      .trim()
      .toLowerCase();
  }
});
