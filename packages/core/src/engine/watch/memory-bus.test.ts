import { describe, expect, it } from 'vitest';
import type { Bus, BusEvent, Subscription } from '../../contracts/bus.ts';
import { memoryBus } from './memory-bus.ts';

const gone = (bus: Bus, ...ids: readonly string[]) => {
  for (const id of ids) bus.publish('device-gone', { id });
};
const idOf = (told: BusEvent) => (told.topic === 'device-gone' ? told.event.id : told.topic);

function listen(bus: Bus, how: Omit<Subscription, 'signal'> = {}) {
  const end = new AbortController();
  const events = bus.subscribe({ ...how, signal: end.signal })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await events.next();
    return done === true ? undefined : { id: idOf(value), number: value.number, lost: value.lost };
  };
  return { end, next, leave: () => events.return?.() };
}

describe('the bus', () => {
  it('tells every listener every event in order, from the moment of the call', async () => {
    const bus = memoryBus();
    gone(bus, 'before');
    const [one, two] = [listen(bus), listen(bus)];
    gone(bus, 'a', 'b');
    for (const { next } of [one, two]) {
      expect(await next()).toEqual({ id: 'a', number: 2, lost: 0 });
      expect(await next()).toEqual({ id: 'b', number: 3, lost: 0 });
    }
    expect(bus.latest).toBe(3);
  });

  it('wakes a listener that waits', async () => {
    const bus = memoryBus();
    const { next } = listen(bus);
    const waiting = next();
    gone(bus, 'late');
    expect(await waiting).toMatchObject({ id: 'late' });
  });

  it('a slow listener loses its oldest events and is told how many, others lose nothing', async () => {
    const bus = memoryBus();
    const [slow, quick] = [listen(bus, { keep: 2 }), listen(bus)];
    gone(bus, 'a', 'b', 'c', 'd', 'e');
    expect(await slow.next()).toEqual({ id: 'd', number: 4, lost: 3 });
    expect(await slow.next()).toEqual({ id: 'e', number: 5, lost: 0 });
    expect(await quick.next()).toEqual({ id: 'a', number: 1, lost: 0 });
  });

  it('who comes back hears what followed, and how much of it is gone', async () => {
    const bus = memoryBus(3);
    gone(bus, 'a', 'b', 'c', 'd', 'e');
    expect(await listen(bus, { after: 3 }).next()).toEqual({ id: 'd', number: 4, lost: 0 });
    expect(await listen(bus, { after: 0 }).next()).toEqual({ id: 'c', number: 3, lost: 2 });
  });

  it('a number that was never told loses nothing', async () => {
    const bus = memoryBus();
    const { next } = listen(bus, { after: 99 });
    gone(bus, 'a');
    expect(await next()).toEqual({ id: 'a', number: 1, lost: 0 });
  });

  it('ends with its signal, also while it waits, and hears nothing afterwards', async () => {
    const bus = memoryBus();
    const { end, next } = listen(bus);
    const waiting = next();
    end.abort();
    expect(await waiting).toBeUndefined();
    gone(bus, 'a');
    expect(await next()).toBeUndefined();
  });

  it('a signal that has fired before hears nothing', async () => {
    const bus = memoryBus();
    const heard: string[] = [];
    for await (const told of bus.subscribe({ signal: AbortSignal.abort() })) heard.push(idOf(told));
    expect(heard).toEqual([]);
  });
});
