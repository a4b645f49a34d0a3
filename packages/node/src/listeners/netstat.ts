import { parsePlace, type ToolRow } from './tool-socket.ts';

/**
 * `netstat -ano` of Windows. Words are translated, so none is read: a TCP row listens where its remote end is nobody; a
 * UDP row has no state.
 */
export function parseNetstat(text: string): ToolRow[] {
  return text.split('\n').flatMap((line): ToolRow[] => {
    const words = line.trim().split(/\s+/);
    const transport = words[0]?.toLowerCase();
    const [, local = '', remote = ''] = words;
    const pid = words.at(-1) ?? '';
    if ((transport !== 'tcp' && transport !== 'udp') || !/^\d+$/.test(pid)) return [];
    const family = local.startsWith('[') ? 'ipv6' : 'ipv4';
    const place = parsePlace(local, family);
    if (place === undefined) return [];
    const state = transport === 'udp' ? 'bound' : /^(0\.0\.0\.0|\[::\]):0$/.test(remote) ? 'listening' : 'client';
    return [{ transport, family, ...place, state, pid: Number(pid) }];
  });
}

/** `netsh int ipv4 show excludedportrange`: two numbers a row, in any language. Nobody listens there, and nobody may. */
export function parseExcluded(text: string): readonly { readonly from: number; readonly to: number }[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d{1,5})\s+(\d{1,5})\s*\*?\s*$/.exec(line);
    return match === null ? [] : [{ from: Number(match[1]), to: Number(match[2]) }];
  });
}

/** `netsh int ipv4 show dynamicport`: the first number, and how many. */
export function parseDynamic(text: string): { readonly from: number; readonly to: number } | null {
  const [from, count] = [...text.matchAll(/:\s*(\d{1,5})\s*$/gm)].map((match) => Number(match[1]));
  return from === undefined || count === undefined || count < 1 ? null : { from, to: from + count - 1 };
}

/** `tasklist /v /fo csv /nh`: name and user by pid; `N/A` is a user that this one may not see. */
export function parseTasks(
  text: string,
): ReadonlyMap<number, { readonly process: string; readonly user: string | null }> {
  const rows = text.split('\n').flatMap((line): [number, { process: string; user: string | null }][] => {
    const cells = [...line.matchAll(/"((?:[^"]|"")*)"/g)].map((match) => match[1]!.replaceAll('""', '"'));
    const [process, pid = ''] = cells;
    if (process === undefined || !/^\d+$/.test(pid)) return [];
    const user = cells[6];
    return [[Number(pid), { process, user: user === undefined || user === 'N/A' ? null : user }]];
  });
  return new Map(rows);
}
