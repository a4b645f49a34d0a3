import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tableReader } from './read-table.ts';
import { SystemFiles } from './system-files.ts';

describe('the tables of sockets', () => {
  const root = mkdtempSync(join(tmpdir(), 'quietport-tables-'));
  const folder = join(root, 'proc', 'net');
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  // more than one read of the file takes, so that it shows whether a second one was made
  const listeners = rows('0A', 300);
  const connections = rows('01', 2_000);

  it('are not read where the system counts no socket', () => {
    lay({ sockstat: 'sockets: used 9\nTCP: inuse 0 orphan 0 tw 7\nUDP: inuse 1 mem 0\n', tcp: HEAD, udp: HEAD });
    const read = tableReader(new SystemFiles(root), '/proc/net', true);
    expect([read('tcp'), read('udp')]).toEqual([undefined, HEAD]);
  });

  it('are read with all that listen, and not to the end of what does not', () => {
    lay({ sockstat: 'TCP: inuse 2300 orphan 0 tw 0 alloc 5 mem 1\n', tcp: HEAD + listeners + connections });
    const text = tableReader(new SystemFiles(root), '/proc/net', true)('tcp') ?? '';
    expect(text.startsWith(HEAD + listeners)).toBe(true);
    expect(text.length).toBeLessThan(connections.length);
  });

  it('are read until as many have come as there are', () => {
    const many = rows('0A', 1_000);
    lay({ sockstat6: 'TCP6: inuse 300\n', tcp6: HEAD + many });
    const text = tableReader(new SystemFiles(root), '/proc/net', true)('tcp6') ?? '';
    expect(text.startsWith(HEAD + listeners)).toBe(true);
    expect(text.length).toBeLessThan(many.length);
  });

  it.each([
    ['connections are asked for', { sockstat: 'TCP: inuse 2300 orphan 0\n' }, false],
    ['the system does not count', {}, true],
  ])('are read whole where %s', (_, counts, listeningOnly) => {
    lay({ ...counts, tcp: HEAD + connections + listeners });
    const text = tableReader(new SystemFiles(root), '/proc/net', listeningOnly)('tcp');
    expect(text).toBe(HEAD + connections + listeners);
  });

  function lay(files: Readonly<Record<string, string>>): void {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  }
});

function rows(state: string, count: number): string {
  const queues = '00000000:00000000 00:00000000 00000000';
  return Array.from(
    { length: count },
    (_, i) => `${String(i).padStart(4)}: 0100007F:0CBB 00000000:0000 ${state} ${queues}     0        0 ${i + 1} 1\n`,
  ).join('');
}

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
