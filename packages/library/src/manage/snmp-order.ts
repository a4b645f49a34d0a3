import type { SnmpWritten } from '@quietport/core';
import { isKeyRefusal, leavesUnknown, snmpRefusal } from './snmp-refusals.ts';

/** What an order does at the device: the same values each time. */
export interface SnmpOrder {
  /** With the key that is held now. */
  write(): Promise<SnmpWritten>;
  /** Takes the next key; false where there is none. */
  another(): Promise<boolean>;
  /** What the device has now: what was ordered, what it had before, or something else. Throws where it cannot be read. */
  keeps(): Promise<'new' | 'old' | 'other'>;
}

/** `refused`: nothing was changed. `lost`: something may have been. */
export type SnmpOrdered =
  | { readonly is: 'done' | 'not-sent' }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'lost'; readonly detail: string };

/**
 * A key that only reads is no reason to stop: the next one is asked, with the same values. Once an order was met with
 * silence, no refusal of a later one says that nothing was changed: what the device has now says it.
 */
export async function orderWithSomeKey(order: SnmpOrder): Promise<SnmpOrdered> {
  let silent = false;
  for (;;) {
    const outcome = await order.write();
    if (outcome.is === 'done') return { is: 'done' };
    if (outcome.is === 'not-sent' && !silent) return { is: 'not-sent' };
    const status = outcome.is === 'refused' ? outcome.errorStatus : undefined;
    if (status !== undefined && leavesUnknown(status)) return { is: 'lost', detail: snmpRefusal(status) };
    if (status !== undefined && !isKeyRefusal(status)) return settled(order, silent, snmpRefusal(status));
    silent ||= outcome.is === 'silent';
    if (await order.another()) continue;
    if (silent) return settled(order, silent);
    const why = status === undefined ? 'the key does not open it any more' : snmpRefusal(status);
    return { is: 'refused', why: `${why}, with each key that is kept for it` };
  }
}

async function settled(order: SnmpOrder, silent: boolean, why?: string): Promise<SnmpOrdered> {
  if (!silent && why !== undefined) return { is: 'refused', why };
  const kept = await order.keeps();
  if (kept === 'new') return { is: 'done' };
  if (kept === 'other') return { is: 'lost', detail: 'it did not answer the order, and has something else now' };
  // it answered a later order, and orders to one agent are taken in turn
  if (why !== undefined) return { is: 'refused', why: `${why}, and it has what it had before` };
  // an agent may drop what a key may not write
  const detail = 'it did not answer the order, as some do to a key that only reads, and has what it had before';
  return { is: 'lost', detail };
}
