import { expect, it } from 'vitest';
import { browsersRefuse } from './browser-refused.ts';
import { ianaRegistry } from './iana.ts';

it('browsers refuse 82 numbers and 0, the highest is 10080', () => {
  const all = Array.from({ length: 65_536 }, (_, port) => port).filter(browsersRefuse);
  expect(all).toHaveLength(83);
  expect(all.at(-1)).toBe(10_080);
});

it.each([80, 443, 631, 3000, 3259, 8080, 9100])('browsers go to %i', (port) =>
  expect(browsersRefuse(port)).toBe(false),
);

it('no refused number above 1023 is unassigned, so the list costs no suggestion', () => {
  const user = Array.from({ length: 64_512 }, (_, i) => 1024 + i).filter(browsersRefuse);
  for (const port of user)
    expect(
      ianaRegistry.between(port, port).some(({ status }) => status !== 'unassigned'),
      String(port),
    ).toBe(true);
});
