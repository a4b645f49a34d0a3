import { readFile } from 'node:fs/promises';

/**
 * Datagrams that the system threw away because nobody took them in time, of all sockets on that UDP port. Linux alone
 * tells; `undefined` elsewhere. To be asked while the sockets stand.
 */
export async function lostDatagrams(port: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const tables = await Promise.all(
    ['/proc/self/net/udp', '/proc/self/net/udp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)));
  // the last column of proc_net_udp(5) counts them
  return rows.reduce((sum, row) => (row[1]?.endsWith(wanted) === true ? sum + Number(row.at(-1)) : sum), 0);
}
