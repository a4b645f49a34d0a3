// The programs that the peers in tests/peers need, from Debian. Only root on a Debian can install them.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../steps/command.mjs';

/** Debian package → what proves that it is there: a command on the path, or a file. */
// libsane1 comes with sane-utils.
const NEEDED = {
  iproute2: 'ip',
  nftables: 'nft',
  procps: 'ps',
  tcpdump: 'tcpdump',
  tshark: 'tshark',
  nmap: 'nmap',
  snmp: 'snmpget',
  snmpd: 'snmpd',
  snmpsim: 'snmpsimd',
  'cups-ipp-utils': 'ippeveprinter',
  'cups-client': 'lpstat',
  'cups-daemon': 'cupsd',
  'avahi-daemon': 'avahi-daemon',
  'avahi-utils': 'avahi-browse',
  dbus: 'dbus-daemon',
  'sane-utils': 'scanimage',
  'sane-airscan': 'airscan-discover',
  'bind9-utils': 'named-checkzone',
  nsd: 'nsd',
  wsdd: 'wsdd',
  wsdd2: 'wsdd2',
  onesixtyone: 'onesixtyone',
  braa: 'braa',
  'iputils-ping': 'ping',
  curl: 'curl',
  gcc: 'gcc',
  'libc6-dev': '/usr/include/stdio.h',
  tmux: 'tmux',
  mosquitto: 'mosquitto',
  'mosquitto-clients': 'mosquitto_sub',
  prometheus: 'promtool',
  chromium: 'chromium',
  'netcat-openbsd': 'nc',
  'cups-bsd': 'lpr',
};
const POLICY = '/usr/sbin/policy-rc.d';
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

export const isRoot = () => process.getuid?.() === 0;

/** Installs what is missing where it may. Gives the packages that are still missing, and why. */
export async function ensurePeers() {
  const missing = missingPackages();
  if (missing.length === 0) return { missing, why: '' };
  if (!isRoot()) return { missing, why: 'only root can install them' };
  if (!existsSync('/usr/bin/apt-get')) return { missing, why: 'this is no Debian' };
  console.log(`Installing from Debian: ${missing.join(' ')}`);
  const undo = keepDaemonsStill();
  try {
    let result = await install(missing);
    if (result.code !== 0) {
      // Lists that are old or were never fetched: only now are they worth the time.
      await apt(['update', '-qq']);
      result = await install(missing);
    }
    const left = missingPackages();
    return { missing: left, why: left.length > 0 ? `apt-get ended with ${result.code}:\n${tail(result.output)}` : '' };
  } finally {
    undo();
  }
}

function missingPackages() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  const stands = (proof) =>
    proof.startsWith('/') ? existsSync(proof) : folders.some((folder) => existsSync(join(folder, proof)));
  return Object.keys(NEEDED).filter((name) => !stands(NEEDED[name]));
}

const install = (names) => apt(['install', '-y', '-qq', '--no-install-recommends', ...names]);

const apt = (args) => run('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });

/** A package that brings a daemon must not start it here: tests start their own, in namespaces. */
function keepDaemonsStill() {
  if (existsSync(POLICY)) return () => {};
  const undo = () => rmSync(POLICY, { force: true });
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  process.once('exit', undo);
  return () => {
    process.removeListener('exit', undo);
    undo();
  };
}

const tail = (text) => text.trimEnd().split('\n').slice(-8).join('\n');
