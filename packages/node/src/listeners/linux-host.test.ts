import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LocalSocket, SocketsAsked, SocketsTold } from '@quietport/core';
import { afterAll, describe, expect, it } from 'vitest';
import { linuxHost } from './linux-host.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A tree as the kernel and dpkg would show it: files by path, links as `-> target`. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'quietport-proc-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), join(root, path));
    else writeFileSync(join(root, path), text);
  }
  return root;
}

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
let line = 0;
const row = (local: string, state: string, uid: number, inode: number, remote = '00000000:0000') =>
  `${String(line++).padStart(4)}: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 0000000000000000 100 0 0 10 0\n`;
const process = (
  pid: number,
  name: string,
  exe: string,
  inodes: readonly number[],
  more: Record<string, string> = {},
) => ({
  [`proc/${pid}/comm`]: `${name}\n`,
  [`proc/${pid}/cmdline`]: `${exe}\0`,
  [`proc/${pid}/cgroup`]: '0::/\n',
  [`proc/${pid}/stat`]: `${pid} (${name}) S 1 1 1 0\n`,
  [`proc/${pid}/exe`]: `-> ${exe}`,
  [`proc/${pid}/ns/net`]: '-> net:[4026531840]',
  ...Object.fromEntries(inodes.map((inode, i) => [`proc/${pid}/fd/${3 + i}`, `-> socket:[${inode}]`])),
  ...Object.fromEntries(Object.entries(more).map(([path, text]) => [`proc/${pid}/${path}`, text])),
});

const machine = {
  'proc/self/ns/net': '-> net:[4026531840]',
  'proc/net/tcp':
    HEAD +
    row('0100007F:0277', '0A', 0, 501) +
    row('00000000:238C', '0A', 1000, 502) +
    row('0200A8C0:0CBB', '01', 1000, 503, '0900A8C0:01BB'),
  'proc/net/tcp6':
    HEAD +
    row('00000000000000000000000000000000:0016', '0A', 0, 504, '00000000000000000000000000000000:0000') +
    row('00000000000000000000000001000000:0277', '0A', 0, 505, '00000000000000000000000000000000:0000'),
  'proc/net/udp': HEAD + row('00000000:14E9', '07', 105, 506) + row('00000000:B26E', '07', 999, 507),
  'etc/passwd': 'root:x:0:0::/root:/bin/bash\nmaria:x:1000:1000::/home/maria:/bin/sh\navahi:x:105:109::/:/bin/false\n',
  'proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
  'proc/sys/net/ipv4/ip_local_reserved_ports': '8080,9148-9150\n',
  'proc/sys/net/ipv4/ip_unprivileged_port_start': '1024\n',
  'proc/sys/net/ipv6/bindv6only': '0\n',
  'var/lib/dpkg/info/cups-daemon.list': '/.\n/usr/sbin/cupsd\n/usr/sbin\n',
  'var/lib/dpkg/info/openssh-server.list': '/.\n/sbin/sshd\n',
  'var/lib/dpkg/info/libc6:amd64.list': '/.\n/lib/x86_64-linux-gnu/libc.so.6\n',
  ...process(300, 'cupsd', '/usr/sbin/cupsd', [501, 505], { cgroup: '0::/system.slice/cups.service\n' }),
  ...process(400, 'node', '/usr/local/bin/node', [502], {
    cmdline: 'node\0--require\0./hook.js\0/srv/app/server.js\0--port\x009100\0',
  }),
  ...process(401, 'node', '/usr/local/bin/node (deleted)', [502], { stat: '401 (a) b (node) S 400 1 1 0\n' }),
  ...process(500, 'firefox', '/usr/lib/firefox/firefox', [503]),
  ...process(600, 'sshd', '/usr/sbin/sshd', [504]),
  ...process(1, 'systemd', '/usr/lib/systemd/systemd', [506], { stat: '1 (systemd) S 0 1 1 0\n' }),
  ...process(610, 'avahi-daemon', '/usr/sbin/avahi-daemon', [506], {
    cgroup: '0::/system.slice/avahi-daemon.service\n',
  }),
};

function ask(
  files: Readonly<Record<string, string>>,
  asked: SocketsAsked = {},
  privileged = true,
): Promise<SocketsTold> {
  return linuxHost({ root: tree(files), privileged }).sockets(asked, new AbortController().signal);
}
const at = (told: SocketsTold, port: number): LocalSocket => told.sockets.find((socket) => socket.port === port)!;

describe('who listens, by the files of Linux', () => {
  it('is every TCP socket that listens and every UDP socket without a peer, on both families', async () => {
    const { sockets } = await ask(machine);
    expect(
      sockets.map(({ transport, address, port, state, exposure }) => [transport, address, port, state, exposure]),
    ).toEqual([
      ['tcp', '127.0.0.1', 631, 'listening', 'loopback'],
      ['tcp', '0.0.0.0', 9100, 'listening', 'all'],
      ['tcp', '::', 22, 'listening', 'all'],
      ['tcp', '::1', 631, 'listening', 'loopback'],
      ['udp', '0.0.0.0', 5353, 'bound', 'all'],
      ['udp', '0.0.0.0', 45678, 'bound', 'all'],
    ]);
  });

  it('is told with process, file, user, package and unit', async () => {
    const { sockets } = await ask(machine);
    expect(sockets[0]).toMatchObject({
      pid: 300,
      process: 'cupsd',
      executable: '/usr/sbin/cupsd',
      user: 'root',
      uid: 0,
      package: 'cups-daemon',
      unit: 'cups.service',
      container: null,
      ownerVisible: true,
    });
  });

  it('finds a package that knows the file by its place before /usr was merged', async () => {
    expect(at(await ask(machine), 22).package).toBe('openssh-server');
  });

  it('names the parent first where several hold one socket, and what an interpreter runs', async () => {
    expect(at(await ask(machine), 9100)).toMatchObject({
      pid: 400,
      pids: [400, 401],
      user: 'maria',
      script: '/srv/app/server.js',
      package: null,
      replaced: false,
    });
  });

  it('names the service where systemd holds its socket as well', async () => {
    expect(at(await ask(machine), 5353)).toMatchObject({ pid: 610, pids: [1, 610], unit: 'avahi-daemon.service' });
  });

  it('says that :: probably takes IPv4 too, and that it does not beside 0.0.0.0', async () => {
    expect(at(await ask(machine), 22).dualStack).toBe('probably');
    const both = { ...machine, 'proc/net/tcp': HEAD + row('00000000:0016', '0A', 0, 520) };
    expect((await ask(both)).sockets.find(({ family, port }) => family === 'ipv6' && port === 22)?.dualStack).toBe(
      'no',
    );
    const only = { ...machine, 'proc/sys/net/ipv6/bindv6only': '1\n' };
    expect(at(await ask(only), 22).dualStack).toBe('no');
  });

  it('tells a socket without a process from one that is hidden', async () => {
    const [root, user] = [await ask(machine), await ask(machine, {}, false)];
    expect(at(root, 45678)).toMatchObject({ pid: null, ownerVisible: false, ownerGap: 'kernel', user: null, uid: 999 });
    expect(root.gaps).toEqual([]);
    expect(at(user, 45678)).toMatchObject({ ownerVisible: false, ownerGap: 'permission' });
    expect(user.gaps).toEqual([
      'Run as root (sudo), it would also show the processes behind 1 of these 6 sockets, and the sockets of other network namespaces.',
    ]);
  });

  it('tells an outgoing socket only when its number is asked for, and none beside a listener', async () => {
    const asked = await ask(machine, { ports: [3259], clients: true });
    expect(asked.sockets).toMatchObject([{ port: 3259, state: 'client', process: 'firefox', address: '192.168.0.2' }]);
    const accepted = { ...machine, 'proc/net/tcp': machine['proc/net/tcp'] + row('00000000:0CBB', '0A', 0, 530) };
    expect((await ask(accepted, { ports: [3259], clients: true })).sockets.map(({ state }) => state)).toEqual([
      'listening',
    ]);
  });

  it('keeps to the numbers and the transport that were asked', async () => {
    expect((await ask(machine, { ports: [631, 5353] })).sockets.map(({ port }) => port)).toEqual([631, 631, 5353]);
    expect((await ask(machine, { transport: 'udp' })).sockets.map(({ transport }) => transport)).toEqual([
      'udp',
      'udp',
    ]);
  });

  it('tells what the system keeps numbers for', async () => {
    expect((await ask(machine)).policy).toEqual({
      clients: { from: 32768, to: 60999 },
      reserved: [
        { from: 8080, to: 8080 },
        { from: 9148, to: 9150 },
      ],
      unprivilegedFrom: 1024,
    });
  });

  it('tells root of other network namespaces by their names, and nobody else', async () => {
    const blue = {
      ...machine,
      ...process(700, 'python3', '/usr/bin/python3', [560], {
        'ns/net': '-> net:[4026532999]',
        'net/tcp': HEAD + row('00000000:1F90', '0A', 1000, 560),
      }),
    };
    expect(at(await ask(blue), 8080)).toMatchObject({ namespace: 'net:[4026532999]', process: 'python3' });
    expect((await ask(blue, {}, false)).sockets.some(({ port }) => port === 8080)).toBe(false);
  });

  it('takes the files of a container for none of its own packages', async () => {
    const id = 'ab'.repeat(32);
    const boxed = {
      ...machine,
      ...process(300, 'cupsd', '/usr/sbin/cupsd', [501], { cgroup: `0::/system.slice/docker-${id}.scope\n` }),
    };
    expect(at(await ask(boxed), 631)).toMatchObject({ container: 'docker/abababababab', package: null, unit: null });
  });

  it('says where a published port of a container leads', async () => {
    const cmdline = [
      'docker-proxy',
      '-proto',
      'tcp',
      '-host-ip',
      '0.0.0.0',
      '-host-port',
      '9100',
      '-container-ip',
      '172.17.0.2',
      '-container-port',
      '80',
    ];
    const proxy = {
      ...machine,
      ...process(400, 'docker-proxy', '/usr/bin/docker-proxy', [502], { cmdline: `${cmdline.join('\0')}\0` }),
    };
    expect(at(await ask(proxy), 9100)).toMatchObject({ process: 'docker-proxy', forwardsTo: '172.17.0.2:80' });
  });

  it('tells address rules that lead a number elsewhere, and none that a socket of a helper says already', async () => {
    const rules = [
      'table ip nat {',
      '  chain prerouting {',
      '    tcp dport 8080 dnat to 172.17.0.2:80',
      '    iifname != "docker0" tcp dport 9100 counter packets 0 bytes 0 dnat to 172.17.0.4:9100',
      '    ip daddr 10.0.0.1 udp dport { 53, 5354 } counter packets 0 bytes 0 dnat to 172.17.0.3:53',
      '    tcp dport 7000-7001 redirect to :8000',
      '    tcp dport @published dnat to 172.17.0.5:80',
      '    tcp dport 443 dnat to [fd00::2]:8443',
      '    tcp dport 22 accept',
    ].join('\n');
    const root = tree({ ...machine, 'proc/sys/net/ipv4/ip_forward': '1\n' });
    const told = (privileged: boolean, at = root) =>
      linuxHost({ root: at, privileged, rules: async () => rules }).sockets({}, new AbortController().signal);
    const translated = (await told(true)).sockets.filter(({ state }) => state === 'translated');
    expect(translated.map((row) => [row.transport, row.address, row.port, row.forwardsTo].join(' '))).toEqual([
      'tcp 0.0.0.0 8080 172.17.0.2:80',
      'udp 10.0.0.1 53 172.17.0.3:53',
      'udp 10.0.0.1 5354 172.17.0.3:53',
      'tcp 0.0.0.0 7000 port 8000 here',
      'tcp 0.0.0.0 7001 port 8000 here',
      'tcp :: 443 [fd00::2]:8443',
    ]);
    expect((await told(false)).sockets.some(({ state }) => state === 'translated')).toBe(false);
    const nothingForwarded = await told(true, tree(machine));
    expect(nothingForwarded.sockets.some(({ state }) => state === 'translated')).toBe(false);
  });

  it('tells a number that is taken without listening, where few are asked for', async () => {
    const tried: string[] = [];
    const isHeld = async (port: number, family: string) => {
      tried.push(`${port} ${family}`);
      return port === 3259 && family === 'ipv6';
    };
    const host = linuxHost({ root: tree(machine), privileged: true, isHeld });
    const signal = new AbortController().signal;
    const { sockets } = await host.sockets({ ports: [3259, 631] }, signal);
    expect(sockets.filter(({ state }) => state === 'held')).toMatchObject([{ port: 3259, address: '::1', pid: null }]);
    expect(tried).toEqual(['3259 ipv4', '3259 ipv6']);
    expect((await host.sockets({}, signal)).sockets.some(({ state }) => state === 'held')).toBe(false);
  });

  it('lives with processes that vanish, links that lead nowhere, and tables that are cut off', async () => {
    const torn = {
      ...machine,
      'proc/net/udp': `${HEAD}  1: 0000`,
      'proc/net/tcp': `${HEAD}   x: zz\n\n${row('0100007F:0277', '0A', 0, 501)}  7: 0100007F:0277 00000000:0000 0A`,
      'proc/300/fd/9': 'no link',
      'proc/301/comm': 'half\n',
      'proc/300/cgroup': '',
    };
    const { sockets } = await ask(torn);
    expect(sockets.filter(({ family }) => family === 'ipv4').map(({ port, pid }) => [port, pid])).toEqual([[631, 300]]);
  });

  it('tells nothing, and no error, where there is nothing to read', async () => {
    expect(await ask({ 'etc/hostname': 'x' })).toEqual({
      sockets: [],
      policy: { clients: null, reserved: [], unprivilegedFrom: null },
      gaps: [],
    });
  });

  it('stops at once when nobody waits for it any more', async () => {
    const aborted = AbortSignal.abort();
    const { sockets } = await linuxHost({ root: tree(machine), privileged: true }).sockets({}, aborted);
    expect(sockets.every(({ pid }) => pid === null)).toBe(true);
  });
});
