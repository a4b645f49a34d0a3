import type { Attributes, AttributeValue } from '../../../contracts/attached-device.ts';

/** The parts of a device's attributes that a function of section 4 answers with. */
export type AttributeGroup = 'short-identity' | 'identity' | 'status' | 'supplies' | 'counters' | 'everything';

/** Those of the attributes that belong to the group, in their order. */
export function attributesOf(group: AttributeGroup, attributes: Attributes): Attributes {
  if (group === 'everything') return attributes;
  const belongs = groups[group];
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => belongs(name)));
}

/** Grows by itself, second by second: no change of a device (section 2, key 3). */
export const UP_TIME = 'printer-up-time';

/**
 * True where the wire can carry the value (section 2): whole numbers of at most 53 bits, well-formed text, and no deeper
 * than the body leaves room for.
 */
export function isCarried(value: AttributeValue, levels: number = MOST_LEVELS): boolean {
  if (value === null || typeof value === 'boolean' || value instanceof Uint8Array) return true;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value === 'string') return isWellFormed(value);
  if (levels === 0) return false;
  const parts = Object.entries(value);
  return parts.every(([name, part]) => isWellFormed(name) && isCarried(part, levels - 1));
}

export function sameValue(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Uint8Array || b instanceof Uint8Array)
    return a instanceof Uint8Array && b instanceof Uint8Array && sameList([...a], [...b]);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    left.size === right.size && [...left].every(([name, part]) => right.has(name) && sameValue(part, right.get(name)))
  );
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** No half of a surrogate pair: UTF-8 has no bytes for it. */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

const shortIdentity = new Set([
  'printer-make-and-model',
  'printer-uuid',
  'printer-serial-number',
  'ncdp-implementation',
  'ncdp-interfaces',
]);
const identity = new Set([
  ...shortIdentity,
  'printer-name',
  'printer-location',
  'printer-info',
  'printer-geo-location',
  'printer-device-id',
  'printer-firmware-string-version',
  'ncdp-uris',
]);
const status = new Set(['printer-state', 'printer-state-reasons', 'printer-state-message', UP_TIME]);

const groups: Readonly<Record<Exclude<AttributeGroup, 'everything'>, (name: string) => boolean>> = {
  'short-identity': (name) => shortIdentity.has(name),
  identity: (name) => identity.has(name),
  status: (name) => status.has(name) || /^printer-alert(-|$)/.test(name),
  supplies: (name) => /^(marker-|printer-supply|printer-(input|output)-tray)/.test(name),
  // "impressions and the like": PWG 5100.7 and 5100.13 count pages, sheets and impressions as `…-completed`
  counters: (name) => name === UP_TIME || /^printer-.*-completed(-col)?$/.test(name),
};

// eight in all: the body and the map of key 8 are two
const MOST_LEVELS = 6;
