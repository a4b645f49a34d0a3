import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlertRule, everyDevice } from '../../model/alert-rule.ts';
import type { Device } from '../../model/device.ts';
import type { AlertChange } from '../../model/raised-alert.ts';
import type { Supply } from '../../model/reading.ts';
import type { SupplyLevel } from '../../model/supply-level.ts';
import { builtInRules } from './built-in-rules.ts';
import { type AlertMemory, type AlertScene, stepAlerts } from './step-alerts.ts';

const START = Date.UTC(2026, 10, 23, 8);
const MINUTE = 60_000;
const DAY = 86_400_000;

function device(id: string, at: number, more: Partial<Device> = {}): Device {
  return {
    ...{ id, provisional: false, aliases: [], kind: 'printer', facts: {}, hostnames: [`printer-${id}`] },
    ...{
      interfaces: [],
      ports: [],
      supplies: [],
      trays: [],
      counters: [],
      alerts: [],
      merges: [],
      observations: ['o1'],
    },
    ...{ state: { word: 'idle', reasons: [], since: at }, seen: { first: START - 30 * DAY, last: at } },
    ...more,
  };
}

const stopped = (at: number, ...reasons: string[]): Partial<Device> => ({
  state: { word: 'stopped', reasons, since: at },
});

function black(level: SupplyLevel, observedAt: number): Supply {
  return {
    ...{ name: 'Black', kind: 'toner', colorant: 'black', direction: 'consumed', level, observedAt, source: 'snmp' },
    ...{ raw: { level: 1, max: 100, unit: 'percent' }, also: [], against: [] },
    evidence: { observation: 'o1', protocol: 'snmp', path: 'x', rule: 'told' },
  } as unknown as Supply;
}

/** Takes steps, minute by minute, and gives what happened. */
class Film {
  memory: AlertMemory = { open: new Map(), pending: new Map() };
  at = START;
  #ids = 0;
  rules: readonly AlertRule[] = builtInRules;

  step(devices: (at: number) => readonly Device[], more: Partial<AlertScene> = {}): readonly AlertChange[] {
    this.at += MINUTE;
    const step = stepAlerts(
      this.memory,
      {
        ...{ at: this.at, elapsedMs: MINUTE, devices: devices(this.at), rules: this.rules, lookedAt: this.at },
        ...{ newSince: START - DAY, beside: () => ({}), ...more },
      },
      () => `a${++this.#ids}`,
    );
    this.memory = step.memory;
    return step.changes;
  }

  run(minutes: number, devices: (at: number) => readonly Device[], more: Partial<AlertScene> = {}): readonly string[] {
    return Array.from({ length: minutes }).flatMap(() =>
      this.step(devices, more).map(({ what, alert }) => `${what} ${alert.rule} ${alert.device ?? '-'}`),
    );
  }
}

describe('alerts', () => {
  test('a jam is one alert by whatever words, starts after its hold, and ends with the same id', () => {
    const film = new Film();
    const jam = (at: number) => [device('d', at, stopped(START, 'media-jam-error', 'door-open'))];
    expect(film.run(1, jam)).toEqual([]);
    const [started] = film.step(jam);
    expect(started).toMatchObject({ what: 'started', alert: { rule: 'jam', severity: 'critical', device: 'd' } });
    expect(film.run(30, jam)).toEqual([]);
    const over = (at: number) => [device('d', at)];
    const changes = [film.step(over), film.step(over), film.step(over)].flat();
    expect(changes).toMatchObject([{ what: 'ended', alert: { id: started!.alert.id, ended: 'over' } }]);
  });

  test('what is so for a moment is no alert', () => {
    const film = new Film();
    const said = Array.from({ length: 20 }).flatMap((_, i) =>
      film.run(1, (at) => [i % 2 === 0 ? device('d', at, stopped(at, 'media-empty')) : device('d', at)]),
    );
    expect(said).toEqual([]);
  });

  test('a device that flaps between reachable and not is told of once while it does', () => {
    const film = new Film();
    const away = (at: number) => [
      device('d', at, { state: { word: 'unreachable', reasons: ['no-answer'], since: START } }),
    ];
    const said = [...film.run(3, away), ...film.run(2, (at) => [device('d', at)])];
    expect(said).toEqual(['started unreachable d', 'ended unreachable d']);
  });

  test.each(['asleep', 'off-by-habit', 'not-observed'] as const)('%s is never told as unreachable', (word) => {
    const film = new Film();
    expect(film.run(600, (at) => [device('d', at, { state: { word, reasons: [], since: START } })])).toEqual([]);
  });

  test('while we are blind there is one alert, and nothing else starts or ends', () => {
    const film = new Film();
    const fifty = (at: number, more: (i: number) => Partial<Device>) =>
      Array.from({ length: 50 }, (_, i) => device(`d${i}`, at, more(i)));
    film.run(10, (at) => fifty(at, (i) => (i < 5 ? stopped(START, 'media-jam-error') : {})));
    expect(film.memory.open.size).toBe(5);
    const blind = { blind: { since: START, text: 'The interface eth0 is gone.' }, lookedAt: START };
    const unseen = (at: number) => fifty(at, () => ({ state: { word: 'not-observed', reasons: [], since: at } }));
    expect(film.run(60, unseen, blind)).toEqual(['started observer-blind -']);
    const back = film.run(5, (at) => fifty(at, (i) => (i < 5 ? stopped(START, 'media-jam-error') : {})));
    expect(back).toEqual(['ended observer-blind -']);
  });

  test('levels start and end with room in between, and steps count by their bounds', () => {
    const film = new Film();
    const level = (ratio: number) => (at: number) => [
      device('d', at, { supplies: [black({ type: 'exact', ratio }, at)] }),
    ];
    expect(film.run(5, level(0.12))).toEqual([]);
    expect(film.run(5, level(0.09))).toEqual(['started supply-low d']);
    expect(film.run(5, level(0.12))).toEqual([]);
    expect(film.run(5, level(0.005))).toEqual(['changed supply-empty d']);
    expect(film.run(5, level(0.9))).toEqual(['ended supply-empty d']);
    const low: SupplyLevel = { type: 'step', label: 'low', min: 0, max: 0.1 };
    expect(film.run(5, (at) => [device('d', at, { supplies: [black(low, at)] })])).toEqual(['started supply-low d']);
  });

  test('a supply that will run out is told once, and as low when it is', () => {
    const film = new Film();
    const at = (ratio: number) => (now: number) => [
      device('d', now, { supplies: [black({ type: 'exact', ratio }, now)] }),
    ];
    const days = { beside: () => ({ daysLeft: new Map([['supply.black', 3]]) }) };
    expect(film.run(5, at(0.3), days)).toEqual(['started runs-out-soon d']);
    expect(film.run(5, at(0.05), days).toSorted()).toEqual(['ended runs-out-soon d', 'started supply-low d']);
  });

  test.each<SupplyLevel>([
    { type: 'at-least-some' },
    { type: 'unknown' },
    { type: 'unlimited' },
    { type: 'unsupported' },
  ])('of a level that is $type no number is made up', (level) => {
    const film = new Film();
    expect(film.run(30, (at) => [device('d', at, { supplies: [black(level, at)] })])).toEqual([]);
  });

  test('a device that went into another takes its alert along; one that is gone ends it', () => {
    const film = new Film();
    film.run(5, (at) => [device('d', at, stopped(START, 'media-jam-error'))]);
    const [open] = [...film.memory.open.values()];
    expect(film.run(5, (at) => [device('e', at, { ...stopped(START, 'media-jam-error'), aliases: ['d'] })])).toEqual(
      [],
    );
    expect([...film.memory.open.values()][0]!.alert).toMatchObject({ id: open!.alert.id, device: 'e' });
    expect(film.run(1, () => [])).toEqual(['ended jam e']);
  });

  test('a rule that is switched off ends what it made, and a scope leaves others alone', () => {
    const film = new Film();
    const jam = (at: number) => ['d', 'e'].map((id) => device(id, at, stopped(START, 'media-jam-error')));
    film.rules = builtInRules.map((rule) =>
      rule.id === 'jam' ? { ...rule, scope: { ...everyDevice, devices: ['e'] } } : rule,
    );
    expect(film.run(5, jam)).toContain('started jam e');
    expect([...film.memory.open.values()].filter(({ alert }) => alert.rule === 'jam')).toHaveLength(1);
    film.rules = film.rules.map((rule) => ({ ...rule, enabled: false }));
    expect(film.run(2, jam)).toContain('ended jam e');
    expect(film.memory.open.size).toBe(0);
  });

  test('a restart goes on where it was: memory is plain data, and nothing is told twice', () => {
    const film = new Film();
    const jam = (at: number) => [device('d', at, stopped(START, 'media-jam-error'))];
    film.run(5, jam);
    const { open, pending } = JSON.parse(
      JSON.stringify({ open: [...film.memory.open], pending: [...film.memory.pending] }),
    ) as { open: never[]; pending: never[] };
    film.memory = { open: new Map(open), pending: new Map(pending) };
    expect(film.run(5, jam)).toEqual([]);
    expect(film.run(5, (at) => [device('d', at)])).toEqual(['ended jam d']);
  });

  test('whatever devices do, each alert starts once, ends at most once, and never before it started', () => {
    const word = fc.constantFrom('idle', 'stopped', 'asleep', 'unreachable', 'not-observed', 'processing' as const);
    const ratio = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined });
    const frame = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c'), word, ratio }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 60 }), fc.array(fc.boolean(), { maxLength: 60 }), (frames, blinds) => {
        const film = new Film();
        const alive = new Set<string>();
        const seen = new Set<string>();
        for (const [i, rows] of frames.entries()) {
          const one = new Map(rows.map((row) => [row.id, row]));
          const changes = film.step(
            (at) =>
              [...one.values()].map(({ id, word: w, ratio: r }) =>
                device(id, at, {
                  state: { word: w as 'idle', reasons: w === 'stopped' ? ['media-jam-error'] : [], since: at },
                  supplies: r === undefined ? [] : [black({ type: 'exact', ratio: r }, at)],
                }),
              ),
            blinds[i] ? { blind: { since: START, text: 'x' } } : {},
          );
          for (const { what, alert } of changes) {
            if (what === 'started') {
              expect(seen.has(alert.id)).toBe(false);
              seen.add(alert.id);
              alive.add(alert.id);
            } else expect(alive.has(alert.id)).toBe(true);
            if (what === 'ended') alive.delete(alert.id);
          }
          expect(new Set([...film.memory.open.values()].map(({ alert }) => alert.id))).toEqual(alive);
          const causes = [...film.memory.open.values()].map(({ alert }) => `${alert.device} ${alert.cause}`);
          expect(new Set(causes).size).toBe(causes.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});
