import type { Device } from '@quietport/core';
import { makerOf, plainModel } from '../../packages/core/src/engine/fusion/makers.ts';
import type { Recorded } from './corpus.ts';
import type { Expected, ExpectedSupply } from './expected.ts';

export type Word = 'right' | 'wrong' | 'not said' | 'invented';

/** One comparison: what was expected there, what the device record says. */
export interface Finding {
  readonly about: 'identity' | 'supplies' | 'kind';
  readonly field: string;
  readonly word: Word;
  readonly expected: string;
  readonly said: string;
}

/** What the device record says against what the bytes hold. */
export function judge(recorded: Recorded, expected: Expected, device: Device | undefined): readonly Finding[] {
  const { facts, interfaces, kind } = device ?? { facts: {}, interfaces: [], kind: 'unknown' as const };
  const identity = (field: string, wanted: string | undefined, said: string | undefined, same: Same): Finding[] =>
    wanted === undefined
      ? []
      : [{ about: 'identity', field, word: wordOf(wanted, said, same), expected: wanted, said: said ?? '' }];
  const macs = interfaces.flatMap(({ mac }) => mac ?? []);
  return [
    ...identity('make', expected.make, facts.make?.value, (a, b) => makerOf(a) === makerOf(b)),
    ...identity('model', expected.model, facts.model?.value, (a, b) => sameModel(recorded, a, b)),
    ...identity('serial', expected.serial, facts.serial?.value, (a, b) => a === b),
    ...identity('uuid', expected.uuid, facts.uuid?.value, (a, b) => a.toLowerCase() === b.toLowerCase()),
    ...identity('firmware', expected.firmware, facts.firmware?.value, (a, b) => a === b),
    ...identity('mac', expected.mac, macs.find((mac) => mac === expected.mac) ?? macs[0], (a, b) => a === b),
    ...(expected.printer === undefined ? [] : [printing(expected.printer, kind)]),
    ...(expected.supplies === undefined
      ? []
      : supplies(expected.supplies, ofKind(expected.suppliesOf, device?.supplies ?? []))),
  ];
}

type Same = (expected: string, said: string) => boolean;

function wordOf(expected: string, said: string | undefined, same: Same): Word {
  if (said === undefined) return 'not said';
  return same(expected, said) ? 'right' : 'wrong';
}

/** Where the index repeats a whole description as the model, the model that is said must stand in it. */
function sameModel({ kind }: Recorded, expected: string, said: string): boolean {
  const [theirs, ours] = [plainModel(expected), plainModel(said)];
  if (theirs === ours) return true;
  return (kind === 'snmp-ident' || expected.includes(';')) && ours !== '' && theirs.includes(ours);
}

function printing(expected: boolean, kind: string): Finding {
  const prints = /printer|mfp|print-server/.test(kind);
  const word = prints === expected ? 'right' : prints ? 'invented' : kind === 'unknown' ? 'not said' : 'wrong';
  return { about: 'kind', field: 'prints', word, expected: String(expected), said: kind };
}

function ofKind(kind: string | undefined, said: Device['supplies']): Device['supplies'] {
  return kind === undefined ? said : said.filter((supply) => supply.kind === kind);
}

function supplies(expected: readonly ExpectedSupply[], said: Device['supplies']): readonly Finding[] {
  const left = [...said];
  const found = expected.map((row): Finding => {
    const at = left.findIndex(({ name, raw }) => row.name.startsWith(name) && raw.level === row.level);
    const near = at >= 0 ? at : left.findIndex(({ name }) => row.name.startsWith(name));
    const one = near >= 0 ? left.splice(near, 1)[0] : undefined;
    const right =
      one !== undefined && one.raw.level === row.level && (row.max === undefined || one.raw.max === row.max);
    return {
      about: 'supplies',
      field: row.name,
      word: one === undefined ? 'not said' : right ? 'right' : 'wrong',
      expected: `${row.level ?? ''}/${row.max ?? ''}`,
      said: one === undefined ? '' : `${one.raw.level ?? ''}/${one.raw.max ?? ''}`,
    };
  });
  const more = left.map(
    ({ name, raw }): Finding => ({
      about: 'supplies',
      field: name,
      word: 'invented',
      expected: '',
      said: `${raw.level ?? ''}/${raw.max ?? ''}`,
    }),
  );
  return [...found, ...more];
}
