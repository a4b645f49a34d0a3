import { type Device, type Reading, wordsOfAge, wordsOfCounter, wordsOfDaysLeft, wordsOfLevel } from '@quietport/core';
import type { Status } from '@quietport/library';
import type { Column } from '../output/columns.ts';
import type { Style } from '../output/paint.ts';
import { modelOf } from './device-columns.ts';

/** One value of one device. */
export interface StatusRow {
  readonly device: Device;
  readonly what: string;
  readonly name: string;
  readonly value: string;
  readonly raw?: string;
  readonly source?: string;
  readonly at: number;
  /** How long ago, in words. */
  readonly age: string;
  readonly style?: Style;
}

export const statusColumns: readonly Column<StatusRow>[] = [
  { key: 'device', title: 'DEVICE', value: ({ device }) => modelOf(device) ?? device.id },
  { key: 'id', title: 'ID', value: ({ device }) => device.id, wide: true },
  { key: 'what', title: 'WHAT', value: ({ what }) => what, whole: true },
  { key: 'name', title: 'NAME', value: ({ name }) => name, whole: true },
  { key: 'value', title: 'VALUE', value: ({ value }) => value, style: ({ style }) => style },
  { key: 'raw', title: 'TOLD', value: ({ raw }) => raw, wide: true },
  { key: 'source', title: 'SOURCE', value: ({ source }) => source, whole: true },
  { key: 'age', title: 'AGE', value: ({ age }) => age, right: true, whole: true },
  { key: 'observed', title: 'OBSERVED', value: ({ at }) => new Date(at).toISOString(), wide: true },
];

/** The state of each device, then all that it tells. */
export function rowsOfStatus({ at: now, devices }: Status): readonly StatusRow[] {
  return devices.flatMap(({ device, checked, forecast }) => {
    const row = (
      what: string,
      name: string,
      value: string,
      reading: Reading,
      more: Partial<StatusRow> = {},
    ): StatusRow => ({
      device,
      what,
      name,
      value,
      source: reading.source,
      at: reading.observedAt,
      age: wordsOfAge(now - reading.observedAt),
      ...more,
    });
    const { state, seen } = device;
    return [
      {
        device,
        what: 'state',
        name: state.word,
        value: state.reasons.join(', '),
        at: seen.last,
        age: wordsOfAge(now - seen.last),
        style: styles[checked.word],
      },
      ...device.supplies.map((supply, i) => {
        const { name, kind, level, raw, direction, against } = supply;
        const value = wordsOfLevel(level, raw, direction);
        const others = against.map((other) => `${wordsOfLevel(other.level, other.raw, direction)} by ${other.source}`);
        const left = forecast?.supplies[i]?.forecast.left;
        const lasts = left?.is === 'days' ? `, lasts ${wordsOfDaysLeft(left, direction)}` : '';
        return row(kind, name, [value, ...others].join(', but ') + lasts, supply, { raw: rawText(raw) });
      }),
      ...device.trays.map((tray) => {
        const { name, level, raw, media, problem } = tray;
        const value = [wordsOfLevel(level, raw), media, problem].filter((part) => part !== undefined).join(', ');
        return row('tray', name, value, tray, { raw: rawText(raw) });
      }),
      ...device.counters.map((counter) => row('counter', counter.name, wordsOfCounter(counter), counter)),
      ...device.alerts.map((alert) => row('alert', alert.severity, alert.text ?? alert.code, alert)),
    ];
  });
}

function rawText({ level, max, unit }: { level?: number; max?: number; unit?: string }): string {
  return [level ?? '-', 'of', max ?? '-', unit ?? ''].join(' ').trim();
}

const styles: Readonly<Record<Status['devices'][number]['checked']['word'], Style>> = {
  ok: 'green',
  warning: 'yellow',
  critical: 'red',
  unknown: 'dim',
};
