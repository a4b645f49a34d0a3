import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fuse } from '../../packages/core/src/engine/fusion/fuse.ts';
import type { Device } from '../../packages/core/src/model/device.ts';
import type { Told } from '../../packages/core/src/model/observation.ts';
import type { Supply } from '../../packages/core/src/model/reading.ts';
import { claimsOf } from '../../packages/core/src/protocols/ipp/claims.ts';
import { decodeIpp } from '../../packages/core/src/protocols/ipp/codec.ts';
import { describeSnmp } from '../../packages/core/src/protocols/snmp/describe.ts';
import { identified, recordings } from './snmp-served.ts';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const index = new Map(
  readFileSync(new URL('INDEX.tsv', corpus), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([path = '', , , , expected = '{}']) => [path, expected]),
);

/** A row of the index: place, description, capacity, level, type, as the wire has them. */
type RawRow = readonly [number, string, string, string, string | null];

function rawOf(path: string): readonly RawRow[] {
  const { raw = {} } = JSON.parse(index.get(path) ?? '{}') as {
    raw?: { supplies_idx_descr_max_level_type?: RawRow[] };
  };
  return raw.supplies_idx_descr_max_level_type ?? [];
}

function deviceOf(told: readonly Told[]): Device {
  const vantage = { host: 'here', interface: 'eth0' };
  const [device] = fuse(
    told.map((row, i) => ({ ...row, id: `o-${String(i).padStart(4, '0')}`, at: i, vantage })),
    [],
  ).devices;
  if (device === undefined) throw new Error('somebody answered');
  return device;
}

/** What the rules of RFC 3805 make of the two numbers, written a second time and otherwise. */
function levelOf([, , max, level]: RawRow): Supply['level'] {
  const words: Record<string, Supply['level']['type']> = { '-1': 'unlimited', '-2': 'unknown', '-3': 'at-least-some' };
  const word = words[level];
  if (word !== undefined) return { type: word } as Supply['level'];
  return Number(max) > 0 ? { type: 'exact', ratio: Number(level) / Number(max) } : { type: 'unknown' };
}

const walks = recordings();
const withSupplies = walks.filter(({ file }) => rawOf(`snmp/${file}`).length > 0);

describe('supplies of the recorded walks', () => {
  it('are in at least ten recordings', () => {
    expect(withSupplies.length).toBeGreaterThan(10);
  });

  for (const quirks of [{}, { 'snmp.version': '1' }]) {
    const version = 'snmp.version' in quirks ? 'version 1' : 'version 2c';
    it.each(withSupplies)(`$file tells exactly its rows in ${version}`, ({ file, text }) => {
      // a recording under a context lacks the system group: without it nobody is asked for more
      const greeting = file.includes('@') ? '1.3.6.1.2.1.1.1.0|4|HP ETHERNET MULTI-ENVIRONMENT\n' : '';
      const { supplies } = deviceOf(identified(greeting + text, quirks).told);
      const rows = rawOf(`snmp/${file}`);
      expect(supplies.map(({ raw, level }) => [String(raw.max), String(raw.level), level])).toEqual(
        rows.map((row) => [row[2], row[3], levelOf(row)]),
      );
      for (const [i, [, description]] of rows.entries()) expect(description.startsWith(supplies[i]!.name)).toBe(true);
    });
  }

  it.each(walks.filter(({ file }) => !withSupplies.some((one) => one.file === file)))(
    '$file has no supplies, and none are invented',
    ({ text }) => {
      const { told } = identified(text);
      expect(told.length === 0 ? [] : deviceOf(told).supplies).toEqual([]);
    },
  );

  it.each(withSupplies)('$file: the evidence of every reading is the field that told it', ({ text }) => {
    const { told } = identified(text);
    const { supplies, trays, counters, alerts } = deviceOf(told);
    for (const { evidence } of [...supplies, ...trays, ...counters, ...alerts]) {
      const packet = told[Number(evidence.observation.slice(2))]!;
      expect(describeSnmp(packet.raw).fields.map(({ path }) => path)).toContain(evidence.path);
    }
  });

  const suppliesIn = (file: string) => deviceOf(identified(walks.find((one) => one.file === file)!.text).told).supplies;

  it('of a Brother are some toner and a drum at 96 percent', () => {
    expect(suppliesIn('brother.snmprec').map(short)).toEqual([
      'Black Toner Cartridge: toner black consumed at-least-some',
      'Drum Unit: drum - consumed 0.96',
    ]);
  });

  it('of a Sharp have a receptacle without a scale', () => {
    expect(suppliesIn('sharp.snmprec').map(short)).toContain('Waste Toner: waste-toner - filled unknown');
  });

  it('of a Xerox have their part numbers and serial numbers split off', () => {
    expect(suppliesIn('xerox.snmprec')[0]).toMatchObject({
      name: 'Black Toner',
      partNumber: '006R01509',
      serial: '48178080E0000481',
      kind: 'toner',
      colorant: 'black',
    });
    expect(suppliesIn('xerox.snmprec').map(short)).toContain('Fuser: fuser - consumed 0.90');
  });

  it('of a Samsung lose the cut serial number', () => {
    expect(
      suppliesIn('samsungprinter_m4080fx.snmprec')
        .map(({ name }) => name)
        .slice(0, 2),
    ).toEqual(['Black Toner Cartridge', 'Fuser']);
  });

  it('of a Ricoh in Chinese have their colours', () => {
    expect(suppliesIn('ricoh_mpc2503.snmprec').map(short)).toEqual([
      '黑色碳粉: toner black consumed 0.80',
      '廢棄碳粉: waste-toner - filled 1.00',
      '青色碳粉: toner cyan consumed 0.30',
      '洋紅色碳粉: toner magenta consumed 0.30',
      '黃色碳粉: toner yellow consumed 0.20',
    ]);
  });

  it('of a Develop without types are read by their words', () => {
    const kinds = suppliesIn('konica.snmprec').map(({ kind }) => kind);
    expect(kinds.slice(0, 6)).toEqual(['toner', 'toner', 'toner', 'toner', 'drum', 'developer']);
    expect(suppliesIn('konica.snmprec').map(short)).toContain('Waste Toner Box: waste-toner - filled at-least-some');
  });
});

describe('trays and counters of the recorded walks', () => {
  const whole = (file: string) => deviceOf(identified(walks.find((one) => one.file === file)!.text).told);

  it('of a Dell have sheets, and some where nobody counts', () => {
    expect(whole('dell-laser_s5830dn.snmprec').trays.map(({ name, level }) => `${name}: ${levelText(level)}`)).toEqual([
      'Tray 1: 1.00',
      'Manual Envelope: at-least-some',
      'Manual Paper: at-least-some',
      'MP Tray: 0.00',
    ]);
  });

  it('of an HP and a Ricoh count in their own units', () => {
    expect(whole('jetdirect_m130nw.snmprec').counters).toMatchObject([{ name: 'impressions', value: 15_232 }]);
    expect(whole('ricoh_mpc2503.snmprec').counters).toMatchObject([{ name: 'sheets', value: 580_249, unit: 'sheets' }]);
  });
});

describe('supplies of the recorded IPP answers', () => {
  const answered = (file: string) => {
    const raw = new Uint8Array(readFileSync(new URL(`ipp/${file}`, corpus)));
    const decoded = decodeIpp(raw);
    if (!decoded.ok) throw new Error(file);
    const from = { address: '192.0.2.9', port: 631, transport: 'tcp' as const };
    return deviceOf([{ from, protocol: 'ipp', raw, claims: claimsOf(decoded.value) }]);
  };

  it.each([
    [
      'get-printer-attributes-epsonxp6000.bin',
      [
        'Photo Black ink: ink photo black consumed 0.27 low 0.15',
        'Cyan ink: ink cyan consumed 0.99 low 0.15',
        'Magenta ink: ink magenta consumed 0.83 low 0.15',
        'Yellow ink: ink yellow consumed 0.06 low 0.15',
        'Black ink: ink black consumed 0.64 low 0.15',
      ],
    ],
    [
      'get-printer-attributes-brother-mfcj5320dw.bin',
      [
        'M: ink magenta consumed 0.11 low 0.18',
        'C: ink cyan consumed 0.09 low 0.18',
        'Y: ink yellow consumed 0.45 low 0.18',
        'BK: ink black consumed 0.11 low 0.18',
      ],
    ],
    [
      'Kyocera-ECOSYS-M2040dn-Printer-Attributes.ipp',
      ['Black TK-1170: toner black consumed 0.84 low 0.05', 'Waste Toner Box: waste-toner - filled 0.00 high 0.95'],
    ],
    ['Xerox-B210-Printer.res', ['Black Toner: toner black consumed 0.50 low 0.05']],
    [
      'Canon-MX490-series.res',
      ['Color: ink cyan, magenta, yellow consumed 0.50 low 0.15', 'Black: ink black consumed 0.50 low 0.15'],
    ],
  ])('%s', (file, supplies) => {
    expect(answered(file).supplies.map(short)).toEqual(supplies);
  });

  it('of a Canon have a maintenance cartridge that is to be replaced at 64 percent', () => {
    expect(answered('Canon-G4080.reencoded.bin').supplies.map(short).at(-1)).toBe(
      'MC: waste-ink - filled 0.10 high 0.64',
    );
  });

  it('of an HP have a drum among the toners', () => {
    expect(answered('HP-LaserJet-100-colorMFP-M175nw.res').supplies.map(({ kind }) => kind)).toEqual([
      ...['toner', 'toner', 'toner', 'toner'],
      'drum',
    ]);
  });

  it('stand beside alerts and trays, where those are told', () => {
    expect(answered('get-printer-attributes-epsonxp6000.bin').alerts).toMatchObject([
      { code: 'other', severity: 'unknown', text: 'feed roller needed soon' },
    ]);
    expect(answered('Xerox-B210-Printer.res').alerts).toEqual([]);
    expect(answered('Xerox-B210-Printer.res').trays[0]).toMatchObject({
      name: 'Tray 1',
      level: { type: 'exact', ratio: 1 },
      raw: { level: 250, max: 250, unit: 'sheets' },
      media: 'A4',
    });
    expect(answered('Kyocera-ECOSYS-M2040dn-Printer-Attributes.ipp').trays[1]).toMatchObject({
      name: 'MP Tray',
      level: { type: 'exact', ratio: 0 },
      problem: 'critical',
    });
  });
});

function short({ name, kind, colorant, direction, level, thresholds }: Supply): string {
  const marks = Object.entries(thresholds ?? {}).map(([key, ratio]) => ` ${key} ${ratio}`);
  return `${name}: ${kind} ${colorant ?? '-'} ${direction} ${levelText(level)}${marks.join('')}`;
}

function levelText(level: Supply['level']): string {
  return level.type === 'exact' ? level.ratio.toFixed(2) : level.type;
}
