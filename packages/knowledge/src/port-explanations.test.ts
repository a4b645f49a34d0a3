import { expect, it } from 'vitest';
import { explainPort } from './port-explanations.ts';

it.each([
  [3259, 'tcp', 'printing', /no use of it was ever published/],
  [3289, 'udp', 'printing', /^ENPC/],
  [9103, 'tcp', 'printing', /becomes paper/],
  [3629, 'udp', 'printing', /projectors/],
  [22, 'tcp', 'general', /^SSH$/],
] as const)('%i/%s is at home in the %s world', (port, transport, world, holder) => {
  const row = explainPort(port, transport);
  expect(row?.world).toBe(world);
  expect(row?.holder).toMatch(holder);
  expect(row?.source).not.toBe('');
});

it('nothing is said of a port on the other transport, and of one that we do not know', () => {
  expect(explainPort(3289, 'tcp')).toBeUndefined();
  expect(explainPort(9108, 'tcp')).toBeUndefined();
});
