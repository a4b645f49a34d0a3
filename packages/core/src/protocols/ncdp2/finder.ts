import { canonicalUuid } from '../../formats/uuid.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import type { Ncdp2Frame } from './codec.ts';
import { FUNCTION } from './codec-tables.ts';

/** One device at one source, as its last answered probe left it. */
export interface KnownDevice {
  readonly uuid: string;
  readonly from: Endpoint;
  readonly type: number;
  readonly number: number;
  readonly bootId: number;
  readonly revision: number;
  readonly maxAgeMs: number;
  /** Monotonic. */
  readonly answeredAtMs: number;
}

/** What an answered probe brought. `from` of the others that speak under the same uuid stands in `ways` and `conflicts`. */
export interface Learned {
  readonly is: 'new' | 'same' | 'changed' | 'restarted' | 'went-back';
  readonly device: KnownDevice;
  readonly before?: KnownDevice;
  /** Other sources with the same boot id: ways to the same device. */
  readonly ways: readonly Endpoint[];
  /** Other sources with another boot id: two servers, or a copied configuration. */
  readonly conflicts: readonly KnownDevice[];
}

/** Whether something that was heard unasked is worth a question. */
export type Advice = 'ask' | 'known' | 'full';

/**
 * What a finder holds (section 5): devices by `printer-uuid` and source. A notification changes nothing here: it can only
 * advise a question, and the answer alone is believed. Times are those of a monotonic clock in milliseconds.
 */
export class Finder {
  readonly #byPlace = new Map<string, KnownDevice>();
  readonly #byUuid = new Map<string, Set<string>>();
  readonly #most: number;

  constructor(most = 100_000) {
    this.#most = most;
  }

  get size(): number {
    return this.#byPlace.size;
  }

  /** A probe's reply whose token was right. `undefined` where it names no device that could be kept. */
  answered(from: Endpoint, frame: Ncdp2Frame, nowMs: number): Learned | undefined {
    const { body } = frame;
    const told = body.attributes?.['printer-uuid'];
    const uuid = typeof told === 'string' ? canonicalUuid(told) : '';
    const { revision, bootId } = body;
    if (uuid === '' || revision === undefined || bootId === undefined) return undefined;
    const place = placeOf(from, frame.deviceType, frame.deviceNumber);
    const before = this.#byPlace.get(place);
    if (before === undefined && this.#byPlace.size >= this.#most) return undefined;
    const device: KnownDevice = {
      uuid,
      from,
      type: frame.deviceType,
      number: frame.deviceNumber,
      bootId,
      revision,
      maxAgeMs: 1_000 * Math.min(body.maxAgeSeconds ?? DEFAULT_MAX_AGE_S, MOST_MAX_AGE_S),
      answeredAtMs: nowMs,
    };
    if (before !== undefined && before.uuid !== uuid) this.#drop(place, before);
    this.#byPlace.set(place, device);
    const places = this.#byUuid.get(uuid);
    if (places === undefined) this.#byUuid.set(uuid, new Set([place]));
    else places.add(place);
    const same = before?.uuid === uuid ? before : undefined;
    const others = [...(places ?? [])].flatMap((other) => {
      const row = other === place ? undefined : this.#byPlace.get(other);
      return row === undefined || isOver(row, nowMs) ? [] : [row];
    });
    return {
      is: compared(same, device),
      device,
      ...(same === undefined ? {} : { before: same }),
      ways: others.filter((row) => row.bootId === bootId).map((row) => row.from),
      conflicts: others.filter((row) => row.bootId !== bootId),
    };
  }

  /** A notification: forged or not, it says whom to ask. Nobody is forgotten for a leave. */
  notified(from: Endpoint, frame: Ncdp2Frame, nowMs: number): Advice {
    const place = placeOf(from, frame.deviceType, frame.deviceNumber);
    const known = this.#byPlace.get(place);
    if (known === undefined) return this.#byPlace.size >= this.#most ? 'full' : 'ask';
    const { bootId, revision } = frame.body;
    const told = bootId === known.bootId && revision === known.revision;
    return told && frame.function === FUNCTION.arrive.id && nowMs - known.answeredAtMs < known.maxAgeMs / 2
      ? 'known'
      : 'ask';
  }

  at(from: Endpoint, type: number, number: number): KnownDevice | undefined {
    return this.#byPlace.get(placeOf(from, type, number));
  }

  /** Forgets whoever answered no probe within its max-age, and gives them. */
  forget(nowMs: number): readonly KnownDevice[] {
    const over: KnownDevice[] = [];
    for (const [place, row] of this.#byPlace) {
      if (!isOver(row, nowMs)) continue;
      this.#drop(place, row);
      over.push(row);
    }
    return over;
  }

  #drop(place: string, { uuid }: KnownDevice): void {
    this.#byPlace.delete(place);
    const places = this.#byUuid.get(uuid);
    places?.delete(place);
    if (places?.size === 0) this.#byUuid.delete(uuid);
  }
}

function compared(before: KnownDevice | undefined, now: KnownDevice): Learned['is'] {
  if (before === undefined) return 'new';
  if (now.bootId < before.bootId) return 'went-back';
  if (now.bootId > before.bootId) return 'restarted';
  return now.revision === before.revision ? 'same' : 'changed';
}

function isOver({ answeredAtMs, maxAgeMs }: KnownDevice, nowMs: number): boolean {
  return nowMs - answeredAtMs > maxAgeMs;
}

/** Where one device of one server speaks. */
export function placeOf({ address, port }: Endpoint, type: number, number: number): string {
  return `${address} ${port} ${type} ${number}`;
}

const DEFAULT_MAX_AGE_S = 1_800;
const MOST_MAX_AGE_S = 86_400;
