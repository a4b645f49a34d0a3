import { describe, expect, it } from 'vitest';
import type { AuditedRequest } from './audit.ts';
import { KeyBook } from './key-book.ts';

const KEY = Uint8Array.of(0xab, 0xcd);
const NOON = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;

/** A setup that was under way when the server ended, written down at `at` of the wall clock. */
const cutOff = (at: number): AuditedRequest => ({
  is: 'request',
  id: 'one',
  at,
  who: 'token',
  address: '192.0.2.1',
  device: { key: 'till', type: 3, number: 0, uuid: 'urn:uuid:00000000-0000-4000-8000-000000000001' },
  what: 'S 0100',
  key: 'abcd',
  request: 'asked',
});

function restored(at: number, now: number) {
  let monotonic = 0;
  const book = new KeyBook({ monotonic: () => monotonic });
  book.restore([cutOff(at)], now);
  const stateAfter = (ms: number) => {
    monotonic = ms;
    return book.state('token', KEY, 'asked').is;
  };
  return { stateAfter };
}

describe('the idempotency keys of an earlier run', () => {
  it('are known for what is left of their ten minutes', () => {
    const { stateAfter } = restored(NOON - 4 * MINUTE, NOON);
    expect(stateAfter(0)).toBe('outcome-unknown');
    expect(stateAfter(6 * MINUTE - 1)).toBe('outcome-unknown');
    expect(stateAfter(6 * MINUTE)).toBe('new');
  });

  it('are not done again because the wall clock went back, and not kept longer for it', () => {
    const { stateAfter } = restored(NOON + 24 * 60 * MINUTE, NOON);
    expect(stateAfter(10 * MINUTE - 1)).toBe('outcome-unknown');
    expect(stateAfter(10 * MINUTE)).toBe('new');
  });

  it('are each of their own login', () => {
    const book = new KeyBook({ monotonic: () => 0 });
    book.restore([cutOff(NOON)], NOON);
    expect(book.state('another', KEY, 'asked').is).toBe('new');
    expect(book.state('token', KEY, 'other').is).toBe('other-request');
  });
});
