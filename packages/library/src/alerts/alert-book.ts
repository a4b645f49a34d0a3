import type { AlertMemory, KeptRecord, OpenAlert, PendingAlert, RaisedAlert, Silence, Store } from '@quietport/core';

type Book = Pick<Store, 'records'>;

/** What is open and what is being counted, as it was when the last step was kept. */
export async function readMemory({ records }: Book): Promise<AlertMemory> {
  const row = (await records.get(MEMORY, MEMORY))?.value as StoredMemory | undefined;
  return { open: new Map(row?.open ?? []), pending: new Map(row?.pending ?? []) };
}

export function memoryRecord({ open, pending }: AlertMemory, at: number): KeptRecord {
  const value: StoredMemory = { open: [...open], pending: [...pending] };
  return { kind: MEMORY, id: MEMORY, at, value };
}

export function alertRecord(alert: RaisedAlert): KeptRecord {
  return { kind: ALERT, id: alert.id, at: alert.raisedAt, value: alert };
}

/** The newest first, open and ended. */
export async function alertsIn({ records }: Book, most: number): Promise<readonly RaisedAlert[]> {
  return (await records.list(ALERT, { most })).map(({ value }) => value as RaisedAlert);
}

export async function alertCalled({ records }: Book, id: string): Promise<RaisedAlert | undefined> {
  return (await records.get(ALERT, id))?.value as RaisedAlert | undefined;
}

/** Ended ones that nobody looks at any more. */
export async function forgetAlerts(book: Book, before: number): Promise<void> {
  const old = (await alertsIn(book, Number.MAX_SAFE_INTEGER)).filter(({ endedAt }) => (endedAt ?? Infinity) < before);
  await book.records.remove(
    ALERT,
    old.map(({ id }) => id),
  );
}

/** Those that are not over. */
export async function silencesIn({ records }: Book, now: number): Promise<readonly Silence[]> {
  const rows = await records.list(SILENCE, { most: 1000 });
  return rows.map(({ value }) => value as Silence).filter(({ until }) => until > now);
}

export function silenceRecord(silence: Silence): KeptRecord {
  return { kind: SILENCE, id: silence.id, at: silence.at, value: silence };
}

export async function dropSilence({ records }: Book, id: string): Promise<boolean> {
  const there = (await records.get(SILENCE, id)) !== undefined;
  await records.remove(SILENCE, [id]);
  return there;
}

/** When the first whole look over this inventory was over: who was there then is no newcomer. */
export async function newSinceIn({ records }: Book): Promise<number | undefined> {
  return ((await records.get(MEMORY, NEW_SINCE))?.value as { at: number } | undefined)?.at;
}

export function newSinceRecord(at: number): KeptRecord {
  return { kind: MEMORY, id: NEW_SINCE, at, value: { at } };
}

export function silencedBy(alert: RaisedAlert, silences: readonly Silence[], now: number): Silence | undefined {
  return silences.find(
    ({ device, rule, until }) =>
      until > now && (device === undefined || device === alert.device) && (rule === undefined || rule === alert.rule),
  );
}

interface StoredMemory {
  readonly open: readonly (readonly [string, OpenAlert])[];
  readonly pending: readonly (readonly [string, PendingAlert])[];
}

const MEMORY = 'alert-memory';
const NEW_SINCE = 'new-since';
const ALERT = 'alert';
const SILENCE = 'silence';
