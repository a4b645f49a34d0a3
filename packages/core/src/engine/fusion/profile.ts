import { type KeyKind, locallyAdministered, type StrongKey } from './keys.ts';

/** What a group of observations was told about its own identity: the values by kind, and by where they stood. */
export interface Profile {
  /**
   * `mac` → told by anybody; `mac/snmp/ifphysaddress.1` → told by that field of SNMP; `given/…` → of these, the ones
   * that makers gave.
   */
  readonly told: Map<string, Set<string>>;
}

/** Two groups that cannot be one device: the protocol that told it, and one value of each side. */
export interface Clash {
  readonly kind: KeyKind;
  readonly protocol: string;
  readonly values: readonly [string, string];
}

export function profileOf(protocol: string, keys: readonly StrongKey[]): Profile {
  const told = new Map<string, Set<string>>();
  for (const { kind, value, field } of keys) {
    note(told, kind, value);
    note(told, `${kind}/${protocol}/${field}`, value);
    if (kind === 'mac' && !locallyAdministered(value)) note(told, `given/${protocol}/${field}`, value);
  }
  return { told };
}

export function copyProfile(profile: Profile): Profile {
  return { told: new Map([...profile.told].map(([slot, values]) => [slot, new Set(values)])) };
}

/** Takes all of `other` into `profile`. */
export function absorb(profile: Profile, other: Profile): void {
  for (const [slot, values] of other.told) for (const value of values) note(profile.told, slot, value);
}

/**
 * Why two groups are not one device, if so. Only what one field of one protocol tells differently of both counts:
 * makers do give different UUIDs by different protocols. A serial that agrees outweighs a different MAC (wired and wireless) or a
 * different UUID (a reset), but not both.
 */
export function clashOf(a: Profile, b: Profile): Clash | undefined {
  const serial = clashIn('serial', a, b);
  if (serial !== undefined) return serial;
  const apart = clashIn('apart', a, b);
  if (apart !== undefined) return apart;
  const mac = clashIn('mac', a, b);
  const uuid = clashIn('uuid', a, b);
  if (overlap(a.told.get('serial'), b.told.get('serial'))) return mac && uuid;
  return mac ?? uuid;
}

function clashIn(kind: KeyKind, a: Profile, b: Profile): Clash | undefined {
  if (!a.told.has(kind) || !b.told.has(kind)) return undefined;
  for (const [slot, mine] of a.told) {
    if (!slot.startsWith(`${kind}/`)) continue;
    const theirs = b.told.get(slot);
    if (theirs === undefined) continue;
    const field = slot.slice(kind.length + 1);
    const values = kind === 'mac' ? differentMacs(a, b, field) : differentValues(mine, theirs);
    if (values !== undefined) return { kind, protocol: field.slice(0, field.indexOf('/')), values };
  }
  return undefined;
}

function differentValues(mine: Set<string>, theirs: Set<string>): readonly [string, string] | undefined {
  return overlap(mine, theirs) ? undefined : [first(mine), first(theirs)];
}

/**
 * A device has several MACs. They are no clash where anybody told one side's MAC of the other side as well (an
 * interface table names them together). MACs that no maker gave prove nothing against two different ones that makers
 * gave: bridges and tunnels carry the same one on many hosts.
 */
function differentMacs(a: Profile, b: Profile, field: string): readonly [string, string] | undefined {
  const strict = a.told.has(`given/${field}`) && b.told.has(`given/${field}`);
  const slot = strict ? `given/${field}` : `mac/${field}`;
  const [mine, theirs] = [a.told.get(slot), b.told.get(slot)];
  if (mine === undefined || theirs === undefined) return undefined;
  if (overlap(mine, b.told.get('mac')) || overlap(theirs, a.told.get('mac'))) return undefined;
  return [first(mine), first(theirs)];
}

function overlap(a: Set<string> | undefined, b: Set<string> | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  for (const value of small) if (large.has(value)) return true;
  return false;
}

function first(values: Set<string>): string {
  let least: string | undefined;
  for (const value of values) if (least === undefined || value < least) least = value;
  return least ?? '';
}

function note(told: Map<string, Set<string>>, slot: string, value: string): void {
  const values = told.get(slot);
  if (values === undefined) told.set(slot, new Set([value]));
  else values.add(value);
}
