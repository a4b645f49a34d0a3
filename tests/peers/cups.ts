import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './lan.ts';
import { type Program, until } from './program.ts';

/** The socket of a host's own CUPS, as that host sees it. */
export const CUPS_SOCKET = '/run/cups/cups.sock';

/**
 * A CUPS scheduler of the host's own, with its socket and on the loopback of that host. As Debian sets it up: everybody
 * reads and prints, and who changes a queue must be root by the kernel's word (or know a password, and nobody has one).
 */
export async function startCups(host: Host): Promise<Program> {
  const folder = join(host.folder, 'cups');
  for (const name of ['etc', 'log', 'spool', 'cache']) mkdirSync(join(folder, name), { recursive: true });
  mkdirSync(join(host.folder, 'run', 'cups'), { recursive: true });
  // filters run as another user
  for (const path of [join(host.folder, '..'), host.folder]) chmodSync(path, 0o755);
  const rules = [
    ...[`Listen ${CUPS_SOCKET}`, 'Listen localhost:631', 'Browsing No', 'DefaultAuthType Basic', 'IdleExitTimeout 0'],
    ...['<Location />', 'Order allow,deny', 'Allow localhost', '</Location>'],
    ...['<Location /admin>', 'Order allow,deny', 'Allow localhost', '</Location>'],
    '<Policy default>',
    '<Limit CUPS-Add-Modify-Printer CUPS-Delete-Printer CUPS-Add-Modify-Class Pause-Printer Resume-Printer>',
    ...['AuthType Default', 'Require user @SYSTEM', 'Order deny,allow', '</Limit>'],
    ...['<Limit All>', 'Order deny,allow', '</Limit>', '</Policy>'],
  ];
  const places = [
    ...[`ServerRoot ${folder}/etc`, `CacheDir ${folder}/cache`, `RequestRoot ${folder}/spool`, 'StateDir /run/cups'],
    ...[`AccessLog ${folder}/log/access`, `ErrorLog ${folder}/log/error`, `PageLog ${folder}/log/page`],
    'SystemGroup root',
  ];
  writeFileSync(join(folder, 'etc', 'cupsd.conf'), `${rules.join('\n')}\n`);
  writeFileSync(join(folder, 'etc', 'cups-files.conf'), `${places.join('\n')}\n`);
  const scheduler = host.start('cupsd', [
    ...['-f', '-c', join(folder, 'etc', 'cupsd.conf')],
    ...['-s', join(folder, 'etc', 'cups-files.conf')],
  ]);
  await host.listens('tcp', 631, scheduler);
  return scheduler;
}

/** One of CUPS' own programs on that host; its failure is the test's. */
export async function cups(host: Host, command: string, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await host.run(command, ['-h', CUPS_SOCKET, ...args]);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${out}${err}`);
  return out;
}

/** Waits until CUPS' own list of jobs says this. */
export async function jobsSay(host: Host, wanted: RegExp): Promise<string> {
  let jobs = '';
  for (let i = 0; i < MOST_LOOKS && !wanted.test(jobs); i++) jobs = await cups(host, 'lpstat', '-W', 'all', '-o');
  await until(
    () => wanted.test(jobs),
    0,
    () => `no job ${wanted}: ${jobs}`,
  );
  return jobs;
}

const MOST_LOOKS = 100;
