import {
  type Alone,
  type Attempt,
  type Device,
  type DeviceId,
  type LookNote,
  type Observation,
  type Store,
  superseded,
} from '@quietport/core';
import { withoutThem } from './inventory.ts';

/** Devices with all of their evidence, in order of time. */
export interface Shelf {
  readonly devices: readonly Device[];
  readonly evidence: readonly Observation[];
}

export async function takeFrom(store: Store, ids: readonly DeviceId[]): Promise<Shelf> {
  const devices = await store.devices.some(ids);
  return { devices, evidence: await store.observations.some(devices.flatMap(({ observations }) => observations)) };
}

/** What was heard of some devices, and what came of asking them. */
export interface News {
  readonly observations: readonly Observation[];
  readonly attempts: readonly Attempt[];
}

/**
 * Keeps the news of some devices, and draws the conclusions of these alone where that comes to the same as drawing all
 * of them anew. False where it does not: the news are kept, and the conclusions are for `remember` to draw. `before` is
 * what the devices were made of when they were asked, `asked` all attempts at their addresses.
 */
export async function rememberSome(
  store: Store,
  alone: Alone,
  before: Shelf,
  asked: readonly Attempt[],
  news: News,
  looks: readonly LookNote[],
): Promise<boolean> {
  const ids = before.devices.map(({ id }) => id);
  return store.transaction(async (inside) => {
    await inside.observations.append(news.observations);
    await inside.attempts.append(news.attempts);
    if (!ids.every((id) => alone.has(id)) || !isUnchanged(before.devices, await inside.devices.some(ids))) return false;
    const log = [...before.evidence, ...news.observations];
    const attempts = newest(asked, news.attempts);
    const fused = alone.fuse(ids, log, attempts, looks);
    if (fused === undefined) return false;
    const gone = superseded(log, fused, attempts);
    await inside.observations.remove(gone);
    const left = withoutThem(fused, new Set(gone));
    await inside.roll.put(left.roll);
    await inside.devices.put(left.devices);
    return true;
  });
}

/** Others may have written meanwhile. */
function isUnchanged(before: readonly Device[], now: readonly Device[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ id, observations }, i) => {
      const same = now[i]!;
      return (
        same.id === id &&
        same.observations.length === observations.length &&
        same.observations.every((one, at) => one === observations[at])
      );
    })
  );
}

/** As the store keeps them: of each vantage, target and probe the newest. */
function newest(asked: readonly Attempt[], fresh: readonly Attempt[]): readonly Attempt[] {
  const rows = new Map<string, Attempt>();
  for (const row of [...asked, ...fresh]) {
    const { vantage, target, probe } = row;
    const key = [vantage.host, vantage.interface, target.transport, target.address, target.port, probe].join(' ');
    const known = rows.get(key);
    if (known === undefined || known.at <= row.at) rows.set(key, row);
  }
  return [...rows.values()];
}
