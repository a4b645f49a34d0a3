import { join } from 'node:path';
import type { Fault, LedgerRow } from '@quietport/core';
import { type House, type Journal, type ManageWorld, openJournal } from '@quietport/library';
import type { Context } from '../command.ts';
import { hostRequest } from '../look/host-request.ts';
import { withHouse } from '../look/open-house.ts';
import { vaultOf } from '../look/open-vault.ts';

/** Opens what managing works with, hands it to `work`, and closes it whatever happens. */
export async function withManageWorld<T>(context: Context, work: (world: ManageWorld) => Promise<T>): Promise<T> {
  const { host: _, ...how } = await hostRequest(context, '', false);
  return withHouse(context, (house: House) =>
    work({
      house,
      vault: vaultOf(context),
      how,
      signal: context.signal,
      sent: (address, rows) => tellSent(context, address, rows),
    }),
  );
}

/** With `-v`: what the gate let through. */
function tellSent(context: Context, address: string, rows: readonly LedgerRow[]): void {
  for (const { port, transport, probe, packets, bytes } of rows)
    context.detail(`sent to ${address} ${transport} ${port} for ${probe}: ${packets} packets, ${bytes} bytes`);
}

/** The journal of changes in the data folder. */
export async function withJournal<T>(context: Context, work: (journal: Journal) => Promise<T>): Promise<T> {
  const journal = await openJournal(join(context.settings.data, 'changes.jsonl'));
  try {
    return await work(journal);
  } finally {
    await journal.close();
  }
}

/** The exit code of what came to several devices: that of the first trouble. */
export function exitOf(rows: readonly { readonly problem: Fault | undefined }[]): number {
  return rows.find(({ problem }) => problem !== undefined)?.problem?.exit ?? 0;
}
