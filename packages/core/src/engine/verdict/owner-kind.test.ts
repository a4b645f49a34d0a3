import { describe, expect, it } from 'vitest';
import type { LocalSocket, OwnerKind } from '../../model/listener.ts';
import { classifyOwner, ownerRules } from './owner-kind.ts';

const policy = { clients: { from: 32_768, to: 60_999 } };
const socket: LocalSocket = {
  transport: 'tcp',
  family: 'ipv4',
  address: '0.0.0.0',
  port: 3259,
  exposure: 'all',
  state: 'listening',
  dualStack: null,
  pid: 700,
  pids: [700],
  process: null,
  executable: null,
  replaced: false,
  script: null,
  user: 'root',
  uid: 0,
  package: null,
  unit: null,
  container: null,
  ownerVisible: true,
  ownerGap: null,
  namespace: null,
  forwardsTo: null,
  signer: null,
};
const run = (executable: string, more: Partial<LocalSocket> = {}): LocalSocket => ({
  ...socket,
  executable,
  process: executable.split(/[/\\]/).at(-1)!,
  ...more,
});
const udp = { transport: 'udp', state: 'bound' } as const;
const backend = '/usr/lib/epson-backend/ecbd';
const node = '/usr/bin/node';

describe('the owner of a socket is', () => {
  it.each<readonly [string, LocalSocket, OwnerKind, string | undefined]>([
    // Epson: by signature, package, folder, name
    [
      'a file that Epson signed',
      run('C:\\x\\y.exe', { signer: 'SEIKO EPSON CORPORATION' }),
      'epson',
      'epson-signature',
    ],
    ["a file of Epson's team", run('/Applications/E.app/E', { signer: 'TXAEAV5RN4' }), 'epson', 'epson-signature'],
    ['a file that another signed', run('C:\\x\\y.exe', { signer: 'Contoso Ltd' }), 'not-printing', 'other-signature'],
    [
      'of the package of the utility',
      run('/usr/bin/x', { package: 'epson-printer-utility' }),
      'epson',
      'epson-package',
    ],
    ['of a package that only begins alike', run('/usr/bin/x', { package: 'epsilon' }), 'not-printing', 'other-package'],
    ['the backend where it is installed', run(backend), 'epson', 'epson-folder-and-name'],
    [
      'a status monitor among drivers',
      run('C:\\Windows\\System32\\spool\\drivers\\x64\\3\\E_YATIXYE.EXE'),
      'epson',
      'epson-folder-and-name',
    ],
    [
      'another driver file there',
      run('C:\\Windows\\System32\\spool\\drivers\\x64\\3\\PSCRIPT5.EXE'),
      'not-printing',
      'other-program',
    ],
    [
      'Event Manager',
      run('C:\\Program Files (x86)\\Epson Software\\Event Manager\\EEventManager.exe'),
      'epson',
      'epson-folder-and-name',
    ],
    [
      'a helper in the vendor folder',
      run('/opt/epson-printer-utility/bin/helper', { unit: 'ecbd.service' }),
      'epson',
      'epson-service',
    ],
    ['a helper there without a service', run('/opt/epson-printer-utility/bin/helper'), 'epson', 'epson-folder'],
    ['the backend by its name alone', run('/usr/sbin/ecbd'), 'epson', 'epson-name'],
    ['that name from another package', run('/usr/sbin/ecbd', { package: 'busybox' }), 'not-printing', 'other-package'],
    [
      'that name in a container',
      run('/usr/sbin/ecbd', { container: 'docker/0123456789ab' }),
      'not-printing',
      'in-container',
    ],
    [
      'a script of the vendor folder',
      run('/bin/sh', { process: 'ecbd', script: backend }),
      'epson',
      'epson-folder-and-name',
    ],
    // Alarms
    ['that name in a temporary folder', run('/tmp/ecbd'), 'epson-lookalike', 'epson-name-in-writable-folder'],
    ['that name in a home', run('/home/eva/bin/epsonscan2'), 'epson-lookalike', 'epson-name-in-writable-folder'],
    ['the same, signed by Epson', run('/Users/eva/ecbd', { signer: 'TXAEAV5RN4' }), 'epson', 'epson-signature'],
    [
      'a process that calls itself so',
      run('/usr/bin/socat', { process: 'ecbd' }),
      'epson-lookalike',
      'epson-name-other-file',
    ],
    ['another name in a temporary folder', run('/tmp/server'), 'not-printing', 'other-program'],
    // Others that print
    ['cupsd of its package', run('/usr/sbin/cupsd', { package: 'cups-daemon' }), 'printing-other', 'printing-package'],
    ['ipp-usb by its name', run('/usr/sbin/ipp-usb'), 'printing-other', 'printing-name'],
    ['cupsd in a temporary folder', run('/tmp/cupsd'), 'not-printing', 'other-program'],
    ['a third-party receiver of scans', run('/usr/local/bin/epson2paperless'), 'printing-other', 'printing-name'],
    // Traffic that goes out
    [
      "a browser's connection on 3259",
      run('/usr/lib/firefox/firefox', { state: 'client' }),
      'random-client-socket',
      'client-connection',
    ],
    [
      "a browser's server",
      run('/usr/lib/firefox/firefox', { package: 'firefox-esr' }),
      'not-printing',
      'other-package',
    ],
    ["a browser's datagrams", run('/usr/lib/firefox/firefox', udp), 'random-client-socket', 'browser-datagrams'],
    [
      'a browser that waits for mDNS',
      run('/usr/lib/chromium/chromium', { ...udp, port: 5353 }),
      'not-printing',
      'other-program',
    ],
    [
      'datagrams from the client range',
      run('/usr/sbin/ntpd', { ...udp, port: 40_000 }),
      'random-client-socket',
      'client-range',
    ],
    ['datagrams below that range', run('/usr/sbin/ntpd', { ...udp, port: 123 }), 'not-printing', 'other-program'],
    ['a TCP server in that range', run('/usr/sbin/rpc', { port: 40_000 }), 'not-printing', 'other-program'],
    [
      'a hidden one in that range',
      { ...socket, ...udp, port: 40_000, pid: null, ownerVisible: false, ownerGap: 'permission' },
      'random-client-socket',
      'client-range',
    ],
    // The rest
    ['hidden', { ...socket, pid: null, ownerVisible: false, ownerGap: 'permission' }, 'owner-hidden', 'owner-hidden'],
    ['the kernel', { ...socket, pid: null, ownerVisible: false, ownerGap: 'kernel' }, 'unknown', undefined],
    [
      'a development server',
      run(node, { script: '/srv/app/server.js', package: 'nodejs' }),
      'not-printing',
      'interpreter',
    ],
    ['a process without a file', { ...socket, process: 'x' }, 'unknown', undefined],
  ])('%s', (_, given, kind, rule) => {
    const owner = classifyOwner(given, policy);
    expect([owner.kind, owner.reasons[0]?.rule]).toEqual([kind, rule]);
  });

  it('never known by the number: every number of Epson alone says nothing', () => {
    for (const port of [1865, 2051, 2291, 2968, 2969, 3259, 3289, 3620, 3621, 3629, 4108, 5116]) {
      expect(classifyOwner({ ...run('/usr/bin/thing'), port }, policy).kind).toBe('not-printing');
      expect(classifyOwner({ ...run(backend), port: 1 + port }, policy).kind).toBe('epson');
    }
  });

  it('known by every reason that holds, the strongest first, each with what it rests on', () => {
    const { reasons } = classifyOwner(run(backend, { package: 'epson-backend' }), policy);
    expect(reasons.map(({ rule }) => rule)).toEqual([
      'epson-package',
      'epson-folder-and-name',
      'epson-folder',
      'epson-name',
    ]);
    expect(reasons[0]?.evidence).toEqual([
      'socket:tcp/0.0.0.0:3259',
      'pid:700',
      `executable:${backend}`,
      'package:epson-backend',
    ]);
  });

  it('judged by rules with ids of their own', () => {
    expect(new Set(ownerRules.map(({ id }) => id)).size).toBe(ownerRules.length);
  });
});
