import { expect, it } from 'vitest';
import { checkPin } from './check-pin.ts';

const fingerprint = 'ab'.repeat(32);
const other = 'cd'.repeat(32);
const at = { address: '10.0.0.5', device: { id: 'new1', aliases: ['old1'] } };

it('a certificate is the pinned one, another one, or one that nobody spoke of', () => {
  const pins = [{ device: 'old1', port: 443, fingerprint, pinnedAt: 1 }];
  expect(checkPin(pins, at, 443, fingerprint.toUpperCase())).toEqual({ is: 'same', device: 'new1' });
  expect(checkPin(pins, at, 443, other)).toEqual({ is: 'changed', device: 'new1', pinned: [fingerprint] });
  expect(checkPin(pins, at, 631, other)).toEqual({ is: 'none' });
  expect(checkPin(pins, { address: '10.0.0.5' }, 443, other)).toEqual({ is: 'none' });
});

it('a certificate that a person named holds at every port', () => {
  const pins = [{ device: 'new1', fingerprint, pinnedAt: 1 }];
  expect(checkPin(pins, at, 8443, fingerprint).is).toBe('same');
  expect(checkPin(pins, at, 631, other).is).toBe('changed');
});
