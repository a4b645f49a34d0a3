import type { Dice, Sample, VirtualDevice } from '@quietport/core';
import { seededDice, unit } from '../seeded-dice.ts';

/** One line of what a virtual device shows now. `filled`: a receptacle. */
export interface ShownLine {
  readonly sample: Sample;
  readonly filled?: boolean;
}

/**
 * What a virtual device has shown in the weeks before, as far as its lines have a past: it ends in what it shows now. It
 * works by day and hardly at weekends, its counters count what its supplies lose, cartridges are changed when they are
 * nearly empty, and a sleeper sleeps at night. The same device has the same past, counted back from now.
 */
export function pastOf(device: VirtualDevice, shown: readonly ShownLine[], now: number): readonly Sample[] {
  const dice = seededDice(seedOf(device.id));
  const days = DAYS_OF[device.id] ?? 35 + Math.floor(unit(dice) * 25);
  const work = workBefore(dice, days, now);
  return shown.flatMap((line) => {
    const own = seededDice(seedOf(`${device.id} ${line.sample.metric}`));
    const { metric, value } = line.sample;
    const [family] = metric.split('.');
    if (family === 'state') return states(line.sample, device, work);
    if (family === 'fact') return [{ ...line.sample, at: work[0]!.at }];
    if (family === 'counter' && typeof value === 'number') return told(line.sample, counted(value, work), work);
    if (family === 'supply' && typeof value === 'number') return told(line.sample, worn(value, line, own, work), work);
    if (family === 'supply' && typeof value === 'string')
      return told(
        line.sample,
        work.map(() => value),
        work,
      );
    return [];
  });
}

/** One hour of the past: what had been done up to it, and what was done in it; a working day does one. */
interface Hour {
  readonly at: number;
  readonly done: number;
  readonly busy: number;
}

function workBefore(dice: Dice, days: number, now: number): readonly Hour[] {
  const last = Math.floor(now / HOUR_MS) * HOUR_MS - HOUR_MS;
  const hours: Hour[] = [];
  let done = 0;
  let ofDay = 1;
  for (let at = last - days * DAY_MS; at <= last; at += HOUR_MS) {
    const hour = new Date(at).getUTCHours();
    const weekend = [0, 6].includes(new Date(at).getUTCDay());
    // some days are busy, some are not, and now and then nobody is there
    if (hour === 0) ofDay = unit(dice) < 0.04 ? 0 : 0.5 + unit(dice);
    const open = hour >= 8 && hour < 18;
    const chance = unit(dice);
    const busy = open ? (ofDay * (weekend ? 0.04 : 1) * (0.4 + 1.2 * chance)) / 10 : 0;
    done += busy;
    hours.push({ at, done, busy });
  }
  return hours;
}

/** A few hundred working days lie behind each of them. */
function counted(value: number, work: readonly Hour[]): readonly number[] {
  const all = work.at(-1)!.done;
  return work.map(({ done }) => Math.max(0, value - Math.round(((all - done) * value) / LIFE_DAYS)));
}

/** Backwards from the level of now: what was used since then was there before, up to a full one, and before it the last of another. */
function worn(value: number, { filled = false }: ShownLine, dice: Dice, work: readonly Hour[]): readonly number[] {
  const aDay = 1 / (14 + 40 * unit(dice));
  const left = filled ? 1 - value : value;
  const all = work.at(-1)!.done;
  const changedAt = 0.01 + 0.04 * unit(dice);
  return work.map(({ done }) => {
    const before = left + (all - done) * aDay;
    const room = before <= 1 ? before : changedAt + ((before - 1) % (1 - changedAt));
    return Math.round((filled ? 1 - room : room) * 100) / 100;
  });
}

function states({ value, ...line }: Sample, { state }: VirtualDevice, work: readonly Hour[]): readonly Sample[] {
  const rests = state === 'asleep' ? 'asleep' : 'idle';
  let before: Sample['value'] = null;
  const found = work.flatMap(({ at, busy }, i): Sample[] => {
    const word = busy > 0.03 ? 'processing' : busy > 0 ? 'idle' : rests;
    if (word === before && i % 6 !== 0) return [];
    before = word;
    return [{ ...line, at, value: word }];
  });
  return value === before ? found : [...found, { ...line, at: work.at(-1)!.at + 1, value }];
}

/** Where it changed, and four times a day. */
function told(line: Sample, values: readonly (number | string)[], work: readonly Hour[]): readonly Sample[] {
  return work.flatMap(({ at }, i) => {
    const value = values[i]!;
    return i > 0 && values[i - 1] === value && i % 6 !== 0 ? [] : [{ ...line, at, value }];
  });
}

function seedOf(text: string): number {
  let seed = 7;
  for (const letter of text) seed = (seed * 31 + letter.codePointAt(0)!) | 0;
  return seed;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LIFE_DAYS = 500;
/** Who came only the other day has hardly a past. */
const DAYS_OF: Readonly<Record<string, number>> = { labels: 2 };
