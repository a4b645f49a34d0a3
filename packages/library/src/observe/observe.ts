import { EventPackets, Fault, isNcdp2Frame, likenessOf, lookAtBytes, type PortEvent, parseIp } from '@quietport/core';
import { isUnpublished } from '@quietport/knowledge/registry';
import type { House } from '../house.ts';
import { Evidence } from './evidence.ts';
import type { Observed, ObservedMessage, ObserveListener, ObserveRequest, ObserveTools, Source } from './observed.ts';
import { openSockets } from './sockets.ts';
import { openTaps } from './taps.ts';

/**
 * Records whatever speaks on a port, and answers nothing: by sockets of our own, or passively by a tool of the system.
 * What is heard goes into the evidence log at once. Ends with the signal, after the request's time, count or bytes.
 * Throws `Fault` where it could not listen.
 */
export async function observe(
  request: ObserveRequest,
  house: House,
  tools: ObserveTools,
  signal: AbortSignal,
  listener: ObserveListener = {},
): Promise<Observed> {
  const { port, timeoutMs, count = Number.POSITIVE_INFINITY, maxBytes = MOST_BYTES } = checked(request);
  const { clock } = house;
  const ending = new AbortController();
  const parent = AbortSignal.any([signal, ending.signal]);
  const until = timeoutMs === undefined ? parent : clock.timeout(timeoutMs, parent);
  const decoders = house.catalogue.filter(({ decodes, ports }) => decodes !== false && ports.length > 0);
  const unpublished = isUnpublished(port);
  const evidence = new Evidence(house, port);
  const likening = new Pace(clock);
  const packets = new EventPackets(port);
  const messages: ObservedMessage[] = [];
  const notes: string[] = [];
  let size = 0;
  let heard = 0;
  let endedBy: Observed['endedBy'] | undefined;
  const end = (why: Observed['endedBy']) => {
    endedBy ??= why;
    ending.abort();
  };
  const take = (event: PortEvent) => {
    if (endedBy !== undefined || until.aborted) return;
    const message = {
      ...event,
      number: messages.length + 1,
      label: event.bytes.length === 0 || !unpublished ? undefined : labelOf(event.bytes),
      likeness: likening.mayGo() ? likenessOf(event.bytes, decoders)[0] : undefined,
      observation: event.what === 'end' ? undefined : evidence.add(event),
    };
    messages.push(message);
    size += event.bytes.length;
    if (event.what !== 'end') heard++;
    if (request.passive !== true) for (const packet of packets.of(event)) listener.packet?.(packet);
    listener.heard?.(message);
    if (heard >= count) end('count');
    else if (size >= maxBytes || messages.length >= MOST_MESSAGES) end('bytes');
  };

  const startedAt = clock.now();
  const source: Source =
    request.passive === true
      ? await openTaps(request, house, tools.taps, take, (packet) => listener.packet?.(packet), until)
      : await openSockets(request, house, tools, take, until);
  try {
    listener.ready?.(source.where);
    const over = source.over.then((why) => {
      if (until.aborted) return;
      notes.push(`${source.by} ended by itself${why === '' ? '' : `: ${why}`}.`);
      end('tool');
    });
    await Promise.race([over, aborted(until)]);
    const lost = await source.lost();
    if (lost > 0)
      notes.push(`${lost} ${request.passive === true ? 'packets' : 'datagrams'} came too fast and were lost.`);
  } finally {
    await source.close();
    await evidence.end();
  }
  if (evidence.left > 0) notes.push(`${evidence.left} messages went beyond what the evidence keeps of one watch.`);
  return {
    ...{ port, transport: request.transport, by: source.by, startedAt, finishedAt: clock.now(), messages },
    macs: [...(source.macs ?? [])],
    hints: lookAtBytes(messages, port, decoders),
    notes: [...source.notes, ...notes],
    endedBy: signal.aborted ? 'interrupt' : (endedBy ?? 'timeout'),
  };
}

/** To try every decoder takes a millisecond: in a flood the bytes come first, and the hints at the end. */
class Pace {
  readonly #clock: House['clock'];
  #since = 0;
  #count = 0;

  constructor(clock: House['clock']) {
    this.#clock = clock;
  }

  mayGo(): boolean {
    const now = this.#clock.monotonic();
    if (now - this.#since > 250) [this.#since, this.#count] = [now, 0];
    return ++this.#count <= MOST_AT_ONCE;
  }
}

function checked(request: ObserveRequest): ObserveRequest {
  const wrong = request.groups?.find((group) => !/^(22[4-9]|23\d|ff)/i.test(group) || parseIp(group) === undefined);
  if (wrong === undefined) return request;
  const expected = 'Give the address of a multicast group.';
  throw new Fault('usage/bad-value', { option: '--group', value: wrong, expected });
}

function labelOf(bytes: Uint8Array): ObservedMessage['label'] {
  return isNcdp2Frame(bytes) ? 'NCDP/2 open profile' : 'unpublished protocol';
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const MOST_BYTES = 16 * 1024 * 1024;
const MOST_MESSAGES = 10_000;
const MOST_AT_ONCE = 25;
