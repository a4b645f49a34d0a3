import {
  type DaysLeft,
  type Supply,
  type SupplyForecast,
  wordsOfDaysLeft,
  wordsOfGap,
  wordsOfLevel,
} from '@quietport/core';
import type { DeviceForecast } from '../forecast/device-forecast.ts';
import type { ReorderPage, ReorderRow } from '../forecast/reorder.ts';
import { iso } from './readings.ts';

/** What to buy next, one page of it, as `quietport/supplies@1`. */
export function suppliesDocument({ rows, next }: ReorderPage, virtual: boolean): object {
  return { schema: 'quietport/supplies@1', virtual, supplies: rows.map(reorderRecord), next: next ?? null };
}

/** One supply of it. */
export function reorderRecord({ device, metric, supply, forecast, urgency }: ReorderRow): object {
  return {
    device: {
      id: device.id,
      name: device.facts.name?.value ?? null,
      make: device.facts.make?.value ?? null,
      model: device.facts.model?.value ?? null,
      location: device.facts.location?.value ?? null,
    },
    reading: metric,
    name: supply.name,
    kind: supply.kind,
    direction: supply.direction,
    colorant: supply.colorant ?? null,
    partNumber: supply.partNumber ?? null,
    level: supply.level,
    text: wordsOfLevel(supply.level, supply.raw, supply.direction),
    observedAt: iso(supply.observedAt),
    ...forecastFields(supply, forecast),
    urgency,
    replacedAt: forecast.replaced.length === 0 ? null : iso(forecast.replaced.at(-1)!.at),
  };
}

/** What is to be expected of one device as `quietport/forecast@1`. */
export function forecastDocument({ device, at, supplies, counters }: DeviceForecast): object {
  return {
    schema: 'quietport/forecast@1',
    device: device.id,
    at: iso(at),
    supplies: supplies.map(({ metric, supply, forecast, urgency }) => ({
      reading: metric,
      name: supply.name,
      ...forecastFields(supply, forecast),
      urgency,
      perDay: forecast.left.is === 'days' ? forecast.left.perDay : null,
      replacements: forecast.replaced.map(({ at: when, before, after }) => ({
        at: iso(when),
        before: shown(before, supply),
        after: shown(after, supply),
      })),
    })),
    counters: counters.map(({ metric, counter, pace }) => ({
      reading: metric,
      name: counter.name,
      unit: counter.unit,
      perDay: pace.is === 'pace' ? pace.perDay : null,
      days: pace.is === 'pace' ? pace.days : null,
      why: pace.is === 'pace' ? null : pace.why,
      text: pace.is === 'pace' ? `${countWords(pace.perDay)} a day` : `unknown: ${wordsOfGap(pace.why)}`,
    })),
  };
}

/** How long one supply lasts, for every document that shows it. */
export function forecastFields(supply: Supply, { left }: SupplyForecast): object {
  return {
    daysLeft: boundsOf(left),
    why: left.is === 'unknown' ? left.why : null,
    forecast: wordsOfDaysLeft(left, supply.direction),
  };
}

function boundsOf(left: DaysLeft): object | null {
  if (left.is === 'over') return { from: 0, to: 0 };
  return left.is === 'days' ? { from: left.from, to: left.to ?? null } : null;
}

/** As the device shows it: of a receptacle how full it is. */
function shown(left: number, { direction }: Supply): number {
  return Math.round((direction === 'filled' ? 1 - left : left) * 1e6) / 1e6;
}

function countWords(perDay: number): string {
  return perDay >= 10 ? String(Math.round(perDay)) : String(Math.round(perDay * 10) / 10);
}
