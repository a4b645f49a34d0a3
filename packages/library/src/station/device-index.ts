import type { Device, DeviceKind, StateWord } from '@quietport/core';
import { addressKey } from '../inventory.ts';
import { lowestRatio, type Shortage, shortageOf } from './shortage.ts';

/** What devices can be put in order by. */
export type DeviceOrder = 'name' | 'model' | 'address' | 'state' | 'supply' | 'seen';

/** An order; with `-` in front descending. */
export type DeviceSort = DeviceOrder | `-${DeviceOrder}`;

/** What a device must be to be listed; what is not named does not matter. */
export interface DeviceFilter {
  /** A part of its name, model, serial, address, MAC or location, in any case. All of several words must be there. */
  readonly q?: string | undefined;
  readonly kind?: DeviceKind | undefined;
  readonly state?: StateWord | undefined;
  /** The whole maker's name, in any case. */
  readonly make?: string | undefined;
  /** `low`: some supply is low or empty. `empty`: some supply is empty. */
  readonly supply?: Shortage | undefined;
}

/** By what a device is put in its place: those without come last in both directions. */
export type OrderKey = string | number | null;

/** One device with what is looked at, worked out once. */
export interface IndexRow {
  readonly device: Device;
  readonly words: string;
  readonly make: string;
  readonly shortage: Shortage | undefined;
  readonly keys: { readonly [O in DeviceOrder]: OrderKey };
}

/** The devices of one moment, made to be filtered and ordered again and again. */
export class DeviceIndex {
  readonly #rows: readonly IndexRow[];
  readonly #ordered = new Map<DeviceSort, readonly IndexRow[]>();
  /** Lists that were asked for, the oldest first: whoever reads on asks for the same one page after page. */
  readonly #matched = new Map<string, readonly IndexRow[]>();
  /** Who matches a filter, the oldest filter first: to look through all the words is dear, and every order needs it. */
  readonly #members = new Map<string, ReadonlySet<IndexRow>>();
  #kept = 0;

  constructor(devices: readonly Device[]) {
    this.#rows = devices.map(rowOf);
  }

  /** Those that match, in that order; of equals the lesser id first. */
  matching(sort: DeviceSort, filter: DeviceFilter): readonly IndexRow[] {
    const words = (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const make = filter.make?.toLowerCase();
    const { kind, state, supply } = filter;
    const rows = this.#in(sort);
    if (words.length === 0 && [make, kind, state, supply].every((one) => one === undefined)) return rows;
    const wish = JSON.stringify([words, make, kind, state, supply]);
    const known = this.#matched.get(`${sort} ${wish}`);
    if (known !== undefined) return known;
    const members = this.#membersOf(
      wish,
      (row) =>
        (kind === undefined || row.device.kind === kind) &&
        (state === undefined || row.device.state.word === state) &&
        (make === undefined || row.make === make) &&
        (supply === undefined || row.shortage === supply || row.shortage === 'empty') &&
        words.every((word) => row.words.includes(word)),
    );
    const found = rows.filter((row) => members.has(row));
    this.#keep(`${sort} ${wish}`, found);
    return found;
  }

  #membersOf(wish: string, matches: (row: IndexRow) => boolean): ReadonlySet<IndexRow> {
    const known = this.#members.get(wish);
    if (known !== undefined) return known;
    const members = new Set(this.#rows.filter(matches));
    this.#members.set(wish, members);
    for (const oldest of this.#members.keys()) {
      if (this.#members.size <= MOST_FILTERS) break;
      this.#members.delete(oldest);
    }
    return members;
  }

  #keep(wish: string, rows: readonly IndexRow[]): void {
    this.#matched.set(wish, rows);
    this.#kept += rows.length + 1;
    for (const [oldest, { length }] of this.#matched) {
      if (this.#kept <= MOST_KEPT) return;
      this.#matched.delete(oldest);
      this.#kept -= length + 1;
    }
  }

  #in(sort: DeviceSort): readonly IndexRow[] {
    const known = this.#ordered.get(sort);
    if (known !== undefined) return known;
    const { order, direction } = readSort(sort);
    const made = [...this.#rows].sort(
      (a, b) => compareKeys(a.keys[order], b.keys[order], direction) || compareIds(a.device.id, b.device.id),
    );
    this.#ordered.set(sort, made);
    return made;
  }
}

export function readSort(sort: DeviceSort): { readonly order: DeviceOrder; readonly direction: 1 | -1 } {
  return { order: sort.replace(/^-/, '') as DeviceOrder, direction: sort.startsWith('-') ? -1 : 1 };
}

/** Ascending by 1, descending by -1; without a key always last. */
export function compareKeys(a: OrderKey, b: OrderKey, direction: 1 | -1): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return (a < b ? -1 : 1) * direction;
}

export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rowOf(device: Device): IndexRow {
  const { name, model, serial, location, make } = device.facts;
  const addresses = device.interfaces.flatMap((row) => [...row.addresses, row.mac ?? '']);
  const parts = [name?.value, model?.value, serial?.value, location?.value, ...addresses];
  return {
    device,
    // no word that is looked for reaches over the end of a part
    words: parts.filter(Boolean).join('\n').toLowerCase(),
    make: make?.value.toLowerCase() ?? '',
    shortage: shortageOf(device.supplies),
    keys: {
      name: textKey(name?.value),
      model: textKey(model?.value),
      address: addressKey(device),
      state: device.state.word,
      supply: lowestRatio(device.supplies) ?? null,
      seen: device.seen.last,
    },
  };
}

// a cursor carries it
const textKey = (text: string | undefined): OrderKey => text?.toLowerCase().slice(0, KEY_MOST) || null;
const KEY_MOST = 80;
const MOST_FILTERS = 16;
/** Rows of all kept lists together: 16 MB of references. */
const MOST_KEPT = 2_000_000;
