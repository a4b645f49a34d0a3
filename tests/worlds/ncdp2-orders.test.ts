import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../packages/core/src/protocols/ncdp2/session/audit.ts';
import { ManualClock } from '../../packages/virtual/src/index.ts';
import { label, openDesk, ToldClient, ToldSource, till, toServer } from '../support/ncdp2-desk.ts';
import { ask, command, key, loggedIn, set } from '../support/ncdp2-talk.ts';

describe('a setup', () => {
  it('says what it changes, does it, and writes both down', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    const dry = await ask(client, clock, set({ 'printer-location': 'Bar 2' }, { dryRun: true }));
    expect(dry).toMatchObject({
      letter: 's',
      result: 0,
      body: { revision: 1, changes: [['printer-location', 'Bar 1', 'Bar 2']] },
    });
    expect([world.source.done, world.audit]).toEqual([[], []]);
    const real = await ask(client, clock, set({ 'printer-location': 'Bar 2' }, { revision: 1 }));
    expect(real).toMatchObject({ result: 0, body: { revision: 2, changes: [['printer-location', 'Bar 1', 'Bar 2']] } });
    expect(world.audit).toMatchObject([
      {
        is: 'request',
        who: 'token',
        address: '192.0.2.7',
        what: 'S 0100',
        device: { key: 'usb:till', type: 3, number: 0 },
        changes: [['printer-location', 'Bar 1', 'Bar 2']],
      },
      { is: 'result', result: 0 },
    ]);
    const removed = await ask(client, clock, set({ 'printer-location': null }));
    expect(removed.body).toMatchObject({ revision: 3, changes: [['printer-location', 'Bar 2', null]] });
  });

  it.each([
    ['an unknown name', { 'printer-location': 'x', nonsense: 'y' }, 8, 'nonsense'],
    ['a name that its owner does not let us set', { 'printer-geo-location': 'geo:1,2' }, 8, 'printer-geo-location'],
    ['a read-only name', { 'printer-state': 3 }, 8, 'printer-state'],
    ['a wrong type', { 'printer-info': 'good', 'printer-location': 7 }, 5, 'printer-location'],
    ['a control character', { 'printer-location': 'a\nb' }, 5, 'printer-location'],
    ['too many bytes', { 'printer-location': 'ü'.repeat(64) }, 5, 'printer-location'],
    ['no attributes', undefined, 5, 'attributes'],
  ] as const)('is done whole or not at all: %s', async (_what, attributes, result, what) => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    for (const dryRun of [true, false]) {
      const reply = await ask(client, clock, set(attributes, { dryRun }));
      expect(reply).toMatchObject({ result, body: { attributes: { what } } });
    }
    // the dry run is no order
    expect(world.audit).toMatchObject([{ is: 'refusal', device: { type: 3, number: 0 }, what: 'S 0100', result }]);
    expect(world.source.done).toEqual([]);
  });

  it('under a condition that does not hold any more is a conflict', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    for (const body of [{ revision: 7 }, { revision: 1, bootId: 5 }])
      expect(await ask(client, clock, set({ 'printer-info': 'x' }, body))).toMatchObject({
        result: 10,
        body: { revision: 1 },
      });
    expect(world.source.done).toEqual([]);
  });

  it('under the same condition twice at once is done once', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const [one, two] = [await loggedIn(world, clock), await loggedIn(world, clock)];
    one.say(set({ 'printer-info': 'one' }, { revision: 1 }));
    two.say(set({ 'printer-info': 'two' }, { revision: 1 }));
    await clock.settle();
    expect([one.heard.at(-1)?.result, two.heard.at(-1)?.result].sort()).toEqual([0, 10]);
    expect(world.source.done).toHaveLength(1);
  });

  it('is not done where it cannot be written down first', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    world.breakAudit();
    expect((await ask(client, clock, set({ 'printer-info': 'x' }))).result).toBe(0xff);
    expect((await ask(client, clock, set({ 'printer-info': 'x' }, { dryRun: true }))).result).toBe(0);
    expect(world.source.done).toEqual([]);
  });

  it.each([
    [{ is: 'refused', why: 'the panel is in use' }, 0x0b, { what: 'the panel is in use' }],
    [{ is: 'busy', retryAfterSeconds: 2.5 }, 9, { 'retry-after': 3 }],
    [{ is: 'failed', why: 'the cable is out' }, 0xff, { what: 'the cable is out' }],
  ] as const)('tells what the device said', async (carried, result, attributes) => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    world.source.answer = () => carried;
    expect(await ask(client, clock, set({ 'printer-info': 'x' }))).toMatchObject({ result, body: { attributes } });
  });
});

describe('a command', () => {
  it('is carried out where the device can, and paper is used only when that is confirmed', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock, new ToldSource(till, label));
    const client = await loggedIn(world, clock);
    const results = [];
    for (const frame of [
      command(0x200, { attributes: { 'identify-actions': ['flash'] } }),
      command(0x200, { attributes: { 'identify-actions': ['dance'] } }),
      command(0x201),
      command(0x203),
      command(0x203, { attributes: { confirm: true }, dryRun: true }),
      command(0x203, { attributes: { confirm: true } }),
      command(0x7777),
      { ...command(0x200), deviceType: 6 },
      { ...command(0x200), deviceType: 0xff, deviceNumber: 0xff },
      { ...command(0x200), ...toServer },
    ])
      results.push((await ask(client, clock, frame)).result);
    expect(results).toEqual([0, 5, 0, 8, 0, 0, 6, 6, 2, 6]);
    expect(world.source.done).toEqual([
      'identify usb:till {"identify-actions":["flash"]}',
      'restart usb:till {}',
      'print-test-page usb:till {"confirm":true}',
    ]);
  });
});

describe('an idempotency key', () => {
  it('does nothing twice, and gives the answer of then, to its own login alone', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock, new ToldSource(till), { clients: ['09'.repeat(32)] });
    const client = await loggedIn(world, clock);
    const frame = set({ 'printer-info': 'x' }, { idempotencyKey: key(1), revision: 1 });
    const first = await ask(client, clock, frame);
    expect(first).toMatchObject({ result: 0, body: { revision: 2 } });
    await ask(client, clock, set({ 'printer-info': 'y' }));
    const other = await loggedIn(world, clock, '192.0.2.9');
    const again = await ask(other, clock, { ...frame, body: { ...frame.body, token: Uint8Array.of(9) } });
    expect(again).toEqual({ ...first, body: { ...first.body, token: Uint8Array.of(9) } });
    expect((await ask(client, clock, set({ 'printer-info': 'z' }, { idempotencyKey: key(1) }))).result).toBe(10);
    const stranger = new ToldClient(world.desk, '192.0.2.7', new Uint8Array(32).fill(9));
    // for another login it is another key, and its condition does not hold
    expect((await ask(stranger, clock, frame)).result).toBe(10);
    expect(world.source.done).toHaveLength(2);
    await clock.advance(600_000);
    const late = await loggedIn(world, clock);
    expect((await ask(late, clock, frame)).result).toBe(10);
  });

  it('is not used up by a dry run, nor by what was not carried out', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    const idempotencyKey = key(2);
    await ask(client, clock, set({ 'printer-info': 'a' }, { idempotencyKey, dryRun: true }));
    expect((await ask(client, clock, set({ nonsense: 1 }, { idempotencyKey }))).result).toBe(8);
    world.source.answer = () => ({ is: 'busy', retryAfterSeconds: 1 });
    expect((await ask(client, clock, set({ 'printer-info': 'b' }, { idempotencyKey }))).result).toBe(9);
    world.source.answer = () => ({ is: 'done' });
    expect((await ask(client, clock, set({ 'printer-info': 'c' }, { idempotencyKey }))).result).toBe(0);
  });

  it('waits for the first of two that come at once', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const [one, two] = [await loggedIn(world, clock), await loggedIn(world, clock)];
    let finish = (): void => undefined;
    const waits = new Promise<void>((resolve) => {
      finish = resolve;
    });
    world.source.answer = async () => {
      await waits;
      return { is: 'refused', why: 'no' };
    };
    const frame = command(0x201, { idempotencyKey: key(3) });
    one.say(frame);
    two.say(frame);
    await clock.settle();
    expect([one.heard, two.heard]).toEqual([[], []]);
    finish();
    await clock.settle();
    expect([one.heard[0]?.result, two.heard[0]?.result, world.source.done.length]).toEqual([11, 11, 1]);
  });

  it('is remembered over a restart, and one without a result is an unknown outcome', async () => {
    const clock = new ManualClock();
    const before = await openDesk(clock);
    const client = await loggedIn(before, clock);
    const frame = set({ 'printer-info': 'x' }, { idempotencyKey: key(4) });
    const first = await ask(client, clock, frame);
    await ask(client, clock, command(0x201, { idempotencyKey: key(5) }));
    // the process died before the second result was written
    const audited: AuditEntry[] = JSON.parse(JSON.stringify(before.audit.slice(0, -1)));
    const after = await openDesk(clock, new ToldSource(till), {}, audited);
    const again = await loggedIn(after, clock);
    expect(await ask(again, clock, frame)).toEqual(first);
    expect(await ask(again, clock, command(0x201, { idempotencyKey: key(5) }))).toMatchObject({
      result: 0xff,
      body: { attributes: { what: 'outcome unknown' } },
    });
    expect(after.source.done).toEqual([]);
  });

  it('is one of a thousand at most', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    const numbered = (n: number) =>
      command(0x200, { idempotencyKey: Uint8Array.from([n >> 8, n & 255, ...key(6).slice(2)]) });
    for (let n = 0; n < 1000; n++) client.say(numbered(n));
    await clock.settle();
    expect(client.heard).toHaveLength(1000);
    const more = await ask(client, clock, numbered(1000));
    expect(more).toMatchObject({ result: 9, body: { attributes: { 'retry-after': 600 } } });
    expect((await ask(client, clock, numbered(7))).result).toBe(0);
    expect(world.source.done).toHaveLength(1000);
  });
});
