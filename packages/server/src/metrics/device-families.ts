import { type Device, knownReadings } from '@quietport/core';
import { type Family, renderPoint } from './family.ts';
import { labelText } from './label-text.ts';
import { levelNumbers, levelWord } from './levels.ts';

type Lines = Readonly<Record<string, string>>;
type Labels = Readonly<Record<string, string>>;

/** The lines of devices by family. A device that is the same object has the same lines: fusion makes new ones. */
export class DeviceLines {
  readonly #known = new WeakMap<Device, { readonly virtual: boolean; readonly lines: Lines }>();

  families(devices: readonly Device[], virtual: boolean): Family[] {
    const all = devices.map((device) => this.#of(device, virtual));
    return DEVICE_FAMILIES.map((family) => ({ ...family, lines: all.flatMap((lines) => lines[family.name] ?? []) }));
  }

  #of(device: Device, virtual: boolean): Lines {
    const known = this.#known.get(device);
    if (known?.virtual === virtual) return known.lines;
    const lines = linesOf(device, virtual);
    this.#known.set(device, { virtual, lines });
    return lines;
  }
}

/** What one device shows, under the names of `DEVICE_FAMILIES`. Values are those of its last observations. */
function linesOf(device: Device, virtual: boolean): Lines {
  const lines: Record<string, string> = {};
  const base: Labels = { device: device.id, virtual: String(virtual) };
  const add = (name: DeviceFamilyName, value: number | undefined, more: Labels = {}) => {
    if (value === undefined) return;
    const line = renderPoint(name, { labels: { ...base, ...more }, value });
    lines[name] = lines[name] === undefined ? line : `${lines[name]}\n${line}`;
  };
  const fact = (key: 'make' | 'model' | 'name' | 'location' | 'firmware') => labelText(device.facts[key]?.value ?? '');
  const [make, model, name, location, firmware] = [
    fact('make'),
    fact('model'),
    fact('name'),
    fact('location'),
    fact('firmware'),
  ];
  add('quietport_device_info', 1, { kind: device.kind, make, model, name, location, firmware });
  for (const state of STATES) add('quietport_device_state', Number(device.state.word === state), { state });
  add('quietport_device_first_seen_timestamp_seconds', device.seen.first / 1000);
  add('quietport_device_last_seen_timestamp_seconds', device.seen.last / 1000);
  for (const [source, at] of newestReadings(device))
    add('quietport_device_reading_timestamp_seconds', at / 1000, { source });
  for (const severity of SEVERITIES)
    add('quietport_device_alerts', device.alerts.filter((row) => row.severity === severity).length, { severity });

  const names = [...knownReadings(device).keys()].map((key) => labelText(key.slice(key.indexOf('.') + 1)));
  for (const [i, { level, direction, kind, colorant, name: title }] of device.supplies.slice(0, MOST_ROWS).entries()) {
    const supply = names[i]!;
    const { ratio, min, max } = levelNumbers(level);
    const info = { supply, kind, colorant: labelText(colorant ?? ''), direction, title: labelText(title) };
    add('quietport_supply_info', 1, info);
    add('quietport_supply_level_ratio', ratio, { supply });
    add('quietport_supply_level_min_ratio', min, { supply });
    add('quietport_supply_level_max_ratio', max, { supply });
    add('quietport_supply_level_state', 1, { supply, level: levelWord(level, direction) });
  }
  const behind = names.slice(device.supplies.length);
  for (const [i, { level, problem }] of device.trays.slice(0, MOST_ROWS).entries()) {
    const tray = behind[i]!;
    const { ratio, min, max } = levelNumbers(level);
    add('quietport_tray_level_ratio', ratio, { tray });
    add('quietport_tray_level_min_ratio', min, { tray });
    add('quietport_tray_level_max_ratio', max, { tray });
    add('quietport_tray_level_state', 1, { tray, level: levelWord(level, 'consumed') });
    for (const word of PROBLEMS) add('quietport_tray_problem', Number(problem === word), { tray, problem: word });
  }
  const counted = behind.slice(device.trays.length);
  for (const [i, { value, unit }] of device.counters.slice(0, MOST_ROWS).entries()) {
    const [family, factor] = COUNTERS[unit] ?? ['quietport_device_other_total', 1];
    const own: Labels = { counter: counted[i]! };
    add(family, value * factor, family === 'quietport_device_other_total' ? { ...own, unit: labelText(unit) } : own);
  }
  return lines;
}

function newestReadings({ supplies, trays, counters, alerts }: Device): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const { source, observedAt } of [...supplies, ...trays, ...counters, ...alerts])
    newest.set(source, Math.max(newest.get(source) ?? 0, observedAt));
  return newest;
}

const family = <N extends string>(name: N, type: Family['type'], help: string) => ({ name, type, help });

/** Every family that tells of devices, without its lines. */
export const DEVICE_FAMILIES = [
  family(
    'quietport_device_info',
    'info',
    'What a device is, always 1. Only here do texts of the device itself name it.',
  ),
  family('quietport_device_state', 'gauge', 'State set: 1 for the word that the device is in, 0 for every other one.'),
  family('quietport_device_first_seen_timestamp_seconds', 'gauge', 'When the device was heard for the first time.'),
  family('quietport_device_last_seen_timestamp_seconds', 'gauge', 'When the device was heard for the last time.'),
  family(
    'quietport_device_reading_timestamp_seconds',
    'gauge',
    'When supplies, trays, counters or alerts were last told by this protocol.',
  ),
  family('quietport_device_alerts', 'gauge', 'Alerts that the device itself tells of at present, by its severity.'),
  family('quietport_device_impressions_total', 'counter', 'Impressions in the life of the device.'),
  family('quietport_device_pages_total', 'counter', 'Pages in the life of the device.'),
  family('quietport_device_sheets_total', 'counter', 'Sheets in the life of the device.'),
  family('quietport_device_usage_seconds_total', 'counter', 'Time that a part of the device was in use.'),
  family('quietport_device_length_meters_total', 'counter', 'Length that has gone through the device.'),
  family('quietport_device_other_total', 'counter', 'Counts of the device in any other unit, which is a label.'),
  family(
    'quietport_supply_info',
    'info',
    'What a supply is, always 1. A filled one is a receptacle: its level is how full it is.',
  ),
  family('quietport_supply_level_ratio', 'gauge', 'Level of a supply, 0 to 1, only where the device tells it exactly.'),
  family('quietport_supply_level_min_ratio', 'gauge', 'Lower bound of a level that is told in steps.'),
  family('quietport_supply_level_max_ratio', 'gauge', 'Upper bound of a level that is told in steps.'),
  family('quietport_supply_level_state', 'gauge', 'What kind of a level the device tells, as a label; always 1.'),
  family(
    'quietport_tray_level_ratio',
    'gauge',
    'Level of a paper tray, 0 to 1, only where the device tells it exactly.',
  ),
  family('quietport_tray_level_min_ratio', 'gauge', 'Lower bound of a level that is told in steps.'),
  family('quietport_tray_level_max_ratio', 'gauge', 'Upper bound of a level that is told in steps.'),
  family('quietport_tray_level_state', 'gauge', 'What kind of a level the device tells, as a label; always 1.'),
  family('quietport_tray_problem', 'gauge', 'State set: 1 for the trouble that the tray has, all 0 where it has none.'),
] as const satisfies readonly Omit<Family, 'lines'>[];

type DeviceFamilyName = (typeof DEVICE_FAMILIES)[number]['name'];

/** Units of counters in base units of Prometheus. */
const COUNTERS: Readonly<Record<string, readonly [DeviceFamilyName, number]>> = {
  impressions: ['quietport_device_impressions_total', 1],
  pages: ['quietport_device_pages_total', 1],
  sheets: ['quietport_device_sheets_total', 1],
  hours: ['quietport_device_usage_seconds_total', 3600],
  meters: ['quietport_device_length_meters_total', 1],
  feet: ['quietport_device_length_meters_total', 0.3048],
};
export const STATES: readonly Device['state']['word'][] = [
  'idle',
  'processing',
  'stopped',
  'asleep',
  'off-by-habit',
  'unreachable',
  'not-observed',
  'unknown',
];
const SEVERITIES = ['critical', 'warning', 'report', 'other', 'unknown'] as const;
const PROBLEMS = ['warning', 'critical', 'offline'] as const;
// a device that makes up rows must not fill the database of whoever scrapes
const MOST_ROWS = 64;
