import type { Host, LocalSocket, SocketsAsked, SocketsTold } from '@quietport/core';
import { askedRows } from './asked-rows.ts';
import { type LsofRow, parseLsof } from './lsof.ts';
import { macSigners } from './signatures.ts';
import { systemTool } from './system-tool.ts';
import { socketOf } from './tool-socket.ts';

/** macOS, by its own lsof, ps and codesign. Written from their documentation and a recording on Debian; never tried on macOS. */
export function macHost(): Host {
  return { sockets: askMac };
}

async function askMac(asked: SocketsAsked, signal: AbortSignal): Promise<SocketsTold> {
  // two calls: in one, the state that is asked of TCP swallows the rows of UDP
  const listening = asked.clients === true ? [] : ['-sTCP:LISTEN'];
  const [tcp, udp, ps, range] = await Promise.all([
    systemTool('lsof', ['+c', '0', '-nP', '-iTCP', ...listening, '-F', FIELDS], signal),
    systemTool('lsof', ['+c', '0', '-nP', '-iUDP', '-F', FIELDS], signal),
    systemTool('ps', ['-axo', 'pid=,comm='], signal),
    systemTool('sysctl', ['-n', 'net.inet.ip.portrange.first', 'net.inet.ip.portrange.last'], signal),
  ]);
  const rows = askedRows([...parseLsof(tcp ?? ''), ...parseLsof(udp ?? '')], asked);
  const [from, to] = (range ?? '').trim().split(/\s+/).map(Number);
  const clients = from === undefined || to === undefined || Number.isNaN(from + to) ? null : { from, to };
  const sockets = lsofSockets(rows, executables(ps ?? ''));
  const signers = await macSigners(
    sockets.flatMap(({ executable }) => executable ?? []),
    signal,
  );
  return {
    sockets: sockets.map((socket) => ({ ...socket, signer: signers.get(socket.executable ?? '') ?? null })),
    policy: { clients, reserved: [], unprivilegedFrom: 1024 },
    gaps: [
      ...(tcp === undefined && udp === undefined
        ? ['lsof told nothing within 3 s: nothing is known of this machine.']
        : []),
      ...(process.geteuid?.() === 0 ? [] : ["Run as root (sudo), it would also show other users' sockets."]),
    ],
  };
}

/** One socket for all the processes that hold it, the top-most parent first. */
export function lsofSockets(rows: readonly LsofRow[], paths: ReadonlyMap<number, string>): LocalSocket[] {
  const groups = new Map<string, LsofRow[]>();
  for (const row of rows) {
    const key = [row.transport, row.family, row.address, row.port, row.state].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => {
    const held = new Set(group.map((row) => row.pid));
    const top = (row: LsofRow) => (row.parent !== null && held.has(row.parent) ? 1 : 0);
    const ordered = [...group].sort((a, b) => top(a) - top(b) || a.pid - b.pid);
    const [first] = ordered;
    const pids = [...new Set(ordered.map((row) => row.pid))];
    const { process, user, uid, pid } = first!;
    return socketOf(first!, pids, { process, user, uid, executable: paths.get(pid) ?? null });
  });
}

/** `ps -o comm=` is the whole path on macOS. */
export function executables(ps: string): ReadonlyMap<number, string> {
  const rows = ps.split('\n').flatMap((line): [number, string][] => {
    const match = /^\s*(\d+)\s+(\/.*\S)\s*$/.exec(line);
    return match === null ? [] : [[Number(match[1]), match[2]!]];
  });
  return new Map(rows);
}

const FIELDS = 'pRcuLftPnT';
