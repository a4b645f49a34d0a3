import type { Clock } from '@quietport/core';

/** One event as it goes over the wire. */
export interface Told {
  readonly name: string;
  readonly id: string;
  /** JSON on one line: made once, for it goes to many. */
  readonly data: string;
}

/** A connection that takes text: the part of Node's response that is used. */
export interface Wire {
  write(text: string): boolean;
  end(): void;
  /** Bytes that the other side has not taken yet. */
  readonly writableLength: number;
}

/**
 * Sends events until the signal fires. A comment keeps the connection open where nothing happens. Who takes nothing is let
 * go of, with what he has not read: his browser comes back with the id of the last event that it has.
 * `beaten` is called with every comment.
 */
export async function sendEvents(
  wire: Wire,
  events: AsyncIterable<Told>,
  clock: Clock,
  signal: AbortSignal,
  beaten: () => Promise<unknown> = async () => {},
): Promise<void> {
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const send = (text: string) => {
    wire.write(text);
    if (wire.writableLength > MOST_UNREAD) over.abort();
  };
  const beat = async () => {
    while (!until.aborted) {
      await clock.sleep(BEAT_MS, until);
      if (until.aborted) return;
      send(': still here\n\n');
      await beaten();
    }
  };
  const tell = async () => {
    for await (const { name, id, data } of events) {
      if (until.aborted) break;
      send(`id: ${id}\nevent: ${name}\ndata: ${data}\n\n`);
    }
    over.abort();
  };
  // the browser waits so long before it comes back
  send('retry: 2000\n\n');
  await Promise.all([beat(), tell()]);
  wire.end();
}

const BEAT_MS = 15_000;
const MOST_UNREAD = 4 * 1024 * 1024;
