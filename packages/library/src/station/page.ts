import { type Device, Fault } from '@quietport/core';
import {
  compareIds,
  compareKeys,
  type DeviceFilter,
  DeviceIndex,
  type DeviceSort,
  type OrderKey,
  readSort,
} from './device-index.ts';

/** Which part of which list is asked for. */
export interface PageAsked extends DeviceFilter {
  readonly limit: number;
  /** `next` of the page before, of a list in the same order. */
  readonly cursor?: string | undefined;
  /** What to order by, with `-` in front for descending; `address` if not given. */
  readonly sort?: DeviceSort | undefined;
}

export interface DevicePage {
  readonly devices: readonly Device[];
  readonly next: string | undefined;
  /** How many devices match, on all pages. */
  readonly total: number;
}

/**
 * One page of the devices that match. A cursor is the place in the order behind which the page begins, and no device: it
 * holds while devices change, come and go. Throws `request/bad-cursor`.
 */
export function pageOf(
  devices: readonly Device[],
  { limit, cursor, sort = 'address', ...filter }: PageAsked,
): DevicePage {
  const { order, direction } = readSort(sort);
  const rows = indexOf(devices).matching(sort, filter);
  const place = cursor === undefined ? undefined : placeOf(cursor, sort);
  let [from, to] = [0, place === undefined ? 0 : rows.length];
  while (from < to && place !== undefined) {
    const middle = (from + to) >> 1;
    const { device, keys } = rows[middle]!;
    const after = compareKeys(keys[order], place.key, direction) || compareIds(device.id, place.id);
    if (after > 0) to = middle;
    else from = middle + 1;
  }
  const page = rows.slice(from, from + limit);
  const last = page.at(-1);
  const next =
    last === undefined || from + limit >= rows.length
      ? undefined
      : Buffer.from(JSON.stringify([sort, last.keys[order], last.device.id])).toString('base64url');
  return { devices: page.map(({ device }) => device), next, total: rows.length };
}

function placeOf(cursor: string, sort: string): { readonly key: OrderKey; readonly id: string } {
  let told: unknown;
  try {
    told = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (error) {
    throw new Fault('request/bad-cursor', {}, error);
  }
  if (!Array.isArray(told) || told.length !== 3) throw new Fault('request/bad-cursor');
  const [order, key, id] = told as unknown[];
  const isKey = key === null || typeof key === 'string' || typeof key === 'number';
  if (order !== sort || !isKey || typeof id !== 'string') throw new Fault('request/bad-cursor');
  return { key, id };
}

/** Each list is made ready once, when it is first asked for. */
function indexOf(devices: readonly Device[]): DeviceIndex {
  const known = indexes.get(devices);
  if (known !== undefined) return known;
  const made = new DeviceIndex(devices);
  indexes.set(devices, made);
  return made;
}

const indexes = new WeakMap<readonly Device[], DeviceIndex>();
