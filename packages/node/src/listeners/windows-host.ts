import type { Host, SocketsAsked, SocketsTold } from '@quietport/core';
import { askedRows } from './asked-rows.ts';
import { parseDynamic, parseExcluded, parseNetstat, parseTasks } from './netstat.ts';
import { windowsFiles } from './signatures.ts';
import { systemTool } from './system-tool.ts';
import { socketOf } from './tool-socket.ts';

/** Windows, by netstat, tasklist, netsh and PowerShell. Written from their documentation; never tried on Windows. */
export function windowsHost(): Host {
  return { sockets: askWindows };
}

async function askWindows(asked: SocketsAsked, signal: AbortSignal): Promise<SocketsTold> {
  const netsh = (...words: readonly string[]) => systemTool('netsh', ['int', 'ipv4', 'show', ...words], signal);
  const [netstat, tasks, excluded, dynamic] = await Promise.all([
    systemTool('netstat', ['-ano'], signal),
    systemTool('tasklist', ['/v', '/fo', 'csv', '/nh'], signal),
    netsh('excludedportrange', 'protocol=tcp'),
    netsh('dynamicport', 'tcp'),
  ]);
  const known = parseTasks(tasks ?? '');
  const rows = askedRows(parseNetstat(netstat ?? ''), asked);
  const files = await windowsFiles(
    rows.flatMap(({ pid }) => pid ?? []),
    signal,
  );
  const sockets = rows.map((row) => {
    const { pid } = row;
    return socketOf(row, pid === null ? [] : [pid], pid === null ? {} : { ...known.get(pid), ...files?.get(pid) });
  });
  return {
    sockets,
    policy: {
      clients: parseDynamic(dynamic ?? ''),
      reserved: parseExcluded(excluded ?? ''),
      unprivilegedFrom: 0,
    },
    gaps: [
      ...(netstat === undefined ? ['netstat told nothing within 3 s: nothing is known of this machine.'] : []),
      ...(files === undefined
        ? ['PowerShell told no paths and no signatures within 3 s: owners are known by name alone.']
        : []),
    ],
  };
}
