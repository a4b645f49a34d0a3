import { ipv4Number, parseRange } from '../../net/address-range.ts';
import { formatIp, parseIp } from '../../net/ip-address.ts';
import { contains, formatPrefix, parsePrefix } from '../../net/prefix.ts';

/** A door: an address, and the device of the inventory that was last heard there. */
export interface Door {
  readonly address: string;
  readonly device?: { readonly id: string; readonly aliases: readonly string[] };
}

/** The scope that is no limit. */
export const ANY_DOOR = 'everywhere';

/**
 * One part of a scope as it is kept: `everywhere`, a prefix, a range, an address. `undefined` where the text is none of
 * them (then it may be a name for a device).
 */
export function parseScopePart(text: string): string | undefined {
  if (text === ANY_DOOR) return text;
  const address = parseIp(text);
  if (address !== undefined) return formatIp(address);
  const prefix = parsePrefix(text);
  if (prefix !== undefined) return formatPrefix(prefix);
  return parseRange(text) === undefined ? undefined : text;
}

/** The part of a scope that stands for a device, wherever it is. */
export function deviceScope(id: string): string {
  return `device:${id}`;
}

/** Whether a key of that scope may be tried at that door. */
export function isInScope(scope: readonly string[], door: Door): boolean {
  return scope.some((part) => part === ANY_DOOR || isDevice(part, door) || holds(part, door.address));
}

function isDevice(part: string, { device }: Door): boolean {
  return device !== undefined && [device.id, ...device.aliases].some((id) => part === deviceScope(id));
}

function holds(part: string, text: string): boolean {
  const address = parseIp(text);
  if (address === undefined || part.startsWith('device:')) return false;
  const prefix = parsePrefix(part);
  if (prefix !== undefined) {
    const { zone } = prefix.address;
    return contains(prefix, address) && (zone === undefined || zone === address.zone);
  }
  const range = parseRange(part);
  if (range === undefined || address.family !== 4) return false;
  const value = ipv4Number(address);
  return range.first <= value && value <= range.last;
}
