import type { LookNote, Sample, SampleWish, Store } from '@quietport/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attempt, device, entry, everyClaim, observation } from './store-samples.ts';

/** What every store does. `open` gives an empty one each time. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a store`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());
    const ids = async (from = store): Promise<string[]> => (await from.observations.all()).map((row) => row.id);

    test('a new store is empty', async () => {
      expect(await store.observations.all()).toEqual([]);
      expect(await store.attempts.all()).toEqual([]);
      expect(await store.roll.all()).toEqual([]);
      expect(await store.devices.all()).toEqual([]);
      expect(await store.observations.get('o1')).toBeUndefined();
    });

    test('observations come back in order of time, then id, whatever the order of their coming', async () => {
      await store.observations.append([observation('b', 20), observation('c', 10)]);
      await store.observations.append([observation('a', 20), observation('d', 10.5)]);
      expect(await ids()).toEqual(['c', 'd', 'a', 'b']);
    });

    test('ids of one moment are in the order of their code points', async () => {
      const order = ['A', 'B', 'a', 'aa', 'b', 'é', '\ufffd', '\u{1f5a8}'];
      await store.observations.append(order.toReversed().map((id) => observation(id, 1)));
      expect(await ids()).toEqual(order);
    });

    test('an observation with an id that is there already changes nothing, also within one batch', async () => {
      await store.observations.append([observation('a', 10), observation('a', 99, { protocol: 'snmp' })]);
      await store.observations.append([observation('a', 50), observation('b', 5)]);
      expect(await ids()).toEqual(['b', 'a']);
      expect(await store.observations.get('a')).toEqual(observation('a', 10));
    });

    test('an observation comes back with every field, and without those that it never had', async () => {
      const full = observation('full', 1_700_000_000_123.5, { claims: everyClaim, validForMs: 120_000, relayed: true });
      const bare = observation('bare', 0, { claims: [] });
      await store.observations.append([full, bare]);
      expect(await store.observations.get('full')).toStrictEqual(full);
      expect(await store.observations.get('bare')).toStrictEqual(bare);
      expect(await store.observations.all()).toStrictEqual([bare, full]);
    });

    test.each([
      ['no byte at all', new Uint8Array(0)],
      ['nothing but NUL', new Uint8Array(12)],
      ['every byte value', Uint8Array.from({ length: 256 }, (_, i) => i)],
      ['64 KiB', Uint8Array.from({ length: 65_536 }, (_, i) => (i * 31 + (i >> 8)) & 0xff)],
      ['text in UTF-8', new TextEncoder().encode('プリンター\u0000🖨')],
      ['bytes that are no UTF-8', Uint8Array.of(0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80)],
    ])('raw bytes stay as they were: %s', async (_, raw) => {
      await store.observations.append([observation('o', 1, { raw })]);
      const [kept] = await store.observations.all();
      expect(kept?.raw).toBeInstanceOf(Uint8Array);
      expect(Buffer.compare(kept?.raw ?? Uint8Array.of(1), raw)).toBe(0);
    });

    test('a buffer that is filled anew after the call does not reach what is kept, and neither does a reader', async () => {
      const datagram = Uint8Array.of(0, 1, 2, 3, 4, 5);
      const appended = store.observations.append([observation('o', 1, { raw: datagram.subarray(1, 4) })]);
      datagram.fill(0xee);
      await appended;
      (await store.observations.get('o'))?.raw.fill(0xdd);
      expect([...((await store.observations.get('o'))?.raw ?? [])]).toEqual([1, 2, 3]);
    });

    test('more rows than one statement takes are appended, in one call or in many at once', async () => {
      const rows = Array.from({ length: 1_201 }, (_, i) => observation(`o${String(i).padStart(5, '0')}`, i));
      await store.observations.append(rows.slice(0, 1_001));
      await Promise.all(rows.slice(1_001).map((row) => store.observations.append([row])));
      expect(await ids()).toEqual(rows.map((row) => row.id));
    });

    test('nothing to append is no fault', async () => {
      await store.observations.append([]);
      await store.attempts.append([]);
      await store.roll.put([]);
      expect(await ids()).toEqual([]);
    });

    test('attempts come back in the order of their coming, those that differ in what was asked each by itself', async () => {
      const one = attempt(30, 'silent');
      const rows = [
        one,
        { ...one, at: 10, vantage: { host: 'desk', interface: 'eth1' } },
        { ...one, at: 20, target: { ...one.target, port: 162 } },
        { ...one, target: { ...one.target, transport: 'tcp' as const } },
        { ...one, target: { ...one.target, address: '192.0.2.10' } },
        { ...one, probe: 'snmp.walk' },
      ];
      await store.attempts.append(rows.slice(0, 1));
      await store.attempts.append(rows.slice(1));
      expect(await store.attempts.all()).toStrictEqual(rows);
    });

    test('what is asked again replaces the earlier attempt at its place, in one call or in two; an older one does not', async () => {
      const other = { ...attempt(7, 'refused'), probe: 'knock' };
      await store.attempts.append([attempt(10, 'answered'), other, attempt(20, 'silent')]);
      expect(await store.attempts.all()).toStrictEqual([attempt(20, 'silent'), other]);
      await store.attempts.append([attempt(20, 'garbled')]);
      await store.attempts.append([attempt(19, 'answered')]);
      expect(await store.attempts.all()).toStrictEqual([attempt(20, 'garbled'), other]);
    });

    test('what is removed is gone, an id that is not there is no fault, and the id may come again', async () => {
      const rows = Array.from({ length: 1_201 }, (_, i) => observation(`o${String(i).padStart(5, '0')}`, i));
      await store.observations.append(rows);
      await store.observations.remove([...rows.slice(1, -1).map(({ id }) => id), 'o00001', 'nobody']);
      await store.observations.remove([]);
      expect(await ids()).toEqual(['o00000', 'o01200']);
      expect(await store.observations.get('o00001')).toBeUndefined();
      await store.observations.append([observation('o00001', 5)]);
      expect(await ids()).toEqual(['o00000', 'o00001', 'o01200']);
    });

    test('notes of looks are kept in order of time, each once, and can be removed', async () => {
      const note = (id: string, at: number): LookNote => ({
        id,
        at,
        vantage: { host: 'desk', interface: 'eth0' },
        heard: ['10.0.0.5'],
        silent: ['fe80::1%eth0'],
        ...(at === 2 ? { blind: 'Größe “x”' } : {}),
      });
      await store.looks.append([note('b', 2), note('c', 1)]);
      await store.looks.append([note('b', 7), note('a', 2)]);
      expect(await store.looks.all()).toStrictEqual([note('c', 1), note('a', 2), note('b', 2)]);
      await store.looks.remove(['c', 'nobody']);
      await store.looks.remove([]);
      expect(await store.looks.all()).toStrictEqual([note('a', 2), note('b', 2)]);
    });

    test('the roll keeps each id at its place, and an id can become an alias of another', async () => {
      await store.roll.put([entry('d1'), entry('d2', { keys: [] })]);
      await store.roll.put([entry('d1', { aliasOf: 'd2' }), entry('d3', { first: 5 })]);
      const kept = [entry('d1', { aliasOf: 'd2' }), entry('d2', { keys: [] }), entry('d3', { first: 5 })];
      expect(await store.roll.all()).toStrictEqual(kept);
    });

    test('the last word on an id counts, within one call as well', async () => {
      await store.roll.put([entry('d1', { aliasOf: 'd2' }), entry('d1', { keys: ['mac:00:26:ab:00:00:01'] })]);
      expect(await store.roll.all()).toStrictEqual([entry('d1', { keys: ['mac:00:26:ab:00:00:01'] })]);
    });

    test('the inventory is replaced as a whole, and keeps its order', async () => {
      await store.devices.replace([device('d2'), device('d1', { provisional: true, facts: {} }), device('d3')]);
      expect((await store.devices.all()).map(({ id }) => id)).toEqual(['d2', 'd1', 'd3']);
      await store.devices.replace([device('d4', { kind: 'projector' })]);
      expect(await store.devices.all()).toStrictEqual([device('d4', { kind: 'projector' })]);
      await store.devices.replace([]);
      expect(await store.devices.all()).toEqual([]);
    });

    test('single devices are put at their places, new ones behind, and read by their ids', async () => {
      await store.devices.replace([device('d2'), device('d1'), device('d3')]);
      await store.devices.put([device('d4'), device('d1', { kind: 'projector' })]);
      expect((await store.devices.all()).map(({ id, kind }) => `${id} ${kind}`)).toEqual(
        [device('d2'), device('d1', { kind: 'projector' }), device('d3'), device('d4')].map(
          ({ id, kind }) => `${id} ${kind}`,
        ),
      );
      expect((await store.devices.some(['d4', 'd1', 'none', 'd1'])).map(({ id }) => id)).toEqual(['d1', 'd4']);
      expect(await store.devices.some([])).toEqual([]);
    });

    test('some observations are read by their ids, in order of time', async () => {
      const rows = [observation('b', 5), observation('a', 5), observation('c', 1)];
      await store.observations.append(rows);
      expect((await store.observations.some(['b', 'a', 'none', 'c', 'a'])).map(({ id }) => id)).toEqual([
        'c',
        'a',
        'b',
      ]);
      expect(await store.observations.some(['b'])).toStrictEqual([rows[0]]);
    });

    test('observations of one protocol are read alone, in order of time', async () => {
      const said = (id: string, at: number, protocol: string) => ({ ...observation(id, at), protocol });
      const [late, early] = [{ ...said('b', 7, 'observe'), watched: 3259 }, said('c', 1, 'observe')];
      await store.observations.append([late, said('a', 5, 'enpc'), early]);
      expect(await store.observations.of('observe')).toStrictEqual([early, late]);
      expect(await store.observations.of('snmp')).toEqual([]);
    });

    test('records come back by kind and id, the newest first, page by page', async () => {
      const row = (kind: string, id: string, at: number, value: object = { id }) => ({ kind, id, at, value });
      const [first, second, third] = [row('alert', 'b', 1), row('alert', 'c', 2.5), row('alert', 'a', 2.5)];
      await store.records.put([first, second, third, row('user', 'a', 9)]);
      await store.records.put([]);
      expect(await store.records.list('alert', { most: 9 })).toStrictEqual([second, third, first]);
      expect(await store.records.list('alert', { most: 2 })).toStrictEqual([second, third]);
      expect(await store.records.list('alert', { most: 9, behind: second })).toStrictEqual([third, first]);
      expect(await store.records.list('alert', { most: 9, behind: third })).toStrictEqual([first]);
      expect(await store.records.list('alert', { most: 9, since: 2 })).toStrictEqual([second, third]);
      expect(await store.records.list('nothing', { most: 9 })).toEqual([]);
      expect(await store.records.get('user', 'a')).toStrictEqual(row('user', 'a', 9));
      expect(await store.records.get('user', 'b')).toBeUndefined();
    });

    test('a record takes the place of the one of its kind and id, and goes when it is taken out', async () => {
      const value = { name: 'Ann', roles: ['viewer'], more: { deep: null } };
      await store.records.put([{ kind: 'user', id: 'a', at: 1, value: { name: 'Bob' } }]);
      await store.records.put([{ kind: 'user', id: 'a', at: 2, value }]);
      value.roles.push('admin');
      const kept = { kind: 'user', id: 'a', at: 2, value: { ...value, roles: ['viewer'] } };
      expect(await store.records.list('user', { most: 9 })).toStrictEqual([kept]);
      await store.records.remove('alert', ['a']);
      await store.records.remove('user', ['z']);
      expect(await store.records.get('user', 'a')).toStrictEqual(kept);
      await store.records.remove('user', ['a', 'a']);
      expect(await store.records.get('user', 'a')).toBeUndefined();
    });

    test('records of a transaction that fails were never put or taken out', async () => {
      const kept = { kind: 'user', id: 'a', at: 1, value: { name: 'Ann' } };
      await store.records.put([kept]);
      const work = store.transaction(async (inner) => {
        await inner.records.put([
          { ...kept, value: {} },
          { ...kept, id: 'b' },
        ]);
        await inner.records.remove('user', ['a']);
        throw new Error('no');
      });
      await expect(work).rejects.toThrow('no');
      expect(await store.records.list('user', { most: 9 })).toStrictEqual([kept]);
    });

    test('samples come back in order of time, then metric, of one device under all of its ids', async () => {
      const samples: readonly Sample[] = [
        { device: 'd1', metric: 'state', at: 3, value: 'idle' },
        { device: 'd1', metric: 'counter.impressions', at: 3, value: 10_444 },
        { device: 'd-old', metric: 'state', at: 1.5, value: 'Büro 🖨 "“ \u0000' },
        { device: 'd1', metric: 'alert.jam', at: 2, value: null },
        { device: 'd2', metric: 'state', at: 2, value: 'asleep' },
      ];
      await store.samples.append(samples);
      await store.samples.append([]);
      const [state, counter, old, jam] = samples;
      const all = { most: 100 };
      expect(await store.samples.of(['d1', 'd-old', 'd1'], all)).toStrictEqual([old, jam, counter, state]);
      expect(await store.samples.of(['d1'], { ...all, metric: 'state' })).toStrictEqual([state]);
      expect(await store.samples.of(['d1', 'd-old'], { ...all, since: 1.5, until: 3 })).toStrictEqual([old, jam]);
      expect(await store.samples.of(['d1'], { most: 2 })).toStrictEqual([counter, state]);
      expect(await store.samples.of([], all)).toEqual([]);
      expect(await store.samples.of(['nobody'], all)).toEqual([]);
    });

    test('of a span of time the last sample of each line can be read alone', async () => {
      const at = (time: number, metric = 'supply.black'): Sample => ({
        device: 'd1',
        metric,
        at: time,
        value: time / 100,
      });
      await store.samples.append([at(1), at(9), at(10), at(12), at(25), at(3, 'state')]);
      const times = async (wish: Partial<SampleWish>) =>
        (await store.samples.of(['d1'], { everyMs: 10, most: 10, ...wish })).map((row) => row.at);
      expect(await times({ since: 0 })).toEqual([3, 9, 12, 25]);
      expect(await times({ since: 0, metric: 'supply.black' })).toEqual([9, 12, 25]);
      expect(await times({ since: 0, most: 2 })).toEqual([12, 25]);
      expect(await times({ since: 0, until: 12 })).toEqual([3, 9, 10]);
    });

    test('thinned lines keep the last number of each whole span, every word, and what lies outside', async () => {
      const row = (at: number, value: Sample['value'], metric = 'supply.black'): Sample => ({
        device: 'd1',
        metric,
        at,
        value,
      });
      const stays = [
        row(5, 0.9),
        row(6, 0.89),
        row(11, 'low'),
        row(18, 0.8),
        row(19, null),
        row(21, 0.7),
        row(35, 0.6),
        row(36, 0.5),
      ];
      const goes = [row(10, 0.88), row(12, 0.87), row(17, -0.5)];
      const other = [row(11, 1, 'counter.pages'), row(12, 2, 'counter.pages')];
      await store.samples.append([...stays, ...goes, ...other]);
      const lines = [
        { device: 'd1', metric: 'supply.black' },
        { device: 'nobody', metric: 'supply.black' },
      ];
      const how = { since: 6, until: 36, everyMs: 10 };
      const all = () => store.samples.of(['d1'], { metric: 'supply.black', most: 99 });
      await expect(
        store.transaction(async (inside) => {
          await inside.samples.thin(lines, how);
          expect(await inside.samples.of(['d1'], { most: 99 })).toHaveLength(stays.length + other.length);
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await all()).toHaveLength(stays.length + goes.length);
      // again and again gives the same
      for (let i = 0; i < 2; i++) {
        await store.samples.thin(lines, how);
        expect(await all()).toStrictEqual(stays);
      }
      expect(await store.samples.of(['d1'], { metric: 'counter.pages', most: 99 })).toStrictEqual(other);
    });

    test('pruned lines keep their newest, however old it is', async () => {
      const row = (at: number, metric: string): Sample => ({ device: 'd1', metric, at, value: at });
      await store.samples.append([row(1, 'a'), row(2, 'a'), row(9, 'a'), row(1, 'b'), row(2, 'b'), row(1, 'c')]);
      const lines = ['a', 'b'].map((metric) => ({ device: 'd1', metric }));
      const times = async () =>
        (await store.samples.of(['d1'], { most: 99 })).map(({ metric, at }) => `${metric}${at}`);
      await expect(
        store.transaction(async (inside) => {
          await inside.samples.prune(lines, 9);
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await times()).toHaveLength(6);
      await store.samples.prune(lines, 9);
      await store.samples.prune(lines, 9);
      expect(await times()).toEqual(['c1', 'b2', 'a9']);
    });

    test('of one device, metric and time the first sample stays; the latest of each line is found', async () => {
      const sample = (at: number, value: number): Sample => ({ device: 'd1', metric: 'supply.black', at, value });
      await store.samples.append([sample(2, 0.5), sample(1, 0.6), sample(2, 0.7)]);
      await store.samples.append([sample(1, 0.9), { ...sample(1, 0.1), metric: 'supply.cyan' }]);
      const black = { metric: 'supply.black', most: 9 };
      expect((await store.samples.of(['d1'], black)).map(({ value }) => value)).toEqual([0.6, 0.5]);
      const latest = [...(await store.samples.latest())].sort((a, b) => (a.metric < b.metric ? -1 : 1));
      expect(latest).toStrictEqual([sample(2, 0.5), { ...sample(1, 0.1), metric: 'supply.cyan' }]);
    });

    describe('in a transaction', () => {
      const boom = new Error('boom');

      test('what was done is seen inside at once and outside when it is over, and the result is handed on', async () => {
        const seen: string[][] = [];
        const outside = store.transaction(async (inner) => {
          await inner.observations.append([observation('a', 1)]);
          seen.push(await ids(inner));
          return 42;
        });
        const later = ids();
        expect(await outside).toBe(42);
        expect([...seen, await later]).toEqual([['a'], ['a']]);
      });

      test('a throw takes everything back, from all tables', async () => {
        await fill(store);
        const before = await everything(store);
        const failing = store.transaction(async (inner) => {
          await inner.observations.append([observation('o1', 77), observation('o9', 9)]);
          await inner.observations.remove(['o2', 'o9']);
          expect(await ids(inner)).toEqual(['o1']);
          await inner.attempts.append([attempt(9, 'refused'), { ...attempt(9, 'refused'), probe: 'knock' }]);
          await inner.looks.append([{ ...lookNote, id: 'l9' }]);
          await inner.looks.remove(['l1']);
          await inner.roll.put([entry('d1', { aliasOf: 'd9' }), entry('d9')]);
          await inner.devices.replace([]);
          await inner.samples.append([
            { ...sample, at: 1 },
            { ...sample, at: 9 },
          ]);
          throw boom;
        });
        await expect(failing).rejects.toBe(boom);
        expect(await everything(store)).toStrictEqual(before);
      });

      test('what others ask meanwhile waits, and is not taken back with it', async () => {
        const order: string[] = [];
        const failing = store.transaction(async (inner) => {
          await inner.observations.append([observation('inside', 1)]);
          order.push('transaction');
          throw boom;
        });
        const other = store.observations.append([observation('outside', 2)]).then(() => order.push('append'));
        await expect(failing).rejects.toBe(boom);
        await other;
        expect(order).toEqual(['transaction', 'append']);
        expect(await ids()).toEqual(['outside']);
      });

      test('a nested one joins the outer: what it did goes with the outer, even when it was over', async () => {
        const failing = store.transaction(async (outer) => {
          await outer.transaction((inner) => inner.observations.append([observation('a', 1)]));
          throw boom;
        });
        await expect(failing).rejects.toBe(boom);
        expect(await ids()).toEqual([]);
        await store.transaction(async (outer) => {
          await outer.observations.append([observation('b', 1)]);
          await outer.transaction((inner) => inner.observations.append([observation('c', 2)]));
        });
        expect(await ids()).toEqual(['b', 'c']);
      });

      test('a nested one that throws takes the outer with it, also where somebody caught the throw', async () => {
        const failing = store.transaction(async (outer) => {
          await outer.observations.append([observation('a', 1)]);
          const nested = outer.transaction(async (inner) => {
            await inner.observations.append([observation('b', 1)]);
            throw boom;
          });
          await nested.catch(() => undefined);
          return 'went on';
        });
        await expect(failing).rejects.toBe(boom);
        expect(await ids()).toEqual([]);
      });

      test('the outer store used inside belongs to it, instead of waiting for ever', async () => {
        const failing = store.transaction(async () => {
          await store.observations.append([observation('a', 1)]);
          await store.transaction(() => store.roll.put([entry('d1')]));
          expect(await ids()).toEqual(['a']);
          throw boom;
        });
        await expect(failing).rejects.toBe(boom);
        expect(await ids()).toEqual([]);
        expect(await store.roll.all()).toEqual([]);
      });

      test('its store is of no use afterwards, and it cannot close the store', async () => {
        let kept: Store | undefined;
        await store.transaction(async (inner) => {
          kept = inner;
        });
        await expect(kept?.observations.all()).rejects.toMatchObject({ code: 'store/used-after-end' });
        await expect(store.transaction(() => store.close())).rejects.toThrow('cannot close');
        expect(await ids()).toEqual([]);
      });
    });

    test('what was asked before the close is still done, what is asked after it throws', async () => {
      const appended = store.observations.append([observation('a', 1)]);
      const read = ids();
      await store.close();
      await expect(appended).resolves.toBeUndefined();
      await expect(read).resolves.toEqual(['a']);
      const ended = { code: 'store/used-after-end' };
      await expect(store.observations.append([observation('b', 1)])).rejects.toMatchObject(ended);
      await expect(store.devices.all()).rejects.toMatchObject(ended);
      await expect(store.transaction(async () => 1)).rejects.toMatchObject(ended);
      await expect(store.close()).resolves.toBeUndefined();
    });
  });
}

/** Something in every table. */
const lookNote: LookNote = {
  id: 'l1',
  at: 3,
  vantage: { host: 'desk', interface: 'eth0' },
  heard: ['10.0.0.5'],
  silent: [],
};

const sample: Sample = { device: 'd1', metric: 'state', at: 4, value: 'idle' };

export async function fill(store: Store): Promise<void> {
  await store.observations.append([observation('o2', 2, { claims: everyClaim }), observation('o1', 1)]);
  await store.attempts.append([attempt(1, 'silent'), attempt(2, 'answered')]);
  await store.looks.append([lookNote]);
  await store.roll.put([entry('d1'), entry('d2', { aliasOf: 'd1' })]);
  await store.devices.replace([device('d1'), device('d2', { facts: {} })]);
  await store.samples.append([sample]);
}

export async function everything(store: Store): Promise<unknown> {
  return {
    observations: await store.observations.all(),
    attempts: await store.attempts.all(),
    looks: await store.looks.all(),
    roll: await store.roll.all(),
    devices: await store.devices.all(),
    samples: await store.samples.of(['d1'], { most: 100 }),
  };
}
