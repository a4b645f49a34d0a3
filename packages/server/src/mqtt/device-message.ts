import { checkDevice, type Device, knownReadings, percentOf, wordsOfCounter, wordsOfLevel } from '@quietport/core';
import { safeKeys } from './keys.ts';

/** The readings of a device, each with the key that it has in its message. */
export interface KeyedReadings {
  readonly supplies: readonly (Device['supplies'][number] & { readonly key: string })[];
  readonly trays: readonly (Device['trays'][number] & { readonly key: string })[];
  readonly counters: readonly (Device['counters'][number] & { readonly key: string })[];
}

export function keyedReadings(device: Device): KeyedReadings {
  const names = [...knownReadings(device).keys()].map((name) => name.slice(name.indexOf('.') + 1));
  const keyed = <T>(rows: readonly T[], from: number) => {
    const own = rows.slice(0, MOST_ROWS);
    const keys = safeKeys(names.slice(from, from + own.length));
    return own.map((row, i) => ({ ...row, key: keys[i]! }));
  };
  const { supplies, trays, counters } = device;
  return {
    supplies: keyed(supplies, 0),
    trays: keyed(trays, supplies.length),
    counters: keyed(counters, supplies.length + trays.length),
  };
}

/**
 * How a device is, as `quietport/mqtt-device@1`: what stands on its topic, and what the templates of Home Assistant read. It
 * holds no time of its own, so that it changes only when something of the device does.
 */
export function deviceMessage(device: Device, readings: KeyedReadings, virtual: boolean): object {
  // by age alone nobody is in trouble here: its state says whether it is there
  const { word, complaints } = checkDevice(device, device.seen.last, MARKS);
  return {
    schema: 'quietport/mqtt-device@1',
    id: device.id,
    virtual,
    kind: device.kind,
    make: device.facts.make?.value ?? null,
    model: device.facts.model?.value ?? null,
    name: device.facts.name?.value ?? null,
    state: device.state.word,
    reasons: device.state.reasons,
    since: new Date(device.state.since).toISOString(),
    connected: CONNECTED[device.state.word],
    problem: word === 'unknown' ? null : word !== 'ok',
    complaints: complaints.map(({ text }) => text),
    supplies: Object.fromEntries(
      readings.supplies.map(({ key, name, kind, direction, level, raw }) => [
        key,
        {
          name,
          kind,
          direction,
          percent: level.type === 'exact' ? percentOf(level.ratio) : null,
          level: wordsOfLevel(level, raw, direction),
        },
      ]),
    ),
    trays: Object.fromEntries(
      readings.trays.map(({ key, name, level, raw, problem }) => [
        key,
        {
          name,
          percent: level.type === 'exact' ? percentOf(level.ratio) : null,
          level: wordsOfLevel(level, raw),
          problem: problem ?? null,
        },
      ]),
    ),
    counters: Object.fromEntries(
      readings.counters.map((row) => [row.key, { value: row.value, unit: row.unit, text: wordsOfCounter(row) }]),
    ),
  };
}

/** Asleep is not offline. Where nobody could look, nobody knows. */
const CONNECTED: Readonly<Record<Device['state']['word'], boolean | null>> = {
  idle: true,
  processing: true,
  stopped: true,
  asleep: true,
  'off-by-habit': false,
  unreachable: false,
  'not-observed': null,
  unknown: null,
};
const MARKS = { warning: 0.1, critical: 0.02, maxAgeMs: Number.POSITIVE_INFINITY };
// a device that makes up rows must not fill the broker
const MOST_ROWS = 64;
