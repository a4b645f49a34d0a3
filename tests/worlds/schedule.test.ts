import { Schedule, type WatchedDevice } from '@quietport/core';
import { ManualClock, seededDice } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const EVERY = 5 * MINUTE;

function watched(id: string, more: Partial<WatchedDevice['protocols'][number]> = {}, asleep = false): WatchedDevice {
  return { id, asleep, protocols: [{ protocol: 'snmp', everyMs: EVERY, wakes: false, ...more }] };
}

/** Lets time go on and does what is due, at most `most` devices a second; tells the second of each turn. */
async function run(clock: ManualClock, schedule: Schedule, ms: number, most = 8, answered = true) {
  const seconds: { at: number; device: string }[] = [];
  for (let passed = 0; passed < ms; passed += 1000) {
    await clock.advance(1000);
    for (const turn of schedule.due(most)) {
      seconds.push({ at: clock.monotonic(), device: turn.device });
      schedule.told(turn, answered);
    }
  }
  return seconds;
}

describe('the schedule', () => {
  it('brings no storm after a restart: a thousand overdue devices are spread over a minute, within the budget', async () => {
    const clock = new ManualClock();
    const schedule = new Schedule(clock, seededDice(1));
    const overdue = { lastAt: clock.now() - 30 * 24 * 60 * MINUTE };
    schedule.sync(Array.from({ length: 1000 }, (_, i) => watched(`d${i}`, overdue)));
    expect(schedule.due(1000)).toEqual([]);
    const turns = await run(clock, schedule, 3 * MINUTE, 20);
    expect(new Set(turns.map(({ device }) => device)).size).toBe(1000);
    const perSecond = groupBy(turns);
    expect(Math.max(...[...perSecond.values()].map((rows) => rows.length))).toBeLessThanOrEqual(20);
  });

  it('goes on from what was answered before the restart: who was just asked waits for his turn', async () => {
    const clock = new ManualClock();
    const schedule = new Schedule(clock, seededDice(2));
    schedule.sync([watched('fresh', { lastAt: clock.now() - MINUTE })]);
    expect(await run(clock, schedule, 3.5 * MINUTE)).toEqual([]);
    expect(await run(clock, schedule, MINUTE)).toHaveLength(1);
  });

  it('asks a device that answers about as often as it should, never at a beat', async () => {
    const clock = new ManualClock();
    const schedule = new Schedule(clock, seededDice(3));
    schedule.sync([watched('steady')]);
    const times = (await run(clock, schedule, 100 * MINUTE)).map(({ at }) => at);
    const gaps = times.slice(1).map((at, i) => at - times[i]!);
    expect(gaps.length).toBeGreaterThan(17);
    for (const gap of gaps) {
      expect(gap).toBeGreaterThanOrEqual(EVERY * 0.9);
      expect(gap).toBeLessThanOrEqual(EVERY * 1.1 + 1000);
    }
    expect(new Set(gaps).size).toBeGreaterThan(5);
  });

  it('asks who is silent ever less often, four hours apart at last, and at the usual pace again once it answers', async () => {
    const clock = new ManualClock();
    const schedule = new Schedule(clock, seededDice(4));
    schedule.sync([watched('silent')]);
    const silent = await run(clock, schedule, 24 * 60 * MINUTE, 8, false);
    expect(silent.length).toBeGreaterThanOrEqual(9);
    expect(silent.length).toBeLessThanOrEqual(13);
    const times = silent.map(({ at }) => at);
    expect(times.at(-1)! - times.at(-2)!).toBeLessThanOrEqual(4 * 60 * MINUTE * 1.1 + 1000);
    const again = await run(clock, schedule, 6 * 60 * MINUTE);
    expect(again.length).toBeGreaterThan(20);
  });

  it('asks who sleeps nothing that wakes, goes on with the rest, and comes back when it is awake', async () => {
    const clock = new ManualClock();
    const schedule = new Schedule(clock, seededDice(5));
    const both = (asleep: boolean): WatchedDevice => ({
      id: 'sleeper',
      asleep,
      protocols: [
        { protocol: 'snmp', everyMs: EVERY, wakes: false },
        { protocol: 'ipp', everyMs: EVERY, wakes: true },
      ],
    });
    const asked = async (ms: number) => {
      const protocols: string[] = [];
      for (let passed = 0; passed < ms; passed += 1000) {
        await clock.advance(1000);
        for (const turn of schedule.due(8)) {
          protocols.push(turn.protocol);
          schedule.told(turn, true);
        }
      }
      return protocols;
    };
    schedule.sync([both(true)]);
    expect(new Set(await asked(60 * MINUTE))).toEqual(new Set(['snmp']));
    schedule.sync([both(false)]);
    expect(schedule.due(8).map(({ protocol }) => protocol)).not.toContain('ipp');
    expect(await asked(2 * MINUTE)).toContain('ipp');
  });

  it('forgets who is gone, and keeps the turns of the others', async () => {
    const clock = new ManualClock();
    const schedule = new Schedule(clock, seededDice(6));
    expect(schedule.waitMs()).toBeUndefined();
    schedule.sync([watched('stays'), watched('goes')]);
    const before = schedule.waitMs();
    schedule.sync([watched('stays'), watched('goes')]);
    expect(schedule.waitMs()).toBe(before);
    schedule.sync([watched('stays')]);
    const turns = await run(clock, schedule, 10 * MINUTE);
    expect(new Set(turns.map(({ device }) => device))).toEqual(new Set(['stays']));
    schedule.told({ device: 'goes', protocol: 'snmp' }, true);
    expect(schedule.due(8)).toEqual([]);
  });
});

function groupBy(turns: readonly { at: number }[]): Map<number, unknown[]> {
  const groups = new Map<number, unknown[]>();
  for (const turn of turns) groups.set(turn.at, [...(groups.get(turn.at) ?? []), turn]);
  return groups;
}
