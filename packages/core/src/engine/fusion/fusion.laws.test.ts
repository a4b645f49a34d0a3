import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportedClaim } from '../../../../../tests/support/reported-claims.ts';
import type { Claim } from '../../model/claim.ts';
import type { Device } from '../../model/device.ts';
import type { Attempt, Observation } from '../../model/observation.ts';
import type { RollEntry } from '../../model/roll.ts';
import { type Fused, fuse } from './fuse.ts';
import { strongKeysOf } from './keys.ts';
import { placeOf, textOf } from './places.ts';

// A small crowded world: few addresses, few keys, few moments, so that everything collides with everything.
const addresses = ['192.0.2.1', '192.0.2.2', 'fe80::1%eth0', '192.168.223.1', '0.0.0.0'];
const macs = ['00:26:ab:7c:e8:31', '00:26:ab:7c:e8:32', '02:42:ac:11:00:01', '00:00:00:00:00:00', '00:11:22:33:44:55'];
const serials = ['W2AP010552', 'W2AP010553', '00000000'];
const uuids = [1, 2, 3].map((n) => `cfe92100-67c4-11d4-a45f-0026ab7ce83${n}`);
const fact = (key: 'make' | 'model' | 'serial' | 'uuid' | 'name' | 'kind') => (value: string) =>
  ({ is: 'fact', fact: key, value, path: key, basis: 'told' }) as const;
const claim: fc.Arbitrary<Claim> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...macs), fc.constantFrom('varbind[1].ifPhysAddress.1', 'varbind[1].ifPhysAddress.2'))
    .map(([value, path]) => ({ is: 'mac', value, path }) as const),
  fc.constantFrom(...serials).map(fact('serial')),
  fc.constantFrom(...uuids, '00000000-0000-0000-0000-000000000000').map(fact('uuid')),
  fc.constantFrom('EPSON', 'SEIKO EPSON', 'HP').map(fact('make')),
  fc.constantFrom('XP-6000', 'EPSON XP-6000 Series', 'M476dn').map(fact('model')),
  fc.constantFrom('office', 'Office', 'shop').map(fact('name')),
  fc.constantFrom('printer', 'mfp', 'scanner', 'unknown').map(fact('kind')),
  fc.constantFrom(...addresses).map((value) => ({ is: 'address', value, path: 'address' }) as const),
  fc.constantFrom('A', 'a.', 'b').map((value) => ({ is: 'hostname', value, path: 'hostname' }) as const),
  fc
    .constantFrom('idle' as const, 'stopped' as const)
    .map((word) => ({ is: 'state', word, reasons: [], path: 'state' }) as const),
  fc
    .constantFrom(631, 9100)
    .map((port) => ({ is: 'service', service: 'x', port, transport: 'tcp', path: 'srv' }) as const),
  reportedClaim,
);
const observation: fc.Arbitrary<Omit<Observation, 'id'>> = fc.record({
  at: fc.integer({ min: 0, max: 40 }),
  vantage: fc.constantFrom(
    { host: 'here', interface: 'eth0' },
    { host: 'here', interface: 'eth0' },
    { host: 'here', interface: 'wlan0' },
  ),
  from: fc.record({
    address: fc.constantFrom(...addresses),
    port: fc.constantFrom(631, 8631, 3289, 60000),
    transport: fc.constantFrom('tcp', 'udp'),
  }),
  protocol: fc.constantFrom('enpc', 'snmp', 'ipp', 'knock', 'observe'),
  raw: fc.constant(Uint8Array.of(1)),
  claims: fc.array(claim, { maxLength: 4 }),
  relayed: fc.constantFrom(false, false, false, true),
});
const world: fc.Arbitrary<Observation[]> = fc
  .array(observation, { maxLength: 24 })
  .map((all) => all.map((one, i) => ({ ...one, id: `o${String(i).padStart(2, '0')}` })));
const attempts: fc.Arbitrary<Attempt[]> = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 90_000 }),
    vantage: fc.constant({ host: 'here', interface: 'eth0' }),
    target: fc.record({
      address: fc.constantFrom(...addresses),
      port: fc.constantFrom(631, 9100),
      transport: fc.constantFrom('tcp' as const, 'udp' as const),
    }),
    probe: fc.constant('knock'),
    outcome: fc.constantFrom('answered', 'silent', 'refused', 'unreachable', 'garbled', 'forbidden'),
  }),
  { maxLength: 6 },
);
const runs = { numRuns: 400 };

/** Everything but the names, which depend on who was shown before. */
function nameless({ devices, unplaced, conflicts }: Fused): unknown {
  return { unplaced, conflicts, devices: devices.map((device) => ({ ...device, id: '', aliases: [] })) };
}

function deviceNamed(devices: readonly Device[], id: string): Device[] {
  return devices.filter((device) => device.id === id || device.aliases.includes(id));
}

test('any order of the observations, the attempts and the roll gives the same result', () => {
  const shuffled = fc.tuple(world, attempts).chain(([all, asked]) => {
    const { roll } = fuse(all.slice(0, all.length >> 1), []);
    const whole = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
    return fc.record({
      all: fc.constant(all),
      asked: fc.constant(asked),
      roll: fc.constant(roll),
      all2: whole(all),
      asked2: whole(asked),
      roll2: whole(roll),
    });
  });
  fc.assert(
    fc.property(shuffled, ({ all, asked, roll, all2, asked2, roll2 }) => {
      expect(fuse(all2, roll2, asked2)).toEqual(fuse(all, roll, asked));
    }),
    runs,
  );
});

test('any batching, with the roll handed on, gives the same devices', () => {
  fc.assert(
    fc.property(world, fc.array(fc.nat(24), { maxLength: 4 }), attempts, (all, cuts, asked) => {
      let roll: readonly RollEntry[] = [];
      for (const cut of cuts.sort((a, b) => a - b)) roll = fuse(all.slice(0, cut), roll).roll;
      expect(nameless(fuse(all, roll, asked))).toEqual(nameless(fuse(all, [], asked)));
    }),
    runs,
  );
});

test('the same evidence with the roll of the last time changes nothing', () => {
  fc.assert(
    fc.property(world, (all) => {
      const first = fuse(all, []);
      expect(fuse([...all, ...all], first.roll)).toEqual(first);
    }),
    runs,
  );
});

/** A device but for when and by which packet its readings were told last: to tell them again is news of that. */
function untimed(device: Device | undefined): unknown {
  type Told = object & { readonly also?: readonly object[]; readonly against?: readonly object[] };
  const plain = (readings: readonly Told[] = []): unknown =>
    readings.map((reading) => ({
      ...reading,
      ...{ evidence: 0, observedAt: 0, segment: 0, anchors: 0 },
      ...(reading.also === undefined ? {} : { also: plain(reading.also), against: plain(reading.against) }),
    }));
  const { supplies, trays, counters, alerts } = device ?? {};
  return {
    ...device,
    supplies: plain(supplies),
    trays: plain(trays),
    counters: plain(counters),
    alerts: plain(alerts),
  };
}

test('what is heard twice at one moment adds an observation to the list and changes nothing else', () => {
  fc.assert(
    fc.property(world, fc.nat(), (all, pick) => {
      fc.pre(all.length > 0);
      const twice = all[pick % all.length]!;
      const echo = { ...twice, id: `${twice.id}+` };
      const without = (fused: Fused) => ({
        devices: fused.devices.map((device) =>
          untimed({ ...device, observations: device.observations.filter((id) => id !== echo.id) }),
        ),
        conflicts: fused.conflicts,
        unplaced: fused.unplaced.filter((entry) => entry.observation !== echo.id),
        roll: fused.roll,
      });
      expect(without(fuse([...all, echo], []))).toEqual(without(fuse(all, [])));
    }),
    runs,
  );
});

test('what one quiet device says again later moves its last sight and nothing else', () => {
  fc.assert(
    fc.property(fc.array(claim, { maxLength: 4 }), fc.integer({ min: 1, max: 1e9 }), (claims, later) => {
      const heard: Observation = {
        ...{
          id: 'a',
          at: 1000,
          vantage: { host: 'here', interface: 'eth0' },
          protocol: 'ipp',
          raw: new Uint8Array(1),
          claims,
        },
        from: { address: '192.0.2.1', port: 631, transport: 'tcp' },
      };
      const [once] = fuse([heard], []).devices;
      const [again] = fuse([heard, { ...heard, id: 'b', at: 1000 + later }], []).devices;
      expect(untimed(again)).toEqual(
        untimed(once && { ...once, observations: ['a', 'b'], seen: { first: 1000, last: 1000 + later } }),
      );
    }),
    runs,
  );
});

test('every observation ends in exactly one device or is reported as unplaced', () => {
  fc.assert(
    fc.property(world, (all) => {
      const { devices, unplaced } = fuse(all, []);
      const placed = [
        ...devices.flatMap((device) => device.observations),
        ...unplaced.map((entry) => entry.observation),
      ];
      expect(placed.sort()).toEqual(all.map(({ id }) => id).sort());
    }),
    runs,
  );
});

test('observations are taken for one device by one place or by strong keys, and each reason is named', () => {
  fc.assert(
    fc.property(world, (all) => {
      const byId = new Map(all.map((one) => [one.id, one]));
      for (const device of fuse(all, []).devices) {
        const own = device.observations.map((id) => byId.get(id)!);
        const reached = new Set([own[0]!.id]);
        const reasons = device.merges.map((merge) => new Set(merge.evidence));
        for (let before = 0; before < reached.size; ) {
          before = reached.size;
          for (const reason of reasons)
            if ([...reason].some((id) => reached.has(id))) for (const id of reason) reached.add(id);
          const sources = new Set(own.filter(({ id }) => reached.has(id)).map(sourceOf));
          for (const one of own) if (sources.has(sourceOf(one))) reached.add(one.id);
        }
        expect(reached.size).toBe(own.length);
        for (const { rule, evidence } of device.merges)
          expect(
            excuse(
              rule,
              evidence.map((id) => byId.get(id)!),
            ),
          ).toBe(true);
      }
    }),
    runs,
  );
});

/** One protocol at one place with one set of keys: hearing it again needs no reason. */
function sourceOf(one: Observation): string {
  const keys = strongKeysOf(one);
  return `${place(one)} ${one.protocol} ${textOf(keys)}`;
}

function place(one: Observation): string {
  const found = placeOf(one, strongKeysOf(one));
  return typeof found === 'string' ? found : found.key;
}

/** Whether the evidence bears the rule out: one place, or one value of one strong kind in all of it. */
function excuse(rule: string, evidence: readonly Observation[]): boolean {
  if (['same-address', 'same-queue', 'same-keys'].includes(rule)) return new Set(evidence.map(place)).size === 1;
  const valuesOf = (one: Observation) =>
    strongKeysOf(one)
      .filter(({ kind }) => rule === `same-${kind}`)
      .map(({ value }) => value);
  return valuesOf(evidence[0]!).some((value) => evidence.every((one) => valuesOf(one).includes(value)));
}

test('without strong keys there are as many devices as places', () => {
  fc.assert(
    fc.property(world, (all) => {
      const weak = all.map((one) => ({
        ...one,
        claims: one.claims.filter((c) => strongKeysOf({ ...one, claims: [c] }).length === 0),
      }));
      const { devices, unplaced } = fuse(weak, []);
      const homeless = new Set(unplaced.map(({ observation }) => observation));
      const places = new Set(weak.filter(({ id }) => !homeless.has(id)).map(place));
      expect(devices).toHaveLength(places.size);
      expect(devices.every(({ provisional }) => provisional)).toBe(true);
    }),
    runs,
  );
});

test('an id once shown means exactly one device for good, one that still holds evidence of the first', () => {
  fc.assert(
    fc.property(world, fc.array(fc.nat(24), { minLength: 1, maxLength: 4 }), (all, cuts) => {
      let roll: readonly RollEntry[] = [];
      let shown: readonly Device[] = [];
      // what comes later may have been heard earlier: the list is not sorted by time
      for (const cut of [...cuts.sort((a, b) => a - b), all.length]) {
        const known = all.slice(0, cut);
        const fused = fuse(known, roll);
        expect(new Set(fused.devices.map(({ id }) => id)).size).toBe(fused.devices.length);
        for (const before of shown) {
          const now = deviceNamed(fused.devices, before.id);
          expect(now).toHaveLength(1);
          expect(before.observations.some((id) => now[0]!.observations.includes(id))).toBe(true);
        }
        for (const { id } of roll) expect(deviceNamed(fused.devices, id)).toHaveLength(1);
        ({ roll, devices: shown } = fused);
      }
    }),
    runs,
  );
});
