import type { Device, Supply } from '@quietport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { device } from '../../../../tests/conformance/store-samples.ts';
import { byAddress } from '../inventory.ts';
import { type PageAsked, pageOf } from './page.ts';

const at = (address: string) => [{ mac: '00:26:ab:00:00:01', addresses: [address], claimed: [] }];
const known = (value: string) => ({ value, grade: 'claimed' as const, evidence: [], against: [] });
const ids = (devices: readonly Device[]) => devices.map(({ id }) => id);

function toner(ratio: number, low?: number): Supply {
  const level = { type: 'exact', ratio } as const;
  const told = { direction: 'consumed', level, ...(low === undefined ? {} : { thresholds: { low } }) };
  return told as unknown as Supply;
}

function walk(devices: (seen: readonly string[]) => readonly Device[], asked: PageAsked): string[] {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = pageOf(devices(seen), { ...asked, cursor });
    seen.push(...ids(page.devices));
    cursor = page.next;
  } while (cursor !== undefined);
  return seen;
}

const some = fc
  .uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 4 }),
      name: fc.option(fc.constantFrom('Attic', 'büro', 'Till'), { nil: undefined }),
      address: fc.constantFrom('10.0.0.9', '10.0.0.10', 'fe80::1', '192.0.2.1'),
    }),
    { selector: ({ id }) => id, maxLength: 30 },
  )
  .map((rows) =>
    rows.map(({ id, name, address }) =>
      device(id, { interfaces: at(address), facts: name === undefined ? {} : { name: known(name) } }),
    ),
  );

describe('a page of devices', () => {
  it('is a part of the whole list, whatever its size and order', () => {
    fc.assert(
      fc.property(
        some,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('name', '-name', 'address', '-address'),
        (devices, limit, sort) => {
          const whole = pageOf(devices, { limit: 1000, sort });
          expect(whole.total).toBe(devices.length);
          expect(walk(() => devices, { limit, sort })).toEqual(ids(whole.devices));
        },
      ),
    );
  });

  it('is the same however often it was asked for, and whatever was asked for in between', () => {
    const wishes = fc.array(
      fc.record({
        limit: fc.constantFrom(1, 3, 1000),
        sort: fc.constantFrom('name', '-address'),
        q: fc.constantFrom(undefined, 'a', 'till', '10.0', 'a 10', 'nobody'),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(some, wishes, (devices, asked) => {
        // a copy is a list that nobody has asked for yet
        for (const one of asked) expect(pageOf(devices, one)).toEqual(pageOf([...devices], one));
      }),
    );
  });

  it('skips and repeats nobody who stays, while others go between the pages', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 5 }), fc.nat(), (devices, limit, pick) => {
        const leaves = devices[pick % Math.max(1, devices.length)]?.id;
        // even the one that the cursor was made of
        const left = (seen: readonly string[]) => devices.filter(({ id }) => seen.length === 0 || id !== leaves);
        const seen = walk(left, { limit, sort: 'name' });
        const stay = ids(devices).filter((id) => id !== leaves);
        expect(seen.filter((id) => id !== leaves).sort()).toEqual(stay.sort());
      }),
    );
  });

  it('orders addresses as the whole inventory is ordered', () => {
    const devices = ['fe80::1', '10.0.0.10', '10.0.0.9', '192.0.2.1'].map((one, i) =>
      device(`d${i}`, { interfaces: at(one) }),
    );
    const none = device('d9', { interfaces: [] });
    const shown = pageOf([none, ...devices], { limit: 9 }).devices;
    expect(ids(shown)).toEqual(['d2', 'd1', 'd3', 'd0', 'd9']);
    expect(ids(shown)).toEqual(ids(byAddress([none, ...devices])));
  });

  it('finds words in any case and all of them, by MAC and location too', () => {
    const attic = device('d1', { interfaces: at('10.0.0.1'), facts: { location: known('Attic, left') } });
    const cellar = device('d2', { interfaces: at('10.0.0.2'), facts: { location: known('Cellar') } });
    const found = (q: string) => ids(pageOf([attic, cellar], { limit: 9, q }).devices);
    expect(found('ATTIC 00:26:AB')).toEqual(['d1']);
    expect(found('attic cellar')).toEqual([]);
    expect(found('  ')).toEqual(['d1', 'd2']);
  });

  it('tells low by the own mark of the supply, empty as low too, and who tells no level last in both directions', () => {
    const devices = [
      device('empty', { supplies: [toner(0), toner(1)] }),
      device('low', { supplies: [toner(0.25, 0.3)] }),
      device('fine', { supplies: [toner(0.25)] }),
      device('mute', { supplies: [] }),
    ];
    const found = (asked: Omit<PageAsked, 'limit'>) => ids(pageOf(devices, { limit: 9, ...asked }).devices);
    expect(found({ supply: 'low', sort: 'supply' })).toEqual(['empty', 'low']);
    expect(found({ supply: 'empty' })).toEqual(['empty']);
    expect(found({ sort: '-supply' })).toEqual(['fine', 'low', 'empty', 'mute']);
  });
});
