import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import type { Fault } from '@quietport/core/fault';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Options } from '../options.ts';
import { formatDays, formatDuration, parseDays, parseDuration } from './duration.ts';
import { configure } from './settings.ts';

const root = mkdtempSync(join(tmpdir(), 'quietport-settings-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('settings', () => {
  beforeEach(() => {
    write(userFile, '');
    write(systemFile, '');
  });

  it('have defaults', async () => {
    const { settings, sources } = await configured();
    expect(settings).toMatchObject({
      data: '/h/.local/share/quietport',
      rate: 1000,
      exclude: [],
      output: 'table',
      color: 'auto',
      iOwnThis: false,
    });
    expect(settings.interfaces).toBeUndefined();
    expect(settings.timeoutMs).toBeUndefined();
    expect([...sources.values()].flat().every(({ from }) => from === 'default')).toBe(true);
  });

  it('come from the option, else the variable, else the user, else the system', async () => {
    write(systemFile, 'rate: 1\n');
    expect(await rate()).toEqual([1, { from: 'system', where: `${systemFile}:1` }]);
    write(userFile, '# mine\n\nrate: 2\n');
    expect(await rate()).toEqual([2, { from: 'user', where: `${userFile}:3` }]);
    expect(await rate({}, { QUIETPORT_RATE: '3' })).toEqual([3, { from: 'environment', where: 'QUIETPORT_RATE' }]);
    expect(await rate({ rate: '4' }, { QUIETPORT_RATE: '3' })).toEqual([4, { from: 'option', where: '--rate' }]);
  });

  it('read every key of a file', async () => {
    write(
      userFile,
      'data: ~/inventory\ninterfaces: [eth0, wlan0]\ncommunity: 0815\ntimeout: 1.5s\nrate: 50\nexclude:\n  - 10.0.0.1-20\n  - fe80::1\noutput: json\ncolor: never\ni-own-this: true\n',
    );
    const { settings } = await configured();
    expect(settings).toMatchObject({
      data: '/h/inventory',
      interfaces: ['eth0', 'wlan0'],
      timeoutMs: 1500,
      rate: 50,
      exclude: ['10.0.0.1-20', 'fe80::1'],
      output: 'json',
      color: 'never',
      iOwnThis: true,
    });
    expect(settings.community.reveal()).toBe('0815');
  });

  it('take relative folders of a file from where the file is', async () => {
    write(userFile, 'data: here');
    expect((await configured()).settings.data).toBe(join(dirname(userFile), 'here'));
  });

  it('add exclusions up: who wrote one is not overruled', async () => {
    write(systemFile, 'exclude: 10.0.5.0/24');
    const { settings, sources } = await configured(
      { exclude: ['10.0.1.9'] },
      { QUIETPORT_EXCLUDE: '10.0.5.0/24, nas.local' },
    );
    expect(settings.exclude).toEqual(['10.0.1.9', '10.0.5.0/24', 'nas.local']);
    expect(sources.get('exclude')?.map(({ from }) => from)).toEqual(['option', 'environment', 'system']);
  });

  it('never print the community', async () => {
    const { settings } = await configured({}, { QUIETPORT_COMMUNITY: 'geheim' });
    expect(settings.community.reveal()).toBe('geheim');
    for (const printed of [
      String(settings.community),
      JSON.stringify(settings),
      inspect(settings),
      `${settings.community}`,
    ]) {
      expect(printed).not.toContain('geheim');
      expect(printed).toContain('••••••');
    }
  });

  it('take the key of the credentials from the environment alone, and never print it', async () => {
    const text = 'ab'.repeat(32);
    const { settings } = await configured({}, { QUIETPORT_KEY: text });
    expect(settings.key?.reveal()).toBe(text);
    expect(`${inspect(settings)} ${JSON.stringify(settings)}`).not.toContain(text);
    write(userFile, `key: ${text}\n`);
    const fault = await configured().catch((error: unknown) => error as Fault);
    expect(fault).toMatchObject({ code: 'config/bad-file' });
    expect((fault as Fault).text).not.toContain(text);
  });

  it("find the key's file beside the settings, where a person says, or in systemd's folder", async () => {
    expect((await configured()).settings.keyFile).toMatch(/\/quietport\/credentials\.key$/);
    write(userFile, 'key-file: ../keys/q.key\n');
    const { settings } = await configured({}, { CREDENTIALS_DIRECTORY: '/run/credentials/q.service' });
    expect(settings.keyFile).toBe(join(dirname(userFile), '..', 'keys', 'q.key'));
    expect(settings.credentialsFolder).toBe('/run/credentials/q.service');
    expect((await configured({}, { CREDENTIALS_DIRECTORY: 'here' })).settings.credentialsFolder).toBeUndefined();
    await expect(configured({}, { QUIETPORT_KEYFILE: 'x' })).rejects.toMatchObject({ code: 'config/unknown-variable' });
  });

  it.each([
    [
      'rate: fast',
      'line 1, column 7: rate does not take "fast". Give a whole number of packets a second, from 1 to 1000000',
    ],
    ['color: auto\nintrefaces: lo', 'line 2, column 1: there is no setting "intrefaces"; did you mean "interfaces"?'],
    ['zebra: 1', 'line 1, column 1: there is no setting "zebra"'],
    ['rate: [1, 2]', 'line 1, column 7: rate takes one value'],
    ['exclude:\n  - a: b', 'line 2, column 5: exclude takes a value or a list of values'],
    ['rate: 1\nrate: 2', 'line 2, column 1: map keys must be unique'],
    ['- rate', 'line 1, column 1: settings are written as "key: value"'],
    ['rate:', 'line 1, column 6: rate takes one value'],
    ['community: ""', 'line 1, column 12: community does not take "". Give a text that is not empty'],
    ['a: &x [*x]', 'line 1, column 1: there is no setting "a"'],
  ])('name the place of what is wrong in %j', async (text, detail) => {
    write(userFile, text);
    expect((await fault()).text).toBe(`The settings in ${userFile} cannot be read: ${detail}.`);
  });

  it('name the variable or the option that is wrong', async () => {
    expect((await fault({}, { QUIETPORT_TIMEOUT: '5' })).text).toBe('QUIETPORT_TIMEOUT does not take "5".');
    expect((await fault({ rate: '0' })).text).toBe('--rate does not take "0".');
    expect((await fault({}, { QUIETPORT_INTERFACES: '' })).text).toBe('QUIETPORT_INTERFACES does not take "".');
  });

  it('refuse a variable that nearly is one of ours: a limit must not slip', async () => {
    expect(await fault({}, { QUIETPORT_INTERFACE: 'lo' })).toMatchObject({
      code: 'config/unknown-variable',
      next: 'Did you mean QUIETPORT_INTERFACES? Rename or unset it.',
    });
    expect((await configured({}, { QUIETPORT_SOMETHING_ELSE: '1' })).settings.rate).toBe(1000);
  });

  it('want the file that is named, and read it in place of the usual one', async () => {
    write(userFile, 'rate: 2');
    expect((await fault({ config: join(root, 'none.yaml') })).text).toContain('there is no such file');
    const other = join(root, 'other.yaml');
    write(other, 'rate: 9');
    expect((await rate({ config: other }))[0]).toBe(9);
    expect((await rate({}, { QUIETPORT_CONFIG: other }))[0]).toBe(9);
    expect((await fault({ config: root })).text).toContain('it is a folder');
  });

  it('follow the XDG folders where these are absolute', async () => {
    expect((await configured({}, { XDG_DATA_HOME: '/d' })).settings.data).toBe('/d/quietport');
    expect((await configured({}, { XDG_DATA_HOME: 'd' })).settings.data).toBe('/h/.local/share/quietport');
  });

  it('say so where a file may not be read', async () => {
    chmodSync(userFile, 0);
    const mayRead = process.getuid?.() === 0;
    const outcome = await configured().then(
      () => 'read',
      (error: Fault) => error.text,
    );
    chmodSync(userFile, 0o600);
    expect(outcome).toBe(mayRead ? 'read' : `The settings in ${userFile} cannot be read: permission denied.`);
  });
});

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['5s', 5000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['0.25s', 250],
  ] as const)('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
    expect(parseDuration(formatDuration(ms))).toBe(ms);
  });

  it.each(['', '5', 's', '-1s', '1 s', '0s', '1e3s', '5S', '999999999h'])('is not %j', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );
});

const userFile = join(root, 'config', 'quietport', 'config.yaml');
const systemFile = join(root, 'etc', 'config.yaml');

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

type Given = Readonly<Record<string, string | readonly string[]>>;

function configured(options: Given = {}, environment: Readonly<Record<string, string>> = {}) {
  return configure(
    new Options(new Map(Object.entries(options))),
    { HOME: '/h', XDG_CONFIG_HOME: join(root, 'config'), ...environment },
    systemFile,
  );
}

async function rate(options?: Given, environment?: Readonly<Record<string, string>>) {
  const { settings, sources } = await configured(options, environment);
  return [settings.rate, sources.get('rate')?.[0]];
}

async function fault(options?: Given, environment?: Readonly<Record<string, string>>): Promise<Fault> {
  return configured(options, environment).then(
    () => expect.fail('settings were taken'),
    (error: Fault) => error,
  );
}

describe('days', () => {
  it.each([
    ['30d', 30],
    ['1d', 1],
    ['2y', 730],
    ['100y', 36_500],
  ])('%s', (text, days) => {
    expect(parseDays(text)).toBe(days * 86_400_000);
    expect(formatDays(days * 86_400_000)).toBe(text);
  });

  it.each(['', '0d', '5', '3w', '1.5d', '-1d', '101y', '99999d'])('%j is none', (text) => {
    expect(parseDays(text)).toBeUndefined();
  });
});
