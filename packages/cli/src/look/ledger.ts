import type { LedgerRow } from '@quietport/core';
import type { Found } from '@quietport/library';
import type { Context } from '../command.ts';
import type { Column } from '../output/columns.ts';
import { layoutTable } from '../output/layout.ts';

const columns: readonly Column<LedgerRow>[] = [
  { key: 'port', title: 'PORT', value: (row) => `${row.port}/${row.transport}`, whole: true },
  { key: 'probe', title: 'PROBE', value: (row) => row.probe, whole: true },
  { key: 'packets', title: 'PACKETS', value: (row) => row.packets, right: true },
  { key: 'bytes', title: 'BYTES', value: (row) => row.bytes, right: true },
];

/** Every packet that left, by port and probe, and what the gate refused: talk beside the result. */
export async function printLedger(
  context: Context,
  { ledger, refused }: Pick<Found, 'ledger' | 'refused'>,
): Promise<void> {
  const width = context.screen().columns;
  for (const line of await layoutTable(ledger, columns, { headers: true, width })) context.say(...line);
  for (const row of refused)
    context.say(`refused: ${row.probe} to ${row.address} ${row.port}/${row.transport} (${row.why})`);
}
