import type { Bus, BusEvent } from '@quietport/core';
import { eventDocument } from '@quietport/library';
import type { Told } from '@quietport/server';

/**
 * The events of a bus as they go out. Their ids carry the mark of this run: who comes back with one of an earlier run is
 * told that nobody knows what he has missed.
 */
export async function* eventsOf(
  bus: Bus,
  run: string,
  isVirtual: () => boolean,
  lastId: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Told> {
  const [, mark, number] = /^([0-9a-f]+)-(\d{1,15})$/.exec(lastId ?? '') ?? [];
  const after = mark === run ? Number(number) : undefined;
  const events = bus.subscribe({ signal, ...(after === undefined ? {} : { after }) });
  if (lastId !== undefined && after === undefined)
    yield { name: 'events-lost', id: `${run}-${bus.latest}`, data: '{"lost":null}' };
  for await (const told of events) {
    const { lost, number, topic } = told;
    if (lost > 0) yield { name: 'events-lost', id: `${run}-${number - 1}`, data: JSON.stringify({ lost }) };
    yield { name: topic, id: `${run}-${number}`, data: textOf(told, isVirtual()) };
  }
}

/** All listeners of an event get one text, which is kept no longer than the event itself. */
function textOf(told: BusEvent, virtual: boolean): string {
  const known = texts.get(told.event);
  if (known?.virtual === virtual) return known.text;
  const text = JSON.stringify(eventDocument(told, virtual));
  texts.set(told.event, { virtual, text });
  return text;
}

const texts = new WeakMap<BusEvent['event'], { readonly virtual: boolean; readonly text: string }>();
