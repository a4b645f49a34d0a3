import {
  type AttachedSource,
  type Attributes,
  type CarriedOut,
  encodeChangeQueue,
  encodeGetQueue,
  textIn,
} from '@quietport/core';
import { carryOutCommand } from './cups-commands.ts';
import { type QueueRead, readQueues } from './cups-device.ts';
import type { CupsDoor } from './cups-door.ts';
import { type CupsNeeds, CupsServer } from './cups-server.ts';

export interface CupsWish extends CupsNeeds {
  /** Queues that are not shared are served as well. */
  readonly unshared?: boolean;
}

export interface CupsSource extends AttachedSource {
  /** All queues, those that are left out among them. Throws `announce/cups-silent` and `announce/cups-refused`. */
  queues(signal: AbortSignal): Promise<readonly QueueRead[]>;
}

/**
 * The queues of a CUPS server. What is set of a queue is written to the queue itself and read back; without the right to
 * do so the server's refusal is handed on in its own words.
 */
export function cupsSource(door: CupsDoor, wish: CupsWish): CupsSource {
  const cups = new CupsServer(door, wish);
  const { unshared = false } = wish;
  const queues = async (signal: AbortSignal) => readQueues(await cups.all(signal), unshared);
  return {
    id: 'cups',
    queues,
    read: async (signal) => (await queues(signal)).flatMap((row) => (row.is === 'device' ? [row.device] : [])),
    set: (key, changes, signal) => setOf(cups, key, changes, signal),
    command: (key, command, attributes, signal) => carryOutCommand(cups, nameIn(key), command, attributes, signal),
  };
}

async function setOf(cups: CupsServer, key: string, changes: Attributes, signal: AbortSignal): Promise<CarriedOut> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(changes)) {
    if (value !== null && typeof value !== 'string') return { is: 'refused', why: `${name} takes a text` };
    // CUPS passes over any other place in silence, an empty one among them
    if (name === GEO_LOCATION && value?.startsWith('geo:') !== true)
      return { is: 'refused', why: `CUPS takes a place as geo:LATITUDE,LONGITUDE, and forgets none that it has` };
    texts[name] = value ?? '';
  }
  // the server would make a queue of a name that it does not know
  const before = await readTexts(cups, key, Object.keys(texts), signal);
  if (before.is !== 'texts') return before;
  const change = (wanted: Texts) =>
    cups.ask('/admin/', encodeChangeQueue(cups.request(cups.uriOf(nameIn(key))), wanted), true, signal);
  const said = await change(texts);
  if (said.is !== 'answer') return said.carriedOut;
  const after = await readTexts(cups, key, Object.keys(texts), signal);
  if (after.is !== 'texts') return after;
  const wrong = Object.keys(texts).find((name) => after.texts[name] !== texts[name]);
  if (wrong === undefined) return { is: 'done' };
  // all or none of them
  await change(before.texts);
  return {
    is: 'failed',
    why: `CUPS said done, and ${wrong} was "${after.texts[wrong] ?? ''}": the old values were set again`,
  };
}

type Texts = Readonly<Record<string, string>>;

/** What a queue has in place of these names now; an empty text for what it has not. */
async function readTexts(
  cups: CupsServer,
  key: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly is: 'texts'; readonly texts: Texts } | Exclude<CarriedOut, { is: 'done' }>> {
  const name = nameIn(key);
  const body = encodeGetQueue(cups.request(cups.uriOf(name)), ['printer-name', ...names]);
  const said = await cups.ask(`/printers/${encodeURIComponent(name)}`, body, false, signal);
  if (said.is !== 'answer') return said.carriedOut;
  const [queue] = said.answer.queues;
  if (queue === undefined) return { is: 'failed', why: `CUPS tells nothing of the queue ${name}` };
  return { is: 'texts', texts: Object.fromEntries(names.map((each) => [each, textIn(queue, each) ?? ''])) };
}

function nameIn(key: string): string {
  return key.replace(/^cups:/, '');
}

const GEO_LOCATION = 'printer-geo-location';
