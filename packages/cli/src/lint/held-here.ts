import type { HeldHere, LintLore, Listener } from '@quietport/core';
import { listeners } from '@quietport/library/listeners';
import { openHost } from '@quietport/node/listeners';
import type { Context } from '../command.ts';
import { programOf } from '../look/listener-columns.ts';

/** Asks this machine once who holds which numbers, outside of other network namespaces. */
export async function heldHere(context: Context): Promise<NonNullable<LintLore['heldHere']>> {
  const { listeners: rows } = await listeners({}, await openHost(), context.signal);
  const held = new Map<string, HeldHere[]>();
  for (const row of rows) {
    if (row.namespace !== null || row.state === 'client') continue;
    const key = `${row.port}/${row.transport}`;
    const before = held.get(key) ?? [];
    held.set(key, [...before, { address: row.address, holder: holderOf(row) }]);
  }
  return (port, transport) => held.get(`${port}/${transport}`) ?? [];
}

function holderOf(row: Listener): string {
  if (row.ownerGap === 'permission') return `a program of ${row.user ?? 'another user'}`;
  return row.pid === null ? `${programOf(row)}` : `${programOf(row)} (pid ${row.pid})`;
}
