import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportedClaim } from '../../../../../tests/support/reported-claims.ts';
import type { Claim, StateWord } from '../../model/claim.ts';
import type { Attempt, Observation } from '../../model/observation.ts';
import { type Fused, fuse } from './fuse.ts';
import { superseded } from './superseded.ts';

const fact = (key: 'serial' | 'uuid' | 'name' | 'model', value: string): Claim => ({
  is: 'fact',
  fact: key,
  value,
  path: key,
  basis: 'told',
});
const state = (word: StateWord): Claim => ({ is: 'state', word, reasons: [], path: 'state' });

/** One observation for each entry, a minute apart, of one printer that speaks SNMP unless `more` says otherwise. */
function heard(claims: readonly (readonly Claim[])[], more: Partial<Observation> = {}): Observation[] {
  return claims.map((said, minute) => ({
    id: `${more.protocol ?? 'snmp'}${String(minute).padStart(4, '0')}`,
    at: minute * 60_000,
    vantage: { host: 'desk', interface: 'eth0' },
    from: { address: '192.0.2.9', port: 161, transport: 'udp' },
    protocol: 'snmp',
    claims: said,
    raw: Uint8Array.of(minute & 0xff),
    ...more,
  }));
}

function without(observations: readonly Observation[], attempts: readonly Attempt[] = []) {
  const before = fuse(observations, [], attempts);
  const gone = new Set(superseded(observations, before, attempts));
  const left = observations.filter(({ id }) => !gone.has(id));
  return { before, gone, left, after: fuse(left, before.roll, attempts) };
}

/** A result but for the superseded observations in its lists. */
function plain({ devices, unplaced, conflicts, roll }: Fused, gone: ReadonlySet<string>): unknown {
  return {
    devices: devices.map((device) => ({ ...device, observations: device.observations.filter((id) => !gone.has(id)) })),
    unplaced: unplaced.filter(({ observation }) => !gone.has(observation)),
    conflicts,
    roll,
  };
}

const minutes = (observations: readonly Observation[]) => observations.map(({ at }) => at / 60_000);

describe('what is superseded', () => {
  it('what was heard a thousand times stays as the first and the latest time', () => {
    const { left, before, after, gone } = without(heard(Array(1000).fill([fact('serial', 'W2AP010552')])));
    expect(minutes(left)).toEqual([0, 999]);
    expect(plain(after, gone)).toEqual(plain(before, gone));
  });

  it('both sides of every change of state stay, so the state keeps its since', () => {
    const words: StateWord[] = ['idle', 'idle', 'idle', 'processing', 'idle', 'idle', 'idle', 'idle'];
    const { left, after } = without(heard(words.map((word) => [state(word)])));
    expect(minutes(left)).toEqual([0, 2, 3, 4, 7]);
    expect(after.devices[0]?.state).toEqual({ word: 'idle', reasons: [], since: 4 * 60_000 });
  });

  it('a turn that only two protocols together show stays', () => {
    const snmp = heard(Array(10).fill([state('idle')]));
    const ipp = heard(
      (['idle', 'idle', 'stopped', 'stopped', 'idle', 'idle', 'idle'] as const).map((word) => [state(word)]),
      { protocol: 'ipp', from: { address: '192.0.2.9', port: 631, transport: 'tcp' } },
    ).map((row) => ({ ...row, at: row.at + 1000 }));
    const { before, after } = without([...snmp, ...ipp]);
    expect(after.devices[0]?.state.since).toBe(4 * 60_000);
    expect(after.devices[0]?.state).toEqual(before.devices[0]?.state);
  });

  it('two packets that take turns each round are two things said, not a change each time', () => {
    const packets = [[fact('name', 'office')], [fact('model', 'XP-6000')]];
    const { left } = without(heard(Array.from({ length: 100 }, (_, i) => packets[i % 2]!)));
    expect(minutes(left)).toEqual([0, 1, 98, 99]);
  });

  it('the order of the records in a packet says nothing', () => {
    const at = (claim: Claim, i: number): Claim => ({ ...claim, path: `answer[${i}].target` });
    const [a, b] = [fact('name', 'office'), fact('model', 'XP-6000')];
    const { left } = without(
      heard(Array.from({ length: 9 }, (_, i) => (i % 2 ? [at(a, 0), at(b, 1)] : [at(b, 0), at(a, 1)]))),
    );
    expect(minutes(left)).toEqual([0, 1, 8]);
  });

  it('a goodbye is news, and so is what is said after it', () => {
    const rows = heard(Array(7).fill([fact('name', 'office')])).map((row, i) => ({
      ...row,
      validForMs: i === 3 ? 0 : 120_000,
    }));
    expect(minutes(without(rows).left)).toEqual([0, 2, 3, 4, 6]);
  });

  it('of two printers that take turns at one address, each keeps its own first and latest', () => {
    const turns = Array.from({ length: 400 }, (_, i) => [fact('serial', i % 2 ? 'W2AP010552' : 'W2AP010553')]);
    const { left, before, after, gone } = without(heard(turns));
    expect(left.length).toBeLessThanOrEqual(6);
    expect(plain(after, gone)).toEqual(plain(before, gone));
    expect(after.conflicts).toHaveLength(1);
  });

  it('an address that changed hands keeps the end of one tenant and the beginning of the next', () => {
    const tenant = (serial: string, count: number) => Array(count).fill([fact('serial', serial)]);
    const { left } = without(heard([...tenant('W2AP010552', 50), ...tenant('W2AP010553', 50)]));
    expect(minutes(left)).toEqual([0, 49, 50, 99]);
  });

  it('what alone tells to whom a neighbour in time belongs stays, although it was said before and after', () => {
    const at = (id: string, second: number, protocol: string, claim: Claim): Observation => ({
      ...heard([[claim]], { protocol })[0]!,
      id,
      at: second * 1000,
    });
    const rows = [
      at('a', 0, 'snmp', fact('serial', 'W2AP010552')),
      at('b', 50, 'snmp', fact('serial', 'W2AP010553')),
      at('c', 100, 'snmp', fact('serial', 'W2AP010552')),
      at('d', 101, 'ipp', fact('uuid', 'cfe92100-67c4-11d4-a45f-0026ab7ce831')),
      at('e', 200, 'snmp', fact('serial', 'W2AP010552')),
    ];
    const { before, after, gone } = without(rows);
    expect(before.devices.map(({ observations }) => observations.join(''))).toEqual(['acde', 'b']);
    expect(plain(after, gone)).toEqual(plain(before, gone));
    expect(gone.has('c')).toBe(false);
  });
});

// A crowded world in which much is said again: few sayings, few addresses, many moments.
const plainSaying = fc.constantFrom<Claim[]>(
  [fact('serial', 'W2AP010552')],
  [fact('serial', 'W2AP010553')],
  [fact('uuid', 'cfe92100-67c4-11d4-a45f-0026ab7ce831')],
  [fact('uuid', 'cfe92100-67c4-11d4-a45f-0026ab7ce832'), state('idle')],
  [{ is: 'mac', value: '00:26:ab:7c:e8:31', path: 'mac' }],
  [{ is: 'mac', value: '00:26:ab:7c:e8:32', path: 'mac' }, fact('name', 'office')],
  [fact('name', 'office')],
  [fact('name', 'Office'), state('processing')],
  [state('idle')],
  [state('stopped')],
  [{ is: 'hostname', value: 'EPSON1', path: 'hostname' }],
  [{ is: 'address', value: '192.0.2.2', path: 'address' }],
  [{ is: 'service', service: 'x', port: 631, transport: 'tcp', path: 'srv' }],
  [],
);
const saying = fc.oneof(
  { weight: 3, arbitrary: plainSaying },
  { weight: 1, arbitrary: fc.array(reportedClaim, { minLength: 1, maxLength: 3 }) },
);
const speaker = fc.record({
  vantage: fc.constantFrom(
    { host: 'here', interface: 'eth0' },
    { host: 'here', interface: 'eth0' },
    { host: 'here', interface: 'wlan0' },
  ),
  from: fc.record({
    address: fc.constantFrom('192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '0.0.0.0'),
    port: fc.constantFrom(161, 161, 631),
    transport: fc.constant('udp' as const),
  }),
  protocol: fc.constantFrom('snmp', 'ipp'),
  raw: fc.constant(Uint8Array.of(1)),
  claims: saying,
  relayed: fc.constantFrom(false, false, false, false, true),
  validForMs: fc.constantFrom(0, 1000, 1000, 1000),
});
const world = fc
  .array(speaker, { minLength: 1, maxLength: 6 })
  .chain((speakers) =>
    fc.array(fc.tuple(fc.constantFrom(...speakers), fc.integer({ min: 0, max: 100 })), { maxLength: 40 }),
  )
  .map((all): Observation[] => all.map(([one, at], i) => ({ ...one, at, id: `o${String(i).padStart(2, '0')}` })));
const attempts: fc.Arbitrary<Attempt[]> = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 120 }),
    vantage: fc.constant({ host: 'here', interface: 'eth0' }),
    target: fc.record({
      address: fc.constantFrom('192.0.2.1', '192.0.2.2'),
      port: fc.constantFrom(161, 631, 9100),
      transport: fc.constantFrom('tcp' as const, 'udp' as const),
    }),
    probe: fc.constant('knock'),
    outcome: fc.constantFrom('answered', 'silent', 'refused'),
  }),
  { maxLength: 6 },
);
const runs = { numRuns: 300 };

it('to fuse without what is superseded gives the same devices, ids, conflicts and roll', () => {
  fc.assert(
    fc.property(world, attempts, (all, asked) => {
      const { before, after, gone } = without(all, asked);
      expect(plain(after, gone)).toEqual(plain(before, gone));
    }),
    runs,
  );
});

it('nothing that a device names as evidence is superseded', () => {
  fc.assert(
    fc.property(world, (all) => {
      const { before, gone } = without(all);
      const evidence = before.devices.flatMap(({ facts, ports, merges, supplies, trays, counters, alerts }) => [
        ...[...supplies, ...supplies.flatMap(({ also }) => also), ...trays, ...counters, ...alerts].map(
          (reading) => reading.evidence.observation,
        ),
        ...Object.values(facts).flatMap((known) => [
          ...known.evidence.map(({ observation }) => observation),
          ...known.against.flatMap((other) => other.evidence.map(({ observation }) => observation)),
        ]),
        ...[...ports, ...merges].flatMap((row) => row.evidence),
      ]);
      expect(evidence.filter((id) => gone.has(id))).toEqual([]);
    }),
    runs,
  );
});

it('the log of one device stays bounded however its words come, and says the same thinned each time or never', () => {
  const words = fc.array(saying, { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(words, (said) => {
      const all = heard(said.map((claims) => claims.filter((claim) => claim.is !== 'state' && !isKey(claim))));
      let log: readonly Observation[] = [];
      for (const row of all) {
        log = [...log, row];
        const gone = new Set(superseded(log, fuse(log, [])));
        log = log.filter(({ id }) => !gone.has(id));
      }
      const distinct = new Set(all.map(({ claims }) => JSON.stringify(claims))).size;
      expect(log.length).toBeLessThanOrEqual(2 * distinct);
      const lists = (fused: Fused) => fused.devices.map((device) => ({ ...device, observations: [] }));
      expect(lists(fuse(log, []))).toEqual(lists(fuse(all, [])));
    }),
    { numRuns: 200 },
  );
});

function isKey(claim: Claim): boolean {
  return claim.is === 'mac' || (claim.is === 'fact' && (claim.fact === 'serial' || claim.fact === 'uuid'));
}
