import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../net/endpoint.ts';
import type { Ncdp2Frame } from './codec.ts';
import { Finder } from './finder.ts';
import { WaitingProbes } from './waiting-probes.ts';

const UUID = '8f6bc5a0-1f0e-4a53-9a64-0026ab7ce831';
const at = (address: string): Endpoint => ({ address, port: 3259, transport: 'udp' });
const A = at('192.0.2.1');
const B = at('192.0.2.2');
const said = (bootId: number, revision: number, more: Partial<Ncdp2Frame> = {}, maxAgeSeconds = 1_800): Ncdp2Frame => ({
  ...{ letter: 'p', deviceType: 3, deviceNumber: 0, function: 0, result: 0 },
  body: { version: 1, bootId, revision, maxAgeSeconds, attributes: { 'printer-uuid': `urn:uuid:${UUID}` } },
  ...more,
});

describe('what a finder remembers', () => {
  it('is forgotten when max-age has passed since the last answered probe, not before', () => {
    const finder = new Finder();
    finder.answered(A, said(5, 1), 0);
    finder.answered(A, said(5, 1), 1_000_000);
    expect(finder.forget(1_000_000 + 1_800_000)).toEqual([]);
    expect(finder.forget(1_000_000 + 1_800_001)).toMatchObject([{ uuid: UUID, from: A }]);
    expect(finder.size).toBe(0);
  });

  it('uses at most a day of what it is told', () => {
    const finder = new Finder();
    finder.answered(A, said(5, 1, {}, 10_000_000), 0);
    expect(finder.forget(86_400_000)).toEqual([]);
    expect(finder.forget(86_400_001)).toHaveLength(1);
  });

  it('changes by no notification: an arrive, a change and a leave lead to a question alone', () => {
    const finder = new Finder();
    const notify = (id: number, bootId: number, revision: number, nowMs: number) =>
      finder.notified(A, said(bootId, revision, { letter: 'N', function: id }), nowMs);
    expect(notify(0, 5, 1, 0)).toBe('ask');
    expect(finder.size).toBe(0);
    finder.answered(A, said(5, 1), 0);
    // the known boot id and revision, and a probe was answered less than half of max-age ago
    expect(notify(0, 5, 1, 899_999)).toBe('known');
    expect(notify(0, 5, 1, 900_000)).toBe('ask');
    expect(notify(0, 5, 2, 1)).toBe('ask');
    expect(notify(0, 6, 1, 1)).toBe('ask');
    expect(notify(1, 5, 2, 1)).toBe('ask');
    expect(notify(2, 5, 1, 1)).toBe('ask');
    expect(finder.at(A, 3, 0)).toMatchObject({ bootId: 5, revision: 1 });
  });

  it('tells a restart, a change, and a boot id that goes back', () => {
    const finder = new Finder();
    const is = (bootId: number, revision: number) => finder.answered(A, said(bootId, revision), 0)?.is;
    expect([is(5, 1), is(5, 1), is(5, 4), is(6, 1), is(4, 9)]).toEqual([
      'new',
      'same',
      'changed',
      'restarted',
      'went-back',
    ]);
  });

  it('knows the same boot id from several sources as ways, and another one as a conflict, until that is forgotten', () => {
    const finder = new Finder();
    finder.answered(A, said(5, 1), 0);
    expect(finder.answered(B, said(5, 1), 0)).toMatchObject({ ways: [A], conflicts: [] });
    expect(finder.answered(at('192.0.2.3'), said(6, 1), 0)).toMatchObject({
      ways: [],
      conflicts: [{ from: A }, { from: B }],
    });
    expect(finder.answered(A, said(5, 1), 1)).toMatchObject({ ways: [B], conflicts: [{ bootId: 6 }] });
    expect(finder.answered(B, said(7, 1), 2_000_000)).toMatchObject({ ways: [], conflicts: [] });
  });

  it('keeps no more devices than its bound', () => {
    const finder = new Finder(2);
    for (let number = 0; number < 5; number++) finder.answered(A, said(5, 1, { deviceNumber: number }), 0);
    expect(finder.size).toBe(2);
    expect(finder.notified(A, said(5, 1, { letter: 'N', deviceNumber: 9 }), 0)).toBe('full');
  });
});

describe('questions that notifications lead to', () => {
  it('leave two a second to one address and twenty in all, each device once', () => {
    const waiting = new WaitingProbes();
    for (let i = 0; i < 50; i++)
      for (let number = 0; number < 3; number++)
        for (let again = 0; again < 3; again++) waiting.add({ to: at(`192.0.2.${i}`), device: { type: 3, number } });
    expect(waiting.size).toBe(150);
    const left: string[][] = [];
    for (let second = 0; second < 10; second++) {
      const due = waiting.due(second * 1_000);
      expect(waiting.due(second * 1_000 + 999)).toEqual([]);
      left.push(due.map(({ to }) => to.address));
    }
    expect(left.map((row) => row.length).slice(0, 7)).toEqual([20, 20, 20, 20, 20, 20, 20]);
    expect(left.flat()).toHaveLength(150);
    for (const row of left)
      for (const address of row) expect(row.filter((one) => one === address).length).toBeLessThanOrEqual(2);
  });

  it('are bounded: who waited before is not pushed out', () => {
    const waiting = new WaitingProbes(2);
    expect([0, 1, 2].map((number) => waiting.add({ to: A, device: { type: 3, number } }))).toEqual([true, true, false]);
    expect(waiting.due(0).map(({ device }) => device.number)).toEqual([0, 1]);
  });
});
