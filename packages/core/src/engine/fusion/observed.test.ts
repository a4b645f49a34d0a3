import { expect, it } from 'vitest';
import type { Observation } from '../../model/observation.ts';
import { fuse } from './fuse.ts';
import { superseded } from './superseded.ts';

function heard(id: string, at: number, more: Partial<Observation> = {}): Observation {
  return {
    ...{
      id,
      at,
      vantage: { host: 'here', interface: 'eth0' },
      protocol: 'observe',
      claims: [],
      raw: Uint8Array.of(at),
    },
    from: { address: '192.0.2.9', port: 3259, transport: 'udp' },
    ...more,
  };
}

const knocked = heard('k', 5, { protocol: 'knock', from: { address: '192.0.2.9', port: 631, transport: 'tcp' } });

it('bytes on a watched port make no device of an address', () => {
  const { devices, unplaced } = fuse([heard('a', 1), heard('b', 2)], []);
  expect(devices).toEqual([]);
  expect(unplaced).toEqual(
    ['a', 'b'].map((observation) => ({ observation, why: expect.stringContaining('a port that was watched') })),
  );
});

it('bytes on a watched port belong to the device that is known there, and are no service of it', () => {
  const { devices, unplaced } = fuse([heard('a', 1), knocked, heard('b', 9)], []);
  expect(unplaced).toEqual([]);
  expect(devices).toMatchObject([{ observations: ['a', 'k', 'b'], seen: { first: 1, last: 9 } }]);
  expect(devices[0]?.ports.map(({ endpoint }) => endpoint.port)).toEqual([631]);
});

it('different bytes on a watched port are different things said: of the same ones the first and the last stay', () => {
  const same = [1, 2, 3, 4].map((at) => heard(`s${at}`, at, { raw: Uint8Array.of(99) }));
  const others = [5, 6, 7].map((at) => heard(`o${at}`, at));
  const all = [...same, ...others];
  expect(superseded(all, fuse(all, []))).toEqual(['s2', 's3']);
});
