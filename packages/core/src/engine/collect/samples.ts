import type { Device } from '../../model/device.ts';
import type { Millis } from '../../model/observation.ts';
import type { Sample } from '../../model/sample.ts';
import type { RawLevel, SupplyLevel } from '../../model/supply-level.ts';
import { knownReadings, wordsOfLevel } from '../verdict/reading-words.ts';

/** What a device shows now, each thing with the time at which it was observed. */
export function samplesOf(device: Device): readonly Sample[] {
  const { id, state, seen, supplies, trays, counters, alerts } = device;
  // named in this order, each once
  const names = [...knownReadings(device).keys()];
  const values = [
    ...supplies.map(({ level, raw, direction }) => levelValue(level, raw, direction)),
    ...trays.map(({ level, raw }) => levelValue(level, raw)),
    ...counters.map(({ value }) => value),
    ...alerts.map(({ severity }) => severity),
  ];
  const times = [...supplies, ...trays, ...counters, ...alerts].map(({ observedAt }) => observedAt);
  const facts = FACTS.flatMap((fact) => {
    const known = device.facts[fact];
    return known === undefined ? [] : [{ device: id, metric: `fact.${fact}`, at: seen.last, value: known.value }];
  });
  return [
    // silence begins after the last word
    { device: id, metric: 'state', at: Math.max(state.since, seen.last), value: state.word },
    ...names.map((metric, i) => ({ device: id, metric, at: times[i]!, value: values[i]! })),
    ...facts,
  ];
}

/**
 * What of it is news after the latest samples of that device, by metric: a value that has changed, one that is the same
 * and was observed again long after, so that a gap in the line can be told from a value that stood still, and a `null`
 * for what the device has stopped telling. What a clock that was ahead wrote down holds nothing up.
 */
export function newSamples(device: Device, written: ReadonlyMap<string, Sample>, clock: Millis): readonly Sample[] {
  const latest = new Map([...written].filter(([, { at }]) => at <= clock + AHEAD_MS));
  const now = samplesOf(device);
  const news = now.filter(({ metric, at, value }) => {
    const before = latest.get(metric);
    if (before === undefined) return true;
    if (at <= before.at) return false;
    return before.value !== value || at - before.at >= HEARTBEAT_MS;
  });
  const told = new Set(now.map(({ metric }) => metric));
  const ended = [...latest.values()]
    .filter(({ metric, value, at }) => !told.has(metric) && value !== null && at < device.seen.last)
    .map(({ metric }) => ({ device: device.id, metric, at: device.seen.last, value: null }));
  return [...news, ...ended];
}

function levelValue(level: SupplyLevel, raw: RawLevel, direction?: 'consumed' | 'filled'): number | string {
  return level.type === 'exact' ? level.ratio : wordsOfLevel(level, raw, direction);
}

/** The facts whose changes people ask for. */
const FACTS = ['firmware', 'name', 'location'] as const;
const HEARTBEAT_MS = 3_600_000;
const AHEAD_MS = 3_600_000;
