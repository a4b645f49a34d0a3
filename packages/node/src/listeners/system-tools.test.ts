import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { askedRows } from './asked-rows.ts';
import { parseLsof } from './lsof.ts';
import { executables, lsofSockets } from './mac-host.ts';
import { parseDynamic, parseExcluded, parseNetstat, parseTasks } from './netstat.ts';
import { parsePlace } from './tool-socket.ts';

const sample = (name: string) => readFileSync(new URL(`recorded/${name}`, import.meta.url), 'utf8');

describe("lsof's output for programs, recorded on Debian", () => {
  const rows = [...parseLsof(sample('lsof-tcp.txt')), ...parseLsof(sample('lsof-udp.txt'))];

  it('is one socket for all who hold it, the parent first', () => {
    const sockets = lsofSockets(rows, new Map());
    expect(
      sockets.map(({ transport, family, address, port, state, exposure, user, uid, process, pids }) =>
        [transport, family, address, port, state, exposure, user, uid, process, pids.length].join(' '),
      ),
    ).toEqual([
      'tcp ipv4 127.0.0.1 3259 listening loopback backup 34 python3 2',
      'tcp ipv6 :: 9100 listening all backup 34 python3 2',
      'tcp ipv4 0.0.0.0 631 listening all root 0 long name (x) 1 1',
      'udp ipv4 0.0.0.0 3289 bound all backup 34 python3 1',
      'udp ipv6 ::1 5353 bound loopback backup 34 python3 1',
    ]);
    const [first] = sockets;
    expect(rows.find(({ pid }) => pid === first?.pids[1])?.parent).toBe(first?.pids[0]);
  });

  it('is read to its end wherever it is cut off', () => {
    const text = sample('lsof-tcp.txt');
    for (let length = 0; length < text.length; length++)
      expect(parseLsof(text.slice(0, length)).length).toBeLessThanOrEqual(rows.length);
  });

  it('tells a connection from a listener by its remote end', () => {
    const text = 'p7\nR1\ncfirefox\nu501\nLeva\nf9\ntIPv4\nPTCP\nn10.0.0.2:3259->10.0.0.9:443\nTST=ESTABLISHED\n';
    expect(parseLsof(text)).toMatchObject([{ state: 'client', address: '10.0.0.2', port: 3259, user: 'eva' }]);
    expect(askedRows(parseLsof(text), {})).toEqual([]);
    expect(askedRows(parseLsof(text), { ports: [3259], clients: true })).toHaveLength(1);
  });

  it('gets its paths from ps', () => {
    const ps =
      '    1 /sbin/launchd\n  812 /Applications/Epson Software/Event Manager.app/Contents/MacOS/EEventManager\n';
    expect(executables(ps).get(812)).toBe(
      '/Applications/Epson Software/Event Manager.app/Contents/MacOS/EEventManager',
    );
  });
});

describe("Windows' tools, on samples written from their documentation", () => {
  it('tell listeners by the remote end, in any language', () => {
    const rows = askedRows(parseNetstat(sample('netstat-ano.txt')), {});
    expect(rows.map(({ transport, address, port, pid }) => `${transport} ${address} ${port} ${pid}`)).toEqual([
      'tcp 0.0.0.0 135 1088',
      'tcp 0.0.0.0 2968 7312',
      'tcp 127.0.0.1 9100 5120',
      'tcp :: 135 1088',
      'tcp :: 5357 4',
      'tcp ::1 9100 5120',
      'udp 0.0.0.0 2968 7312',
      'udp fe80::1c2%12 1900 3012',
    ]);
  });

  it('tell an outgoing connection that took an asked number', () => {
    const rows = askedRows(parseNetstat(sample('netstat-ano.txt')), { ports: [3259], clients: true });
    expect(rows).toMatchObject([{ state: 'client', pid: 4400 }]);
  });

  it('tell names and users, and keep users that are not told apart', () => {
    const tasks = parseTasks(sample('tasklist.csv'));
    expect(tasks.get(7312)).toEqual({ process: 'EEventManager.exe', user: 'DESK\\maria' });
    expect(tasks.get(4)).toEqual({ process: 'System', user: null });
    expect(tasks.size).toBe(4);
  });

  it('tell the ranges that nobody may take, and those of clients', () => {
    expect(parseExcluded(sample('netsh-excluded.txt'))).toEqual([
      { from: 2919, to: 3018 },
      { from: 5357, to: 5357 },
      { from: 50000, to: 50059 },
    ]);
    expect(parseDynamic(sample('netsh-dynamic.txt'))).toEqual({ from: 49152, to: 65535 });
    expect(parseDynamic('')).toBeNull();
  });
});

it.each<readonly [string, 'ipv4' | 'ipv6', string | undefined]>([
  ['*:3260', 'ipv4', '0.0.0.0 3260'],
  ['*:3260', 'ipv6', ':: 3260'],
  ['[fe80::1%en0]:5353', 'ipv6', 'fe80::1%en0 5353'],
  ['127.0.0.1:ipp', 'ipv4', undefined],
  ['127.0.0.1:70000', 'ipv4', undefined],
  ['', 'ipv4', undefined],
])('the place %s of %s is %s', (text, family, place) => {
  const parsed = parsePlace(text, family);
  expect(parsed === undefined ? undefined : `${parsed.address} ${parsed.port}`).toBe(place);
});
