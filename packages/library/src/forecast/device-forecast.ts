import {
  type Counter,
  type CountPace,
  type Device,
  forecastSupply,
  knownReadings,
  type Millis,
  paceOfCounter,
  type Sample,
  type Store,
  type Supply,
  type SupplyForecast,
  type Urgency,
  urgencyOf,
} from '@quietport/core';

/** What is to be expected of one device. */
export interface DeviceForecast {
  readonly device: Device;
  readonly at: Millis;
  readonly supplies: readonly ForecastSupply[];
  readonly counters: readonly { readonly metric: string; readonly counter: Counter; readonly pace: CountPace }[];
}

export interface ForecastSupply {
  /** The name of its line in the history. */
  readonly metric: string;
  readonly supply: Supply;
  readonly forecast: SupplyForecast;
  readonly urgency: Urgency;
}

/** Forecasts from what the store has written down: two months hour by hour, and two years day by day where that tells too little. */
export async function forecastDevice(
  device: Device,
  store: Pick<Store, 'samples'>,
  now: Millis,
): Promise<DeviceForecast> {
  const { names, counters: first } = linesOf(device);
  const supplies: ForecastSupply[] = [];
  for (const [i, supply] of device.supplies.entries()) {
    const metric = names[i]!;
    const line = (since: number, everyMs: number) => lineOf(device, metric, store, { since: now - since, everyMs });
    const near = forecastSupply(await line(NEAR_MS, HOUR_MS), supply.direction, now);
    const forecast = saysLittle(near) ? forecastSupply(await line(FAR_MS, DAY_MS), supply.direction, now) : near;
    supplies.push({ metric, supply, forecast, urgency: urgencyOf(supply, forecast.left) });
  }
  const counters = [];
  for (const [i, counter] of device.counters.entries()) {
    const metric = names[first + i]!;
    const line = await lineOf(device, metric, store, { since: now - NEAR_MS, everyMs: 6 * HOUR_MS });
    counters.push({ metric, counter, pace: paceOfCounter(line, now) });
  }
  return { device, at: now, supplies, counters };
}

/** Before anything was read: every forecast is being worked out. */
export function pendingForecast(device: Device, now: Millis): DeviceForecast {
  const { names, counters: first } = linesOf(device);
  const unknown = { is: 'unknown', why: 'pending' } as const;
  return {
    device,
    at: now,
    supplies: device.supplies.map((supply, i) => ({
      metric: names[i]!,
      supply,
      forecast: { left: unknown, replaced: [] },
      urgency: urgencyOf(supply, unknown),
    })),
    counters: device.counters.map((counter, i) => ({ metric: names[first + i]!, counter, pace: unknown })),
  };
}

/** The names of the lines, in the order of supplies, trays, counters. */
function linesOf(device: Device): { readonly names: readonly string[]; readonly counters: number } {
  return {
    names: [...knownReadings(device).keys()],
    counters: device.supplies.length + device.trays.length,
  };
}

function lineOf(
  { id, aliases }: Device,
  metric: string,
  { samples }: Pick<Store, 'samples'>,
  span: { readonly since: Millis; readonly everyMs: number },
): Promise<readonly Sample[]> {
  return samples.of([id, ...aliases], { metric, ...span, most: MOST });
}

function saysLittle({ left }: SupplyForecast): boolean {
  return left.is === 'unknown' && (left.why === 'too-few' || left.why === 'stands-still');
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NEAR_MS = 60 * DAY_MS;
const FAR_MS = 730 * DAY_MS;
const MOST = 4_000;
