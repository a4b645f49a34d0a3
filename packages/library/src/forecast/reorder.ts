import { type DaysLeft, Fault, type Urgency } from '@quietport/core';
import type { DeviceForecast, ForecastSupply } from './device-forecast.ts';

/** One supply of the list of what to buy next. */
export interface ReorderRow extends ForecastSupply {
  readonly device: DeviceForecast['device'];
}

export interface ReorderPage {
  readonly rows: readonly ReorderRow[];
  /** The cursor of the page after it. */
  readonly next: string | undefined;
}

/** Every supply of every device that is looked after, the most urgent first. */
export function reorderList(forecasts: readonly DeviceForecast[]): readonly ReorderRow[] {
  return forecasts
    .filter(({ device }) => device.ignored !== true)
    .flatMap(({ device, supplies }) => supplies.map((row) => ({ ...row, device })))
    .sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
}

/** The rows behind a cursor: behind a place in the order, whether the row that stood there is still there or not. Throws `request/bad-cursor`. */
export function reorderPage(rows: readonly ReorderRow[], most: number, cursor: string | undefined): ReorderPage {
  const place = cursor === undefined ? undefined : placeOf(cursor);
  const behind = place === undefined ? rows : rows.filter((row) => compareKeys(keyOf(row), place) > 0);
  const page = behind.slice(0, most);
  const last = page.at(-1);
  return { rows: page, next: behind.length > most && last !== undefined ? JSON.stringify(keyOf(last)) : undefined };
}

type Key = readonly [urgency: number, from: number, to: number, device: string, metric: string];

function keyOf({ urgency, forecast, device, metric }: ReorderRow): Key {
  const [from, to] = boundsOf(forecast.left);
  return [order.indexOf(urgency), from, to, device.id, metric];
}

/** What is unknown comes last of its kind. */
function boundsOf(left: DaysLeft): readonly [number, number] {
  if (left.is === 'over') return [0, 0];
  return left.is === 'days' ? [left.from, left.to ?? FAR] : [FAR, FAR];
}

function compareKeys(a: Key, b: Key): number {
  for (const [i, one] of a.entries()) {
    const other = b[i]!;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

function placeOf(cursor: string): Key {
  let key: unknown;
  try {
    key = JSON.parse(cursor);
  } catch (error) {
    throw new Fault('request/bad-cursor', {}, error);
  }
  const types = ['number', 'number', 'number', 'string', 'string'];
  if (!Array.isArray(key) || key.length !== types.length || types.some((type, i) => typeof key[i] !== type))
    throw new Fault('request/bad-cursor');
  // checked just now
  return key as unknown as Key;
}

const order: readonly Urgency[] = ['now', 'soon', 'later', 'unknown'];
const FAR = 99_999;
