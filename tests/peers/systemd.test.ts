import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';

const UNIT = 'docs/deploy/systemd/quietport.service';
const NOBODY = 65_534;
/** Tenths. What is left is the network, the JavaScript engine's own code, and /proc, which `doctor` reads. */
const MOST_EXPOSED = 11;

/** Stands a service's sandbox up by hand, as far as that goes without systemd: mounts, user, capabilities. */
const SANDBOX = `set -e
state=$1 program=$2 trace=$3; shift 3
mkdir -p /run/state /run/program
mount --bind "$state" /run/state
mount --bind "$program" /run/program
mount --bind "$trace" /mnt
mount -t tmpfs none /tmp
mount -t tmpfs -o mode=000 none /home
mount -t tmpfs -o mode=000 none /root
mount -o remount,bind,ro /
cd /
exec strace -D -f -qq -o /mnt/calls "$@"`;

describe('the unit for systemd', () => {
  const lab = new Lab();
  let here: Host;

  beforeAll(() => {
    here = lab.host('here', lab.segment('lan'), '10.43.1.1/24');
  });
  afterAll(() => lab.end());

  it('is accepted by systemd without a word, and exposes no more than is written here', async () => {
    const verified = await here.run('systemd-analyze', ['verify', join(process.cwd(), UNIT)]);
    expect([verified.code, verified.out, verified.err]).toEqual([0, '', '']);
    const args = ['security', '--offline=true', '--no-pager', `--threshold=${MOST_EXPOSED}`, join(process.cwd(), UNIT)];
    const judged = await here.run('systemd-analyze', args);
    expect([judged.code, judged.out.split('\n').findLast((line) => line.includes('Overall'))]).toEqual([
      0,
      expect.stringMatching(/Overall exposure level for quietport\.service: \d\.\d OK/),
    ]);
    const strict = await here.run(
      'systemd-analyze',
      args.map((arg) => arg.replace(/=11$/, '=1')),
    );
    expect(strict.code).toBe(1);
  });

  it('starts what tools/lay-out.mjs lays out, from a path that it names', () => {
    const [, node, program] = /^ExecStart=(\S+) (\S+) serve/m.exec(readFileSync(UNIT, 'utf8')) ?? [];
    expect([node, program]).toEqual(['/usr/bin/node', '/usr/local/lib/quietport/bin/quietport.js']);
  });

  it('lets serve do all that it does: as nobody, without a capability, on a system that is read-only', async () => {
    const [state, trace, program] = ['state', 'trace', 'program'].map((name) => join(here.folder, name)) as [
      string,
      string,
      string,
    ];
    for (const folder of [join(here.folder, '..'), here.folder]) chmodSync(folder, 0o755);
    for (const folder of [state, trace]) {
      mkdirSync(folder);
      chownSync(folder, NOBODY, NOBODY);
    }
    execFileSync(process.execPath, ['tools/lay-out.mjs', program]);
    const drop = ['--reuid', '65534', '--regid', '65534', '--clear-groups', '--no-new-privs', '--bounding-set=-all'];
    const own = ['setpriv', ...drop, '--inh-caps=-all', '--ambient-caps=-all'];
    const run = [...own, process.execPath, '/run/program/bin/quietport.js', 'serve', '-o', 'name'];
    const served = here.start('sh', ['-c', SANDBOX, 'sh', state, program, trace, ...run], {
      HOME: '/',
      QUIETPORT_DATA: '/run/state',
      QUIETPORT_INTERFACES: 'eth0',
    });
    await served.says(/Quietport is at/, 60_000);
    await here.listens('tcp', 29_259, served);
    const asked = await here.run(process.execPath, [
      '--input-type=module',
      '-e',
      `for (const path of ['readyz', 'metrics', 'api/v1/listeners', 'api/v1/scope', '']) {
         const answer = await fetch('http://127.0.0.1:29259/' + path);
         console.log(answer.status, (await answer.text()).length > 10);
       }`,
    ]);
    expect(asked.out.trim().split('\n')).toEqual(Array.from({ length: 5 }, () => '200 true'));
    // until the first look is over
    const looked = await here.run(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const answer = await fetch('http://127.0.0.1:29259/api/v1/events');
         const events = setInterval(async () => {
           const { looks } = await (await fetch('http://127.0.0.1:29259/api/v1/looks')).json();
           if (looks.length > 0) process.exit(0);
         }, 500);
         for await (const _ of answer.body);`,
      ],
      {},
      90_000,
    );
    expect(looked.code).toBe(0);
    expect((await served.end('SIGINT')).err).not.toMatch(/EROFS|EPERM|EACCES|not permitted/i);

    const calls = readFileSync(join(trace, 'calls'), 'utf8');
    const used = new Set([...calls.matchAll(/^\d+ +(\w+)\(/gm)].map(([, name]) => name ?? ''));
    // before node there are the tracer's own child and setpriv
    const before = new Set([
      'capset',
      'setresuid',
      'setresgid',
      'setgroups',
      'setuid',
      'setgid',
      'setreuid',
      'setregid',
    ]);
    const allowed = allowedCalls();
    expect(used.size).toBeGreaterThan(40);
    expect([...used].filter((name) => !allowed.has(name) && !before.has(name))).toEqual([]);
    const families = new Set([...calls.matchAll(/\bsocket\((AF_\w+)/g)].map(([, name]) => name ?? ''));
    const [, granted = ''] = /^RestrictAddressFamilies=(.*)$/m.exec(readFileSync(UNIT, 'utf8')) ?? [];
    expect([...families].filter((name) => !granted.split(' ').includes(name))).toEqual([]);
    expect([...families]).toContain('AF_INET');
    rmSync(program, { recursive: true });
  }, 120_000);
});

/** The system calls that the unit's filter lets through, as this machine's systemd spells its groups out. */
function allowedCalls(): ReadonlySet<string> {
  const calls = new Set<string>();
  for (const [, list = ''] of readFileSync(UNIT, 'utf8').matchAll(/^SystemCallFilter=(.*)$/gm)) {
    const taken = list.startsWith('~');
    for (const name of list.replace('~', '').split(' ').flatMap(spelledOut)) {
      if (taken) calls.delete(name);
      else calls.add(name);
    }
  }
  // what systemd lets through whatever the list says
  for (const name of spelledOut('@default')) calls.add(name);
  return calls;
}

function spelledOut(name: string): string[] {
  if (!name.startsWith('@')) return [name];
  const text = execFileSync('systemd-analyze', ['--no-pager', 'syscall-filter', name], { encoding: 'utf8' });
  const members = text.split('\n').filter((line) => /^ {4}[@\w]/.test(line));
  return members.flatMap((line) => spelledOut(line.trim()));
}
