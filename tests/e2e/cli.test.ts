import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const home = mkdtempSync(join(tmpdir(), 'quietport-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the program as a process', () => {
  it('says its version', () => {
    expect(run(['--version'])).toEqual({ status: 0, stdout: 'quietport 0.1.0\n', stderr: '' });
  });

  it('helps in 80 columns', () => {
    const { status, stdout } = run([]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: quietport COMMAND \[options\]\n/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('shows where each setting comes from', () => {
    const file = join(home, 'config', 'quietport', 'config.yaml');
    mkdirSync(join(home, 'config', 'quietport'), { recursive: true });
    writeFileSync(file, 'community: geheim\nrate: 20\n');
    const { status, stdout, stderr } = run(['config', '-o', 'csv', '--timeout', '5s']);
    rmSync(file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\r\n')).toEqual([
      'setting,value,from',
      `data,${home}/data/quietport,default`,
      'interfaces,lo,QUIETPORT_INTERFACES',
      `community,••••••,${file}:1`,
      "timeout,5s,'--timeout",
      `rate,20,${file}:2`,
      'exclude,,default',
      "output,csv,'--output",
      'color,auto,default',
      'i-own-this,false,default',
      'key,,default',
      `key-file,${home}/config/quietport/credentials.key,default`,
      'retention-raw,30d,default',
      'retention-hourly,2y,default',
      'approval,anybody,default',
      'mqtt-url,,default',
      'mqtt-user,,default',
      'mqtt-password,,default',
      'mqtt-prefix,quietport,default',
      'mqtt-discovery,homeassistant,default',
      'mqtt-virtual,false,default',
      '',
    ]);
  });

  it('gives one setting, and the path of the file to edit', () => {
    expect(run(['config', 'get', 'interfaces']).stdout).toBe('lo\n');
    expect(run(['config', 'path']).stdout).toBe(`${home}/config/quietport/config.yaml\n`);
    expect(JSON.parse(run(['config', 'get', 'rate', '--json']).stdout)).toEqual({
      schema: 'quietport/config@1',
      settings: [{ key: 'rate', value: 1000, sources: [{ from: 'default', where: '' }] }],
      files: [
        { path: `${home}/config/quietport/config.yaml`, of: 'user', found: false },
        { path: '/etc/quietport/config.yaml', of: 'system', found: expect.any(Boolean) },
      ],
    });
  });

  it('refuses a wrong command with a suggestion and exit 2', () => {
    expect(run(['cnofig'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'quietport: There is no command "cnofig". Did you mean "quietport config"?\n',
    });
  });

  it('ends quietly when nobody reads its output', () => {
    const { stdout } = spawnSync(
      'bash',
      ['-c', `"$0" "$@" | head -c 1; echo " \${PIPESTATUS[0]}"`, process.execPath, ...program, 'completion', 'bash'],
      options,
    );
    expect(stdout).toBe('# 0\n');
  });

  it('asks its command to end at the first interrupt, and ends at once at the second', async () => {
    // `deaf` never looks at its signal: only the second interrupt can end it
    expect(await interrupted('polite', 1)).toEqual({ code: 130, stdout: 'ready\nleft\n' });
    expect(await interrupted('deaf', 2)).toEqual({ code: 130, stdout: 'ready\nheard\n' });
  });
});

const program = ['--conditions=@quietport/source', '--import', 'tsx', 'packages/cli/src/main.ts'];
const options = {
  encoding: 'utf8',
  env: {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    QUIETPORT_INTERFACES: 'lo',
  },
} as const;

function run(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...args], options);
  return { status, stdout, stderr };
}

/** Runs a command that waits, and interrupts it each time it has said that it is there to be interrupted. */
async function interrupted(name: string, times: number): Promise<{ code: number | null; stdout: string }> {
  const child = spawn(process.execPath, [...program.slice(0, 3), 'tests/support/waiting-program.ts', name], {
    env: options.env,
  });
  let stdout = '';
  let sent = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (/(ready|heard)\n$/.test(stdout) && sent++ < times) child.kill('SIGINT');
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout };
}
