import { describe, expect, it } from 'vitest';
import { numberClasses, portVerdictRows } from '../../../../../tests/support/port-verdict-rows.ts';
import type { OwnerKind } from '../../model/listener.ts';
import type { VerdictWord } from '../../model/verdict.ts';
import { judgePort } from './judge-port.ts';
import { portRules } from './port-rules.ts';
import type { PortDevice, PortOwner, PortScene } from './port-scene.ts';

interface Row {
  readonly line: string;
  readonly number: string;
  readonly owner: string;
  readonly exposure: string;
  readonly vendor: string;
  readonly answer: string;
  readonly word: string;
  readonly rule: string;
  readonly scene: PortScene;
}

const words: readonly VerdictWord[] = ['expected', 'plausible', 'look-into-it', 'unexpected', 'unknown'];
/** The seven of ports.md 9.2: six that a socket has, and `nobody` for nothing-listening. */
const ownerWords = [
  'epson',
  'printing-other',
  'not-printing',
  'epson-lookalike',
  'owner-hidden',
  'random-client-socket',
  'nobody',
] as const;
const rows: readonly Row[] = portVerdictRows.trim().split('\n').map(rowOf);

describe('the truth table of ports', () => {
  it.each(rows.map((row) => [row.line, row] as const))('%s', (_, { scene, word, rule }) => {
    const verdict = judgePort(scene);
    expect([verdict.word, verdict.reasons[0]?.rule]).toEqual([word, rule]);
    expect(verdict.next).toBe(portRules.find(({ id }) => id === rule)?.next);
  });

  it('has at least a hundred rows that differ by more than a number of the same class', () => {
    // the scene knows a number by its class alone
    const distinct = new Set(rows.map(({ scene }) => JSON.stringify(scene)));
    expect(distinct.size).toBe(rows.length);
    expect(distinct.size).toBeGreaterThanOrEqual(100);
  });

  it('has rows for each word, each owner, each class of number and each exposure', () => {
    const perWord = words.map((word) => `${word} ${rows.filter((row) => row.word === word).length}`);
    expect([`${rows.length} rows`, ...perWord].join(', ')).toMatchInlineSnapshot(
      `"188 rows, expected 52, plausible 58, look-into-it 57, unexpected 9, unknown 12"`,
    );
    const owners = new Set(rows.flatMap(({ owner }) => owner.replaceAll('+', '').split(',')));
    expect(ownerWords.filter((word) => !owners.has(word))).toEqual([]);
    expect(Object.keys(numberClasses).filter((number) => !rows.some((row) => row.number === number))).toEqual([]);
    const exposures = new Set(rows.flatMap(({ exposure }) => exposure.split(',')));
    expect([...exposures].sort()).toEqual(['-', 'address', 'all', 'loopback', 'unread']);
  });

  it.each(portRules)(
    'the rule $id decides a row, and is silent in a row that differs in one column',
    ({ id, when }) => {
      const decided = rows.filter(({ rule }) => rule === id);
      expect(decided).not.toEqual([]);
      const silent = rows.filter(({ scene }) => when(scene) === undefined);
      const pairs = decided.flatMap((row) => silent.filter((other) => columnsApart(row, other) === 1));
      expect(pairs).not.toEqual([]);
    },
  );

  it('is never surer when a piece of evidence is taken away', () => {
    let taken = 0;
    for (const { line, scene } of rows) {
      const before = judgePort(scene).word;
      for (const [piece, less] of withOnePieceLess(scene)) {
        taken += 1;
        const after = judgePort(less).word;
        expect(certainty[after], `${line}: without ${piece} ${after}`).toBeLessThanOrEqual(certainty[before]);
      }
    }
    expect(taken).toBeGreaterThan(rows.length);
  });
});

const certainty: Readonly<Record<VerdictWord, number>> = {
  expected: 2,
  unexpected: 2,
  plausible: 1,
  'look-into-it': 1,
  unknown: 0,
};

/** Who owns, how exposed it is, who a device is, and that somebody looked: each piece that the scene has, gone. */
function* withOnePieceLess(scene: PortScene): Generator<readonly [string, PortScene]> {
  if (scene.owners !== null) yield ['a look at this machine', { ...scene, owners: null }];
  for (const [index, each] of (scene.owners ?? []).entries()) {
    const swap = (less: Partial<PortOwner>): PortScene => ({
      ...scene,
      owners: (scene.owners ?? []).map((other, at) => (at === index ? { ...other, ...less } : other)),
    });
    if (each.kind !== 'owner-hidden') yield ['the owner', swap({ kind: 'owner-hidden', fits: false })];
    if (each.fits) yield ['its fitting', swap({ fits: false })];
    if (each.exposure !== null) yield ['the exposure', swap({ exposure: null })];
  }
  for (const [index, each] of (scene.devices ?? []).entries()) {
    const swap = (less: Partial<PortDevice>): PortScene => ({
      ...scene,
      devices: (scene.devices ?? []).map((other, at) => (at === index ? { ...other, ...less } : other)),
    });
    if (each.epson) yield ['the evidence for Epson', swap({ epson: false })];
    if (each.does !== null) yield ['the kind of the device', swap({ does: null })];
  }
}

/** Another owner has another exposure, and a device that is not there no vendor: neither counts as a second column. */
function columnsApart(a: Row, b: Row): number {
  const owner = a.owner !== b.owner;
  const answer = a.answer !== b.answer;
  return [a.number !== b.number, owner || a.exposure !== b.exposure, answer || a.vendor !== b.vendor].filter(Boolean)
    .length;
}

function rowOf(line: string): Row {
  const columns = line.trim().split(/\s+/);
  const [number = '', owner = '', exposure = '', vendor = '', answer = '', word = '', rule = ''] = columns;
  const facts = numberClasses[number];
  if (facts === undefined || columns.length !== 7) throw new Error(`no row: ${line}`);
  const scene = { ...facts, owners: ownersOf(owner, exposure), devices: devicesOf(vendor, answer) };
  const short = columns
    .slice(0, 5)
    .filter((column) => column !== '-')
    .join(' ');
  return { line: `${short}: ${word}`, number, owner, exposure, vendor, answer, word, rule: `port/${rule}`, scene };
}

function ownersOf(owner: string, exposure: string): PortScene['owners'] {
  if (owner === 'not-looked') return null;
  if (owner === 'nobody') return [];
  const exposures = exposure.split(',');
  return owner.split(',').map((text, index) => ({
    kind: kindOf(text.replace('+', '')),
    fits: text.endsWith('+'),
    exposure: exposureOf(exposures[index]),
    evidence: ['socket'],
  }));
}

function devicesOf(vendor: string, answer: string): PortScene['devices'] {
  if (answer === 'not-asked') return null;
  if (answer === 'none') return [];
  const device = { epson: vendor === 'epson', evidence: ['observation'] };
  switch (answer) {
    case 'prints':
      return [{ ...device, state: 'answered', does: 'prints' }];
    case 'other':
      return [{ ...device, state: 'answered', does: 'other' }];
    case 'images':
      return [{ ...device, state: 'answered', does: 'images' }];
    case 'unsaid':
      return [{ ...device, state: 'answered', does: null }];
    case 'silent':
    case 'refused':
      return [{ ...device, state: answer, does: null }];
    default:
      throw new Error(`no answer: ${answer}`);
  }
}

function kindOf(text: string): OwnerKind {
  const kind = [...ownerWords, 'unknown' as const].find((word) => word === text);
  if (kind === undefined || kind === 'nobody') throw new Error(`no owner: ${text}`);
  return kind;
}

function exposureOf(text: string | undefined): PortOwner['exposure'] {
  if (text === 'unread') return null;
  if (text === 'all' || text === 'address' || text === 'loopback') return text;
  throw new Error(`no exposure: ${text}`);
}
