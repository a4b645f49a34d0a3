import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltProgram, type Ended } from '../support/built-program.ts';
import { hasTerminals, typeAt } from '../support/terminal-program.ts';

const program = new BuiltProgram();
afterAll(() => program.remove());

const secrets = ['open sesame 31', 'let me look please', 'nobody listens here', 'typed by hand 08', 'a second one 77'];
const sealed = join(program.home, 'data', 'quietport', 'credentials', 'keys.sealed');
const keyFile = join(program.home, '.config', 'quietport', 'credentials.key');
const said: string[] = [];

/** Runs it, and keeps all that it said. */
async function run(input: string | undefined, ...args: readonly string[]): Promise<Ended> {
  const ended = await program.runWith(input, ...args);
  said.push(ended.stdout, ended.stderr);
  return ended;
}

const add = (name: string, input: string, ...more: readonly string[]) =>
  run(input, 'credentials', 'add', name, '--kind', 'snmp-community', '--scope', '127.0.0.0/8', ...more);

describe('credentials', () => {
  it('come on standard input or from a file, and are listed without their secrets', async () => {
    expect(await run(undefined, 'credentials')).toMatchObject({ code: 0, stdout: '' });
    expect(await add('office', `${secrets[0]}\n`)).toMatchObject({ code: 0 });
    const file = join(program.home, 'two-lines');
    writeFileSync(file, `${secrets[1]}\n${secrets[2]}\n`, { mode: 0o644 });
    const user = ['--kind', 'snmp-user', '--user', 'monitor', '--auth', 'sha256', '--privacy', 'aes128'];
    const from = await run(
      '',
      'credentials',
      'add',
      'v3',
      ...user,
      '--scope',
      'everywhere',
      '--from',
      file,
      '-o',
      'json',
    );
    expect(from.code).toBe(0);
    expect(from.stderr).toBe(`${file} can be read by others: remove it, or chmod 600 ${file}\n`);
    expect(JSON.parse(from.stdout)).toEqual({
      schema: 'quietport/credential@1',
      name: 'v3',
      kind: 'snmp-user',
      scope: ['everywhere'],
      order: 2,
      user: 'monitor',
      auth: 'sha256',
      privacy: 'aes128',
      context: null,
      changedAt: expect.stringMatching(/^20.*Z$/),
      doors: [],
    });
    rmSync(file);
    const csv = await run(undefined, 'credentials', '-o', 'csv', '--columns', 'order,name,kind,user,security,scope');
    expect(csv.stdout.split('\r\n')).toEqual([
      'order,name,kind,user,security,scope',
      '1,office,snmp-community,,,127.0.0.0/8',
      '2,v3,snmp-user,monitor,sha256 aes128,everywhere',
      '',
    ]);
    for (const output of ['table', 'wide', 'json', 'ndjson', 'name'])
      expect((await run(undefined, 'credentials', '-o', output)).code).toBe(0);
    expect(statSync(sealed).mode & 0o777).toBe(0o600);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });

  it.skipIf(!hasTerminals)('are typed on a terminal without being shown, twice, the same both times', async () => {
    const { code, shown } = await typeAt(
      program.line('credentials', 'add', 'typed', '--kind', 'snmp-community', '--scope', '127.0.0.1'),
      program.env,
      [
        { wait: 'community (not shown while you type):', type: `${secrets[3]}\r` },
        { wait: 'once more:', type: `${secrets[4]}\r` },
        { wait: 'These two differ.', type: '' },
        // a slip and an arrow on the way
        { wait: 'community (not shown while you type):', type: `${secrets[3]}x\x7f\x1b[D\r` },
        { wait: 'once more:', type: `${secrets[3]}\r` },
      ],
    );
    said.push(shown);
    expect({ code, shown }).toMatchObject({ code: 0, shown: expect.stringContaining('snmp-community') });
  });

  it.skipIf(!hasTerminals)('are not kept where the person interrupts', async () => {
    const { code } = await typeAt(
      program.line('credentials', 'add', 'never', '--kind', 'snmp-community', '--scope', '127.0.0.1'),
      program.env,
      [{ wait: 'not shown while you type', type: `${secrets[4]}\x03` }],
    );
    expect(code).toBe(130);
    expect((await run(undefined, 'credentials', '-o', 'name')).stdout).not.toContain('never');
  });

  it('of many writers at once are all kept', async () => {
    const names = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
    const ended = await Promise.all(names.map((name) => add(name, secrets[0]!)));
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(names.map(() => ({ code: 0, stderr: '' })));
    const listed = (await run(undefined, 'credentials', '-o', 'name')).stdout.trim().split('\n');
    expect(listed).toEqual(expect.arrayContaining(names));
    for (const name of names) expect((await run(undefined, 'credentials', 'remove', name)).code).toBe(0);
  });

  it.each([
    [['add', 'x y', '--kind', 'login', '--scope', 'everywhere', '--user', 'u'], 2, 'is no name for credentials'],
    [['add', 'x', '--scope', 'everywhere'], 2, 'The option --kind is missing'],
    [['add', 'x', '--kind', 'login', '--user', 'u'], 2, 'The option --scope is missing'],
    [['add', 'x', '--kind', 'login', '--scope', 'everywhere'], 2, 'The kind login wants --user'],
    [['add', 'x', '--kind', 'snmp-community', '--scope', 'everywhere', '--auth', 'md5'], 2, 'is nothing for the kind'],
    [
      ['add', 'x', '--kind', 'snmp-user', '--user', 'u', '--scope', 'everywhere', '--privacy', 'des'],
      2,
      'wants --auth',
    ],
    [['add', 'x', '--kind', 'snmp-community', '--scope', 'no-such-device'], 2, 'No device in the inventory'],
    [['add', 'office', '--kind', 'snmp-community', '--scope', 'everywhere'], 6, 'There are credentials named "office"'],
    [['show', 'nobody'], 2, 'There are no credentials named "nobody"'],
    [['remove', 'nobody'], 2, 'There are no credentials named "nobody"'],
    [['change', 'office'], 2, 'There is nothing to change'],
    [['show'], 2, 'The argument <name> is missing'],
    [['pins', 'x'], 2, 'pins takes 0 arguments and no more'],
    [['test', 'office', '127.9.9.9,'], 2, 'is not one host'],
    [['test', 'office', '10.1.2.3'], 2, 'The credentials "office" are not for 10.1.2.3: their scope is 127.0.0.0/8.'],
    [['pin', 'nobody'], 2, 'No device in the inventory'],
    [['unpin', 'nobody'], 2, 'No certificate is pinned for nobody'],
    [['pin', 'x', '--fingerprint', 'aa'], 2, 'The SHA-256 of the certificate'.slice(4)],
  ])('%j is refused in a sentence', async (args, code, sentence) => {
    const ended = await run('some secret of mine', 'credentials', ...args);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).not.toContain('some secret of mine');
  });

  it.each([
    ['', 'There are 0 lines in standard input, wanted are 1'],
    ['one\ntwo\n', 'There are 2 lines in standard input, wanted are 1'],
    ['with\x07bell', 'has control characters'],
  ])('a secret that is none (%j) is refused without being repeated', async (input, sentence) => {
    const ended = await add('bad', input);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
  });
});

describe('on the virtual fleet', () => {
  let fleet: Awaited<ReturnType<BuiltProgram['startFleet']>>;
  let looked: Ended;
  let address: string;
  beforeAll(async () => {
    fleet = await program.startFleet();
    looked = await run(undefined, 'find', '--methods', 'snmp', '-o', 'json');
    const found = JSON.parse(looked.stdout) as Found;
    address = found.devices.find(({ facts }) => facts['model'] !== undefined)!.interfaces[0]!.addresses[0]!;
  });
  afterAll(() => fleet?.end());

  it('a look says beforehand what it may try, and a test says what came of it', async () => {
    expect(looked.stderr).toMatch(
      /keys not yet known to work may be shown \(office, typed, v3\): at most 3 to a device/,
    );
    const shown = JSON.parse((await run(undefined, 'credentials', 'show', 'office', '-o', 'json')).stdout) as Shown;
    // a wrong community is met with silence
    expect(shown.doors.length).toBeGreaterThan(3);
    expect(new Set(shown.doors.map(({ outcome }) => outcome))).toEqual(new Set(['tried']));
    expect(await run(undefined, 'credentials', 'test', 'office', address)).toMatchObject({
      code: 1,
      stdout: `${address} gave no answer to "office", which says neither yes nor no. It answers without it.\n`,
    });
    await run(undefined, 'credentials', 'test', 'office', address);
    const enough = await run(undefined, 'credentials', 'test', 'office', address, '-o', 'json');
    expect(enough.code).toBe(4);
    expect(JSON.parse(enough.stdout)).toMatchObject({ error: { code: 'credentials/enough-tries' } });
    const nobody = await run(undefined, 'credentials', 'test', 'office', '127.3.3.3', '-o', 'json');
    expect(JSON.parse(nobody.stdout)).toMatchObject({ schema: 'quietport/credential-test@1', answered: false });
    expect(nobody.code).toBe(3);
  });

  it('a certificate is pinned by its fingerprint, listed, and let go', async () => {
    const fingerprint = 'ab:'.repeat(32).slice(0, -1);
    expect((await run(undefined, 'credentials', 'pin', address, '--fingerprint', fingerprint)).code).toBe(0);
    const { pins } = JSON.parse((await run(undefined, 'credentials', 'pins', '-o', 'json')).stdout) as Pins;
    expect(pins).toEqual([
      { device: expect.any(String), port: null, fingerprint: 'ab'.repeat(32), pinnedAt: expect.any(String) },
    ]);
    expect(await run(undefined, 'credentials', 'unpin', address)).toMatchObject({ code: 0, stdout: 'removed 1 pin\n' });
    const none = await run(undefined, 'credentials', 'pin', address, '--timeout', '20s');
    expect(none).toMatchObject({ code: 3, stderr: expect.stringContaining(`${address} shows no certificate.`) });
  });
});

describe('what is kept and said', () => {
  it('holds no secret: as text, hex or base64 at any offset', () => {
    const files = readdirSync(program.home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThanOrEqual(4);
    const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
    const haystack = [...texts, ...said].join('\n');
    expect(said.join('').length).toBeGreaterThan(1_000);
    for (const secret of secrets)
      for (const form of formsOf(secret)) expect(haystack.includes(form), `${secret} as ${form}`).toBe(false);
  });

  it('is not opened where others can read the key, with another key, or after a change by another hand', async () => {
    chmodSync(keyFile, 0o644);
    for (const command of [['credentials'], ['find', '127.0.0.1']])
      expect(await run(undefined, ...command)).toMatchObject({
        code: 4,
        stderr: expect.stringContaining(`The key file ${keyFile} is not for its owner alone: its mode is 0644.`),
      });
    expect(await doctorOnCredentials()).toMatchObject({
      state: 'problem',
      action: expect.stringContaining('chmod 600'),
    });
    chmodSync(keyFile, 0o600);
    expect(await doctorOnCredentials()).toMatchObject({ state: 'ok', text: expect.stringContaining('3 sets') });
    const good = readFileSync(sealed);
    const key = spawnSync(process.execPath, ['packages/cli/bin/quietport.js', 'credentials'], {
      env: { ...program.env, QUIETPORT_KEY: 'ab'.repeat(32) },
      encoding: 'utf8',
    });
    expect(key).toMatchObject({ status: 4, stderr: expect.stringContaining('was sealed with another key') });
    writeFileSync(sealed, good.toString().replace(/"sealed":"..../, '"sealed":"AAAA'));
    const before = readFileSync(sealed);
    expect(await add('more', 'x')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('changed by another hand'),
    });
    expect(readFileSync(sealed)).toEqual(before);
    writeFileSync(sealed, good);
    expect((await run(undefined, 'credentials', '-o', 'name')).stdout).toContain('office');
  });
});

async function doctorOnCredentials(): Promise<object | undefined> {
  const { checks } = JSON.parse((await run(undefined, 'doctor', '-o', 'json')).stdout) as {
    readonly checks: readonly { readonly check: string }[];
  };
  return checks.find(({ check }) => check === 'credentials');
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : shift + 1, -4),
  );
  return [secret, bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...shifted];
}

interface Found {
  readonly devices: readonly {
    readonly facts: Readonly<Record<string, unknown>>;
    readonly interfaces: readonly { readonly addresses: readonly string[] }[];
  }[];
}
interface Shown {
  readonly doors: readonly { readonly outcome: string }[];
}
interface Pins {
  readonly pins: readonly object[];
}
