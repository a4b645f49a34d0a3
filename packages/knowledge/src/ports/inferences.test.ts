import { expect, it } from 'vitest';
import { ianaRegistry } from './iana.ts';
import { inferencesOf, isEpsons, isUnpublished } from './inferences.ts';

const epsons = [1865, 2051, 2291, 2968, 2969, 3259, 3289, 3620, 3621, 3629, 4108, 5116];

it('the twelve numbers of Epson are found in the whole registry, and no other', () => {
  const found = ianaRegistry.between(0, 65_535).filter(isEpsons);
  expect([...new Set(found.map(({ port }) => port))]).toEqual(epsons);
});

it.each([
  [2968, ['the contact has an address at exc.epson.co.jp']],
  [3620, ['the description says so']],
])('%i is known as Epson’s by one column alone', (port, why) => {
  expect(inferencesOf(ianaRegistry.between(port, port))).toEqual([{ is: 'vendor', value: 'Epson', why }]);
});

it('what 3259 most likely means is an inference with its reason, not the registry’s word', () => {
  const [vendor, meaning] = inferencesOf(ianaRegistry.between(3259, 3259));
  expect(vendor?.why).toHaveLength(3);
  expect(meaning).toMatchObject({ is: 'meaning', value: 'Epson Network Common Device Protocol 2' });
  expect(meaning?.why[0]).toContain('cuts the text');
});

it('nothing is inferred of numbers of others, and of Epson’s number on the transport that is reserved', () => {
  expect(inferencesOf(ianaRegistry.between(4352, 4352))).toEqual([]);
  expect(inferencesOf(ianaRegistry.between(631, 631))).toEqual([]);
  expect(inferencesOf(ianaRegistry.between(5116, 5116).filter(({ transport }) => transport === 'tcp'))).toEqual([]);
});

it('half of Epson’s numbers have no published use', () => {
  expect(epsons.filter(isUnpublished)).toEqual([2051, 2291, 2969, 3259, 4108, 5116]);
});
