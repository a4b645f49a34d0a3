import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fuse } from '../../packages/core/src/engine/fusion/fuse.ts';
import type { Device } from '../../packages/core/src/model/device.ts';
import { identified } from './snmp-served.ts';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const folder = new URL('snmp/brother-json/', corpus);
type Sensors = Readonly<Record<string, number | string>>;
const expected = new Map(
  readFileSync(new URL('INDEX.tsv', corpus), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([path = '']) => path.startsWith('snmp/brother-json/'))
    .map(([path = '', , , , cells = '{}']) => [
      path.slice('snmp/brother-json/'.length),
      (JSON.parse(cells) as { brotherLib?: { sensors: Sensors } }).brotherLib?.sensors,
    ]),
);

/** The objects of a Brother library's test as a walk; who it is stands in front, which that library does not ask. */
function walkOf(file: string): string {
  const objects = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string | string[] | null>;
  const rows = Object.entries(objects).flatMap(([oid, value]) => {
    if (value === null || oid === '1.3.6.1.2.1.2.2.1.6.1') return [];
    return typeof value === 'string' ? `${oid}|4|${value.replace(/\r/g, ' ')}` : `${oid}|4x|${value.join('')}`;
  });
  return ['1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.2435.2.3.9.1', ...rows].join('\n');
}

function deviceOf(text: string): Device | undefined {
  const vantage = { host: 'here', interface: 'eth0' };
  return fuse(
    identified(text).told.map((row, i) => ({ ...row, id: `o-${String(i).padStart(4, '0')}`, at: i, vantage })),
    [],
  ).devices[0];
}

const parts: readonly (readonly [sensor: RegExp, name: (match: readonly string[]) => string])[] = [
  [/^(black|cyan|magenta|yellow)_(?:toner|ink)_remaining$/, ([, colour = '']) => capital(colour)],
  [/^(black|cyan|magenta|yellow)_drum_remaining_life$/, ([, colour = '']) => `${capital(colour)} drum`],
  [/^drum_remaining_life$/, () => 'Drum'],
  [/^belt_unit_remaining_life$/, () => 'Belt unit'],
  [/^fuser_remaining_life$/, () => 'Fuser'],
  [/^pf_kit_1_remaining_life$/, () => 'Paper feeding kit 1'],
];

describe("supplies of a Brother's own tables", () => {
  const files = readdirSync(folder);

  it('are in seven recordings at least', () => {
    expect([...expected.values()].filter((sensors) => sensors !== undefined).length).toBeGreaterThan(6);
  });

  it.each(files)('%s: each percentage that its library reads', (file) => {
    const supplies = deviceOf(walkOf(file))?.supplies ?? [];
    let compared = 0;
    for (const [sensor, value] of Object.entries(expected.get(file) ?? {})) {
      for (const [pattern, nameOf] of parts) {
        const match = pattern.exec(sensor);
        if (match === null) continue;
        const level = supplies.find(({ name }) => name === nameOf(match))?.level;
        expect(level, sensor).toEqual({ type: 'exact', ratio: Number(value) / 100 });
        compared++;
      }
    }
    const numbers = supplies.filter(({ level }) => level.type === 'exact');
    const sensors = expected.get(file);
    // the index says nothing of the two that are made up; of the drum of an inkjet its library says nothing either
    if (sensors !== undefined && !('black_ink_remaining' in sensors)) expect(numbers).toHaveLength(compared);
  });

  it('stand in the place of "some" in the Printer-MIB: one supply, its name from there', () => {
    const row = (column: number, type: number, value: string | number) =>
      `1.3.6.1.2.1.43.11.1.1.${column}.1.1|${type}|${value}`;
    const mib = [row(4, 2, 3), row(5, 2, 3), row(6, 4, 'Black Toner Cartridge'), row(7, 2, 19), row(8, 2, -2)];
    const device = deviceOf([walkOf('dcp-l2540dn.json'), ...mib, row(9, 2, -3)].join('\n'));
    expect(device?.supplies.map(({ name, kind, level }) => [name, kind, level])).toEqual([
      ['Black Toner Cartridge', 'toner', { type: 'exact', ratio: 0.55 }],
      ['Drum', 'drum', { type: 'exact', ratio: 0.98 }],
    ]);
    expect(device?.supplies[0]).toMatchObject({ also: [{ level: { type: 'at-least-some' } }], against: [] });
  });

  it('count the pages that the library counts', () => {
    const counts = deviceOf(walkOf('dcp-l3550cdw.json'))?.counters.map(({ name, value }) => `${name} ${value}`);
    expect(counts).toEqual(expect.arrayContaining(['pages 1611', 'pages-monochrome 709', 'pages-color 902']));
  });
});

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
