import type { Handlers } from '@quietport/api';
import type { Sample } from '@quietport/core';
import { type Forecasts, findDevice, reorderList } from '@quietport/library';
import { deviceColumns } from '../../look/device-columns.ts';
import { reorderColumns } from '../../look/reorder-columns.ts';
import type { Column } from '../../output/columns.ts';
import { csvHeader, csvRecord } from '../../output/csv.ts';
import { readHistory } from './read-history.ts';
import type { ServedStation } from './station.ts';

export function csvHandlers(
  station: ServedStation,
  forecasts: Forecasts,
): Pick<Handlers, 'suppliesCsv' | 'devicesCsv' | 'historyCsv'> {
  return {
    suppliesCsv: async () => table(reorderList(await forecasts.all(station)), reorderColumns),
    devicesCsv: async () => table(station.devices, deviceColumns),
    historyCsv: async ({ params, query }) => {
      const device = await findDevice(station.store, params.id);
      return table(await readHistory(station.store, device, query), historyColumns);
    },
  };
}

function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  return csvHeader(columns) + rows.map((row) => csvRecord(row, columns)).join('');
}

const historyColumns: readonly Column<Sample>[] = [
  { key: 'at', title: 'AT', value: ({ at }) => new Date(at).toISOString() },
  { key: 'metric', title: 'METRIC', value: ({ metric }) => metric },
  { key: 'value', title: 'VALUE', value: ({ value }) => value ?? undefined },
];
