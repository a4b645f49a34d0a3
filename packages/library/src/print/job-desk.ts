import type { Clock, Dice, PrintJob, PrintState } from '@quietport/core';
import type { PrintSource } from '@quietport/node';

/** What a way needs to hand a job over. */
export interface JobDesk {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly user: string;
  /** The name of this machine. */
  readonly host: string;
  readonly source: PrintSource;
  readonly title: string;
  readonly signal: AbortSignal;
  /** The job's time is over when this fires: what is under way is said to its end. */
  readonly patience: AbortSignal;
  /** Writes down how it stands, before the next step. */
  step(change: Partial<Pick<PrintJob, 'state' | 'detail' | 'sent' | 'printerJob'>>): Promise<void>;
  /** Bytes of the document that went out, as they go. */
  handed(bytes: number): void;
}

/** How a way ended. */
export interface JobEnd {
  readonly state: PrintState;
  readonly detail: string;
}

/** The document, counted as it is taken. */
export async function* handedOver({ source, handed, signal }: JobDesk): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const part of source.stream()) {
    if (signal.aborted) throw new Error('interrupted');
    yield part;
    handed(part.length);
  }
}

/** The document for one sending, and whether all of it was taken. */
export function wholeOf(desk: JobDesk): { readonly bytes: AsyncIterable<Uint8Array>; taken(): number } {
  let taken = 0;
  const handed = (count: number): void => {
    taken += count;
    desk.handed(count);
  };
  return { bytes: handedOver({ ...desk, handed }), taken: () => taken };
}
