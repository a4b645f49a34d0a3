import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelsDisagree, readLevel, type SupplyLevel } from './supply-level.ts';
import { colourInText, colourOfValue, kindInText, readSupplyText } from './supply-words.ts';

describe('a level', () => {
  it.each<[number | undefined, number | undefined, string | undefined, SupplyLevel]>([
    [22_050, 45_000, undefined, { type: 'exact', ratio: 0.49 }],
    [0, 100, 'percent', { type: 'exact', ratio: 0 }],
    [100, 100, 'percent', { type: 'exact', ratio: 1 }],
    [63, -2, 'percent', { type: 'exact', ratio: 0.63 }],
    [100, -2, undefined, { type: 'unknown' }],
    [17, 0, 'tenths-of-grams', { type: 'unknown' }],
    [-1, 100, 'percent', { type: 'unlimited' }],
    [-2, 100, 'percent', { type: 'unknown' }],
    [-3, -2, undefined, { type: 'at-least-some' }],
    [-100, 100, undefined, { type: 'step', label: 'empty', min: 0, max: 0 }],
    [-7, 100, undefined, { type: 'implausible' }],
    [150, 100, 'percent', { type: 'implausible' }],
    [101, -2, 'percent', { type: 'implausible' }],
    [undefined, 100, 'percent', { type: 'unsupported' }],
  ])('%s of %s in %s is %j', (level, max, unit, expected) => {
    expect(readLevel(JSON.parse(JSON.stringify({ level, max, unit })))).toEqual(expected);
  });

  it('is a number only where a number and a scale were told, and then between none and all', () => {
    const number = fc.option(fc.oneof(fc.integer(), fc.integer({ min: -3, max: 100 })), { nil: undefined });
    fc.assert(
      fc.property(number, number, fc.constantFrom(undefined, 'percent', 'sheets'), (level, max, unit) => {
        const read = readLevel(JSON.parse(JSON.stringify({ level, max, unit })));
        if (read.type !== 'exact') return;
        expect(read.ratio).toBeGreaterThanOrEqual(0);
        expect(read.ratio).toBeLessThanOrEqual(1);
        expect(level).toBeGreaterThanOrEqual(0);
        expect((max ?? 0) > 0 || unit === 'percent').toBe(true);
      }),
    );
  });

  it('contradicts another only where both cannot be true', () => {
    const exact = (ratio: number): SupplyLevel => ({ type: 'exact', ratio });
    expect(levelsDisagree(exact(0.49), exact(0.496))).toBe(false);
    expect(levelsDisagree(exact(0.49), exact(0.6))).toBe(true);
    expect(levelsDisagree(exact(0), { type: 'at-least-some' })).toBe(true);
    expect(levelsDisagree(exact(0.5), { type: 'at-least-some' })).toBe(false);
    expect(levelsDisagree(exact(0), { type: 'unknown' })).toBe(false);
    expect(levelsDisagree(exact(0.4), { type: 'step', label: 'low', min: 0, max: 0.1 })).toBe(true);
  });
});

describe("a supply's text", () => {
  it.each([
    [
      'Black Toner, PN 006R01509;SN48178080E0000481',
      { name: 'Black Toner', partNumber: '006R01509', serial: '48178080E0000481' },
    ],
    ['Fuser, PN unknown;SNunknown', { name: 'Fuser' }],
    ['Black Toner Cartridge S/N:CRUM-', { name: 'Black Toner Cartridge' }],
    ['Black Toner_S/N_:CRUM-230512A4EFE', { name: 'Black Toner', serial: 'CRUM-230512A4EFE' }],
    [
      'Magenta Cartridge HP CF413A This description is longer than 32',
      { name: 'Magenta Cartridge HP CF413A This description is longer than 32' },
    ],
  ])('%s', (text, expected) => {
    expect(readSupplyText(text)).toEqual(expected);
  });

  it.each([
    ['Toner (Cyan)', 'toner', 'cyan'],
    ['Waste Toner Box', 'waste-toner', undefined],
    ['Photo Black ink', 'ink', 'photo black'],
    ['黑色碳粉', 'toner', 'black'],
    ['廢棄碳粉', 'waste-toner', undefined],
    ['Drum Cartridge (R1)', 'drum', undefined],
    ['Black Cartridge HP CF410A', 'unknown', 'black'],
    ['Ozone Filter', 'unknown', undefined],
    ['Cyan, Magenta and Yellow', 'unknown', undefined],
  ])('%s names the kind %s and the colour %s', (text, kind, colour) => {
    expect(kindInText(text)).toBe(kind);
    expect(colourInText(text)).toBe(colour);
  });

  it.each([
    ['#00FFFF', 'cyan'],
    ['#101010', 'black'],
    ['#39D2E7#D945DD#DFD31D', 'cyan, magenta, yellow'],
    ['none', undefined],
    ['#7A4B12', undefined],
  ])('the colour value %s is %s', (value, colour) => {
    expect(colourOfValue(value)).toBe(colour);
  });

  it('of any length holds the reader up nowhere', () => {
    for (const start of ['PN ', 'S/N', 'Toner, PN ;SN']) {
      const text = start + ' _,;SN PN'.repeat(400);
      expect(readSupplyText(text).name.length).toBeLessThanOrEqual(text.length);
      expect(kindInText(text)).toBeTypeOf('string');
    }
  });
});
