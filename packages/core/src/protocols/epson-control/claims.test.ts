import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import type { Claim } from '../../model/claim.ts';
import { controlClaims } from './claims.ts';
import { decodeControl } from './codec.ts';
import { blockOf } from './codec-block.ts';
import { describeEpsonControl } from './describe.ts';
import { types } from './status.ts';

const golden = goldenOf('epson-control');
const claimsIn = (bytes: Uint8Array): Claim[] => {
  const answer = decodeControl(bytes);
  return answer.ok ? controlClaims(answer.value) : [];
};
const claimsOn = (name: string) => claimsIn(golden.find((row) => row.name === name)!.bytes);
const ofKind = <K extends Claim['is']>(claims: readonly Claim[], is: K) =>
  claims.filter((claim): claim is Extract<Claim, { is: K }> => claim.is === is);
const factsIn = (claims: readonly Claim[]) =>
  Object.fromEntries(ofKind(claims, 'fact').map(({ fact, value }) => [fact, value]));
const short = (claims: readonly Claim[]) =>
  ofKind(claims, 'supply').map(
    ({ name, level }) =>
      `${name}: ${level.type === 'exact' ? level.ratio : level.type === 'step' ? level.label : level.type}`,
  );
const block = (...fields: Parameters<typeof blockOf>[0]) => claimsIn(blockOf(fields));

describe('what a status block says', () => {
  it.each(golden)('$name: every claim names a field of its packet', ({ bytes }) => {
    const paths = describeEpsonControl(bytes).fields.map(({ path }) => path);
    for (const { path } of claimsIn(bytes)) expect(paths).toContain(path);
  });

  it('of an ET-2820: idle, four inks in percent, room in two boxes; a masked serial number is none', () => {
    const claims = claimsOn('status-et2820-d4');
    expect(factsIn(claims)).toEqual({ make: 'EPSON', kind: 'printer' });
    expect(ofKind(claims, 'state')).toMatchObject([{ word: 'idle', reasons: [], of: 'mechanism' }]);
    expect(short(claims)).toEqual([
      'Black ink: 0.11',
      'Yellow ink: 0.65',
      'Magenta ink: 0.63',
      'Cyan ink: 0.66',
      'Maintenance box: at-least-some',
      'Maintenance box 2: at-least-some',
    ]);
    expect(ofKind(claims, 'tray').map(({ name }) => name)).toEqual(['Rear feeder']);
    expect(ofKind(claims, 'alert')).toEqual([]);
  });

  it.each([
    ['status-xp540', 'X2EA064777', 5],
    ['status-xp432-tunnel', 'W2AP010552', 4],
  ])('of %s: stopped, the pad full, and no ink of 105 percent', (name, serial, inks) => {
    const claims = claimsOn(name);
    expect(factsIn(claims)['serial']).toBe(serial);
    expect(ofKind(claims, 'state')).toMatchObject([{ word: 'stopped', reasons: ['marker-waste-full-error'] }]);
    expect(ofKind(claims, 'alert')).toMatchObject([{ severity: 'critical', code: 'marker-waste-ink-receptacle-full' }]);
    const supplies = ofKind(claims, 'supply');
    expect(supplies.filter(({ kind, level }) => kind === 'ink' && level.type === 'unknown')).toHaveLength(inks);
    expect(supplies.find(({ row }) => row === '2.1')).toMatchObject({
      direction: 'filled',
      level: { type: 'step', label: 'full', min: 1, max: 1 },
    });
  });

  it('two blacks of a photo printer are told apart by their cartridges', () => {
    const inks = ofKind(claimsOn('status-xp540'), 'supply').filter(({ kind }) => kind === 'ink');
    expect(inks.map(({ colorant }) => colorant)).toEqual(['photo black', 'cyan', 'yellow', 'magenta', 'black']);
    const two = block([types.inks, [3, 0x0b, 0, 50, 1, 0, 60]]);
    expect(ofKind(two, 'supply').map(({ name, colorant }) => [name, colorant])).toEqual([
      ['Second black ink', undefined],
      ['Black ink', 'black'],
    ]);
  });

  it('each letter in place of a level says what it says, and no number', () => {
    const letters = [0x69, 0x6e, 0x77, 0x72, 0x67, 0x75, 0x65];
    const claims = block([types.inks, [3, ...letters.flatMap((letter, i) => [1, i, letter])]]);
    expect(ofKind(claims, 'supply').map(({ level }) => level.type)).toEqual([
      ...new Array(6).fill('unknown'),
      'implausible',
    ]);
    expect(ofKind(claims, 'supply').every(({ raw }) => raw.level === undefined)).toBe(true);
    expect(ofKind(claims, 'alert').map(({ code, text }) => `${code} ${text}`)).toEqual([
      'subunit-missing Cyan ink: not present',
      'other Magenta ink: chip cannot be read',
      'other Yellow ink: chip cannot be read',
      'other Light magenta ink: not compatible',
    ]);
  });

  it('an end of ink is empty, longer entries are skipped by their size, half of one is none', () => {
    expect(short(block([types.inks, [5, 1, 0, 0, 9, 9, 3, 1, 100, 9, 9, 4, 2]]))).toEqual([
      'Black ink: empty',
      'Cyan ink: 1',
    ]);
  });

  it('warnings name the cartridge by its place, the colours of a unified one together', () => {
    const claims = block(
      [types.state, [4]],
      [types.warnings, [0x11, 0x20, 0x51, 0xee]],
      [types.inks, [3, 1, 0, 5, 0x41, 1, 6, 0x41, 2, 6, 0x41, 3, 6]],
    );
    expect(ofKind(claims, 'alert').map(({ text }) => text)).toEqual([
      'ink low: cyan, magenta, yellow',
      'maintenance soon',
      'no cleaning for lack of ink: black',
      'warning ee',
    ]);
    expect(ofKind(claims, 'state')[0]?.reasons).toEqual([
      'marker-supply-low-warning',
      'marker-waste-almost-full-warning',
    ]);
  });

  it('an error counts only while the state is one, and not while somebody cancels', () => {
    expect(ofKind(block([types.state, [4]], [types.error, [4]]), 'alert')).toEqual([]);
    expect(ofKind(block([types.state, [0]], [types.error, [4]], [0x13, [0x81]]), 'alert')).toEqual([]);
    expect(ofKind(block([types.state, [0]], [types.error, [0x5b]]), 'alert')).toMatchObject([
      { code: 'other', text: 'error 5b', severity: 'critical' },
    ]);
    expect(ofKind(block([types.state, [0x2a]]), 'state')[0]?.word).toBe('unknown');
  });

  it('of an older box the number is kept and not read', () => {
    expect(ofKind(block([0x0d, [40]]), 'supply')).toMatchObject([
      { direction: 'filled', level: { type: 'unknown' }, raw: { level: 40 } },
    ]);
  });

  it('a firmware id is derived from the reply to "vi", and from no other', () => {
    expect(claimsOn('reply-vi-xp432')).toMatchObject([{ fact: 'firmware', value: 'ME23H6', basis: 'derived' }]);
    expect(claimsOn('reply-empty-et2825')).toEqual([]);
    expect(claimsOn('eeprom-xp432')).toEqual([]);
  });
});
