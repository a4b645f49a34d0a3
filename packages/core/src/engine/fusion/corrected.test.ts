import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Claim, type FactKey, told } from '../../model/claim.ts';
import type { Correction } from '../../model/correction.ts';
import type { Observation } from '../../model/observation.ts';
import { fuse } from './fuse.ts';

const mac = (value: string): Claim => ({ is: 'mac', value, path: 'mac' });
const fact = (key: FactKey, value: string): Claim[] => told(key, value, key);

function hear(at: number, protocol: string, address: string, ...claims: (Claim | Claim[])[]): Observation {
  return {
    ...{ id: `${at}-${protocol}`, at, vantage: { host: 'here', interface: 'eth0' }, protocol, raw: Uint8Array.of(1) },
    from: { address, port: 631, transport: 'tcp' },
    claims: claims.flat(),
  };
}

// one printer by wire and by wireless, which nothing tells; and one that a server in between makes two of
const wired = hear(1, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31'));
const wireless = hear(2, 'enpc', '192.0.2.2', mac('00:26:ab:7c:e8:40'));
const third = hear(3, 'enpc', '192.0.2.3', mac('00:26:ab:7c:e8:50'));
const log = [wired, wireless, third];
const before = fuse(log, []);
const [a = '', b = '', c = ''] = before.devices.map(({ id }) => id);
const at = Date.UTC(2026, 10, 23);
const merge = (...devices: string[]): Correction => ({ id: 'm', at, is: 'merge', devices });
const corrected = (corrections: readonly Correction[], roll = before.roll, heard: readonly Observation[] = log) =>
  fuse(heard, roll, [], [], corrections);

describe('merged by hand', () => {
  test('two devices are one, under both ids, and it says who said so', () => {
    const { devices } = corrected([merge(b, a)]);
    expect(devices).toHaveLength(2);
    expect(devices[0]).toMatchObject({ id: b, aliases: [a], observations: [wired.id, wireless.id] });
    expect(devices[0]!.interfaces.flatMap(({ addresses }) => addresses)).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(devices[0]!.merges.at(-1)).toEqual({
      rule: 'person',
      text: 'A person said on 2026-11-23 that these are one device.',
      evidence: [],
    });
    expect(devices[1]).toEqual(before.devices[2]);
  });

  test('a later look does not undo it, and more evidence joins what was merged', () => {
    const roll = corrected([merge(a, b)]).roll;
    const later = [...log, hear(9, 'ipp', '192.0.2.2', fact('name', 'Kitchen'))];
    const after = corrected([merge(a, b)], roll, later);
    expect(after.devices[0]).toMatchObject({ id: a, aliases: [b], facts: { name: { value: 'Kitchen' } } });
    expect(corrected([merge(a, b)], after.roll, later)).toEqual(after);
  });

  test('taken back, everything is as it was before, ids too', () => {
    const roll = corrected([merge(a, b)]).roll;
    expect(corrected([], roll).devices).toEqual(before.devices);
  });

  // the other device knows more of itself: its serial counts for more than the MAC by which the kept id was given
  const known = hear(2, 'snmp', '192.0.2.2', mac('00:26:ab:7c:e8:40'), fact('serial', 'X3BC004911'));

  test.each([
    ['the one that knows less', 0, 1],
    ['the one that knows more', 1, 0],
  ])('merged under %s and taken back, each id means the device that it meant', (_, kept, other) => {
    const heard = [wired, known];
    const first = fuse(heard, []);
    const ids = first.devices.map(({ id }) => id);
    const joined = merge(ids[kept]!, ids[other]!);
    let { roll } = first;
    // the first fusion makes it one; the next ones find it made
    for (let round = 0; round < 3; round++) roll = corrected([joined], roll, heard).roll;
    expect(corrected([joined], roll, heard).devices).toMatchObject([{ id: ids[kept], aliases: [ids[other]] }]);
    expect(corrected([], roll, heard)).toEqual(first);
  });

  test('several at once are one; ids that mean nobody, or the same device, change nothing', () => {
    expect(corrected([merge(a, b, c)]).devices).toMatchObject([{ id: a, aliases: [b, c] }]);
    expect(corrected([merge(a, 'nobody')]).devices).toEqual(before.devices);
    expect(corrected([merge(a, a)]).devices).toEqual(before.devices);
  });
});

describe('split by hand', () => {
  const table = hear(4, 'snmp', '192.0.2.2', mac('00:26:ab:7c:e8:31'), mac('00:26:ab:7c:e8:40'));
  const joined = fuse([...log, table], before.roll);
  const split: Correction = { id: 's', at, is: 'split', device: a, address: '192.0.2.2' };

  test('what is heard at that address is another device, whatever keys say', () => {
    expect(joined.devices[0]).toMatchObject({ id: a, aliases: [b] });
    const { devices } = corrected([split], joined.roll, [...log, table]);
    expect(devices.map(({ observations }) => observations)).toEqual([[wired.id], [wireless.id, table.id], [third.id]]);
    expect(devices.map(({ id }) => id)).toEqual([a, b, c]);
    expect(devices[1]!.merges.at(-1)?.text).toBe('A person said on 2026-11-23 that 192.0.2.2 is another device.');
  });

  test('it holds at the next look with the same ids', () => {
    const first = corrected([split], joined.roll, [...log, table]);
    expect(corrected([split], first.roll, [...log, table])).toEqual(first);
  });

  test('where all of a device is at that address, nothing is taken apart', () => {
    expect(corrected([{ ...split, device: c, address: '192.0.2.3' }]).devices).toEqual(before.devices);
  });

  test('what was said last counts', () => {
    const again: Correction = { id: 'm2', at: at + 1, is: 'merge', devices: [a, b] };
    const roll = corrected([split], joined.roll, [...log, table]).roll;
    expect(corrected([again, split], roll, [...log, table]).devices).toHaveLength(2);
  });
});

describe('named and ignored by hand', () => {
  const named: Correction = { id: 'n', at, is: 'name', device: a, name: 'Front desk' };
  const own = hear(5, 'ipp', '192.0.2.1', fact('name', 'EPSON7CE831'));

  test('the given name is the name, and what the device says stands against it', () => {
    const [device] = corrected([named], before.roll, [...log, own]).devices;
    expect(device!.facts.name).toMatchObject({
      value: 'Front desk',
      grade: 'confirmed',
      evidence: [{ observation: 'person:n', protocol: 'person', path: 'name', rule: 'person' }],
      against: [{ value: 'EPSON7CE831', evidence: [{ observation: own.id }] }],
    });
  });

  test('a device that bears that name itself does not contradict it', () => {
    const same = corrected([{ ...named, name: 'EPSON7CE831' }], before.roll, [...log, own]).devices[0]!;
    expect(same.facts.name?.against).toEqual([]);
  });

  test('the latest name counts, and goes over to the device that this one became', () => {
    const later: Correction = { ...named, id: 'n2', at: at + 5, name: 'Back desk', device: b };
    expect(corrected([later, named, merge(a, b)]).devices[0]!.facts.name?.value).toBe('Back desk');
  });

  test('an ignored device is still known, and marked', () => {
    const { devices } = corrected([{ id: 'i', at, is: 'ignore', device: c }]);
    expect(devices.map(({ ignored }) => ignored)).toEqual([undefined, undefined, true]);
  });
});

test('the order in which corrections and evidence come changes nothing', () => {
  const all: readonly Correction[] = [
    merge(a, b),
    { id: 'n', at: at + 1, is: 'name', device: b, name: 'Desk' },
    { id: 's', at: at + 2, is: 'split', device: a, address: '192.0.2.2' },
    { id: 'm3', at: at + 3, is: 'merge', devices: [b, c] },
  ];
  const straight = corrected(all);
  const shuffled = <T>(rows: readonly T[]) =>
    fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length });
  fc.assert(
    fc.property(shuffled(all), shuffled(log), (corrections, heard) => {
      expect(corrected(corrections, before.roll, heard)).toEqual(straight);
    }),
  );
});
