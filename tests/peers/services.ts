import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './lan.ts';
import type { Program } from './program.ts';

/** D-Bus and Avahi of the host's own: for a printer that announces itself, and for a client that browses. */
export async function startAvahi(host: Host, families?: 'with IPv6'): Promise<void> {
  mkdirSync(join(host.folder, 'run', 'dbus'), { recursive: true });
  const bus = host.start('dbus-daemon', ['--system', '--nofork', '--nopidfile', '--print-address']);
  await bus.says(/unix:path=/);
  const config = join(host.folder, 'avahi.conf');
  writeFileSync(
    config,
    `[server]\nhost-name=${host.name}\nuse-ipv4=yes\nuse-ipv6=${families ? 'yes' : 'no'}\n[publish]\npublish-workstation=no\n`,
  );
  const avahi = host.start('avahi-daemon', ['-f', config, '--no-chroot', '--no-drop-root', '--no-rlimits']);
  await avahi.says(/startup complete/);
}

/** CUPS' IPP Everywhere printer. It needs Avahi on the same host, and no `-n`: a name without IPv6 ends it. */
export async function startIppPrinter(host: Host, name: string, args: readonly string[]): Promise<Program> {
  const spool = join(host.folder, 'spool');
  mkdirSync(spool, { recursive: true });
  const formats = 'application/pdf,image/jpeg,image/urf,image/pwg-raster';
  const port = String(IPP_PRINTER_PORT);
  const printer = host.start('ippeveprinter', ['-v', '-p', port, '-d', spool, '-f', formats, ...args, name]);
  await host.listens('tcp', IPP_PRINTER_PORT, printer);
  return printer;
}

/** net-snmp's agent with a configuration of ours; without a community it speaks version 3 alone. */
export async function startSnmpd(
  host: Host,
  lines: readonly string[],
  community: 'public' | 'no community' = 'public',
): Promise<Program> {
  const config = join(host.folder, 'snmpd.conf');
  const open = community === 'public' ? ['rocommunity public'] : [];
  writeFileSync(config, `${['agentAddress udp:161', ...open, ...lines].join('\n')}\n`);
  const agent = host.start('snmpd', ['-f', '-C', '-c', config, '-Lo', '-I', '-smux'], {
    SNMP_PERSISTENT_DIR: join(host.folder, 'snmp'),
  });
  await host.listens('udp', 161, agent);
  return agent;
}

/** snmpsim with one recording as community `public`. It drops to nobody and then writes its index. */
export async function startSnmpsim(host: Host, recording: string): Promise<Program> {
  const data = join(host.folder, 'snmpsim');
  const cache = join(data, 'cache');
  for (const folder of [data, cache]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(data, 'public.snmprec'), recording);
  for (const path of [data, cache, join(data, 'public.snmprec')]) chownSync(path, NOBODY, NOBODY);
  for (const path of [join(host.folder, '..'), host.folder]) chmodSync(path, 0o755);
  // bound to one address it would hear no broadcast
  const agent = host.start('snmpsimd', [
    `--data-dir=${data}`,
    `--cache-dir=${cache}`,
    '--agent-udpv4-endpoint=0.0.0.0:161',
    '--process-user=nobody',
    '--process-group=nogroup',
  ]);
  await host.listens('udp', 161, agent);
  return agent;
}

export const IPP_PRINTER_PORT = 8631;
const NOBODY = 65_534;
