import { wordsOfDaysLeft, wordsOfLevel } from '@quietport/core';
import type { ReorderRow } from '@quietport/library';
import type { Column } from '../output/columns.ts';
import { modelOf } from './device-columns.ts';

/** The columns of the list of what to buy next. */
export const reorderColumns: readonly Column<ReorderRow>[] = [
  { key: 'device', title: 'DEVICE', value: ({ device }) => device.id },
  { key: 'name', title: 'NAME', value: ({ device }) => device.facts.name?.value },
  { key: 'model', title: 'MODEL', value: ({ device }) => modelOf(device) },
  { key: 'location', title: 'LOCATION', value: ({ device }) => device.facts.location?.value },
  { key: 'supply', title: 'SUPPLY', value: ({ supply }) => supply.name },
  { key: 'kind', title: 'KIND', value: ({ supply }) => supply.kind },
  { key: 'colorant', title: 'COLORANT', value: ({ supply }) => supply.colorant },
  { key: 'partNumber', title: 'PART NUMBER', value: ({ supply }) => supply.partNumber },
  {
    key: 'level',
    title: 'LEVEL',
    value: ({ supply: { level, raw, direction } }) => wordsOfLevel(level, raw, direction),
  },
  { key: 'urgency', title: 'URGENCY', value: ({ urgency }) => urgency },
  {
    key: 'daysFrom',
    title: 'DAYS FROM',
    value: ({ forecast: { left } }) => (left.is === 'days' ? left.from : left.is === 'over' ? 0 : undefined),
  },
  {
    key: 'daysTo',
    title: 'DAYS TO',
    value: ({ forecast: { left } }) => (left.is === 'days' ? left.to : left.is === 'over' ? 0 : undefined),
  },
  {
    key: 'forecast',
    title: 'FORECAST',
    value: ({ forecast, supply }) => wordsOfDaysLeft(forecast.left, supply.direction),
  },
  {
    key: 'replacedAt',
    title: 'REPLACED',
    value: ({ forecast: { replaced } }) =>
      replaced.length === 0 ? undefined : new Date(replaced.at(-1)!.at).toISOString(),
  },
];
