import { type DevicePlace, Fault } from '@quietport/core';
import type { TextFile } from '@quietport/node';

/** What a server remembers of its runs: `quietport/announce@1`. */
export interface ServerState {
  readonly bootId: number;
  readonly places: readonly DevicePlace[];
}

/**
 * Begins a run: its boot id is the greater of the clock in seconds and the last one + 1 (section 2, key 4), and on the
 * disk when this resolves. Throws `announce/bad-server-state`, `file/cannot-read` and `file/cannot-write`.
 */
export async function beginRun(file: TextFile, nowMs: number): Promise<ServerState> {
  const last = readState(await file.read(), file.path);
  const state = { bootId: Math.max(Math.floor(nowMs / 1000), (last?.bootId ?? 0) + 1), places: last?.places ?? [] };
  await keepState(file, state);
  return state;
}

export function keepState(file: TextFile, state: ServerState): Promise<void> {
  return file.write(`${JSON.stringify({ schema: SCHEMA, ...state }, null, 2)}\n`);
}

function readState(text: string | undefined, path: string): ServerState | undefined {
  if (text === undefined) return undefined;
  const bad = (detail: string, cause?: unknown) => new Fault('announce/bad-server-state', { path, detail }, cause);
  let document: Partial<ServerState> & { readonly schema?: unknown };
  try {
    document = JSON.parse(text) ?? {};
  } catch (error) {
    throw bad('it is no JSON', error);
  }
  const { schema, bootId, places } = document;
  if (schema !== SCHEMA) throw bad(`its schema is not "${SCHEMA}"`);
  if (!isWhole(bootId, Number.MAX_SAFE_INTEGER - 1)) throw bad('it has no boot id');
  if (!Array.isArray(places) || !places.every(isPlace)) throw bad('a place in it is none');
  return { bootId, places };
}

function isPlace(value: unknown): value is DevicePlace {
  const { key, type, number, uuid } = (value ?? {}) as Partial<DevicePlace>;
  return typeof key === 'string' && isWhole(type, 0x7f) && isWhole(number, 0xfe) && /^urn:uuid:/.test(String(uuid));
}

function isWhole(value: unknown, most: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

const SCHEMA = 'quietport/announce@1';
