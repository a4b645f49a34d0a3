import { memoryBus } from '@quietport/core';
import { ManualClock } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../packages/cli/src/serve/event-source.ts';
import { sendEvents } from '../../packages/server/src/event-stream.ts';

const RUN = 'abc123';

/** A reader that takes everything, or nothing. */
function reader(takes: boolean) {
  const told: string[] = [];
  let unread = 0;
  let ended = false;
  const wire = {
    write: (text: string) => {
      told.push(text);
      if (!takes) unread += text.length;
      return takes;
    },
    end: () => {
      ended = true;
    },
    get writableLength() {
      return unread;
    },
  };
  return { wire, told, text: () => told.join(''), isEnded: () => ended };
}

function stream(lastId?: string, takes = true, bus = memoryBus()) {
  const clock = new ManualClock();
  const end = new AbortController();
  const to = reader(takes);
  const events = eventsOf(bus, RUN, () => true, lastId, end.signal);
  const over = sendEvents(to.wire, events, clock, end.signal);
  return { clock, bus, end, over, ...to };
}

describe('the event stream', () => {
  it('ends with the session or token that it was asked by', async () => {
    const [clock, end, bus] = [new ManualClock(), new AbortController(), memoryBus()];
    const { wire, told, isEnded } = reader(true);
    let holds = true;
    const still = async () => {
      if (!holds) end.abort();
    };
    const over = sendEvents(
      wire,
      eventsOf(bus, RUN, () => true, undefined, end.signal),
      clock,
      end.signal,
      still,
    );
    await clock.advance(30_000);
    holds = false;
    await clock.advance(15_000);
    await over;
    bus.publish('device-gone', { id: 'a' });
    await clock.advance(60_000);
    expect(isEnded()).toBe(true);
    expect(told.filter((line) => line.startsWith(':'))).toHaveLength(3);
    expect(told.join('')).not.toContain('device-gone');
  });

  it('tells each event with name, id and data, in order', async () => {
    const { bus, clock, text, end, over } = stream();
    await clock.settle();
    bus.publish('device-gone', { id: 'a\nb' });
    bus.publish('scope-changed', { at: Date.UTC(2026, 0, 2) });
    await clock.settle();
    expect(text()).toBe(
      'retry: 2000\n\n' +
        `id: ${RUN}-1\nevent: device-gone\ndata: {"id":"a\\nb"}\n\n` +
        `id: ${RUN}-2\nevent: scope-changed\ndata: {"at":"2026-01-02T00:00:00.000Z"}\n\n`,
    );
    end.abort();
    await over;
  });

  it('turns an event into text once for all who listen', async () => {
    const [clock, bus, end] = [new ManualClock(), memoryBus(), new AbortController()];
    const readers = [reader(true), reader(true), reader(true)];
    const over = readers.map(({ wire }) =>
      sendEvents(
        wire,
        eventsOf(bus, RUN, () => true, undefined, end.signal),
        clock,
        end.signal,
      ),
    );
    await clock.settle();
    let made = 0;
    const toJSON = () => ({ id: `a${++made}` });
    bus.publish('device-gone', Object.assign({ id: 'a' }, { toJSON }));
    await clock.settle();
    for (const { text } of readers) expect(text()).toContain('data: {"id":"a1"}\n\n');
    expect(made).toBe(1);
    end.abort();
    await Promise.all(over);
  });

  it('a comment keeps it open where nothing happens, and nothing is left behind at its end', async () => {
    const { clock, told, end, over, isEnded } = stream();
    await clock.advance(60_000);
    expect(told.filter((line) => line === ': still here\n\n')).toHaveLength(4);
    end.abort();
    await over;
    expect(isEnded()).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('who comes back goes on behind the last event that he has', async () => {
    const bus = memoryBus();
    for (const id of ['a', 'b', 'c']) bus.publish('device-gone', { id });
    const { clock, text, end, over } = stream(`${RUN}-2`, true, bus);
    await clock.settle();
    expect(text()).toContain(`id: ${RUN}-3\nevent: device-gone\ndata: {"id":"c"}`);
    expect(text()).not.toContain('"b"');
    end.abort();
    await over;
  });

  it('who was away too long is told how many events are gone', async () => {
    const bus = memoryBus(2);
    for (const id of ['a', 'b', 'c', 'd']) bus.publish('device-gone', { id });
    const { clock, text, end, over } = stream(`${RUN}-0`, true, bus);
    await clock.settle();
    expect(text()).toContain(`id: ${RUN}-2\nevent: events-lost\ndata: {"lost":2}`);
    expect(text()).toContain('"c"');
    end.abort();
    await over;
  });

  it.each(['fed321-7', 'nonsense', '-1', `${RUN}-x`])(
    'an id that is none of this run (%s) is told that nobody knows what is gone',
    async (lastId) => {
      const { clock, text, end, over } = stream(lastId);
      await clock.settle();
      expect(text()).toContain('event: events-lost\ndata: {"lost":null}');
      end.abort();
      await over;
    },
  );

  it('who takes nothing is let go of, and costs no more than a bound', async () => {
    const { bus, clock, told, over, isEnded } = stream(undefined, false);
    await clock.settle();
    for (let i = 0; i < 200 && !isEnded(); i++) {
      bus.publish('device-gone', { id: 'x'.repeat(100_000) });
      await clock.settle();
    }
    await over;
    expect(isEnded()).toBe(true);
    expect(told.join('').length).toBeLessThan(5 * 1024 * 1024);
    const before = told.length;
    bus.publish('device-gone', { id: 'after' });
    await clock.settle();
    expect(told.length).toBe(before);
  });
});
