import type { Observation } from '../../model/observation.ts';
import { remembering } from '../../model/remembering.ts';
import { parseMac, placeholderMac } from '../../net/mac-address.ts';
import { compareText } from './canonical.ts';
import { makerOf } from './makers.ts';

/** The kinds of key that identify a device, strongest first; `apart` identifies nobody, it only tells two from each other. */
export type KeyKind = 'serial' | 'mac' | 'uuid' | 'apart';
export const keyKinds: readonly KeyKind[] = ['serial', 'mac', 'uuid'];

/**
 * A strong key as one observation tells it. A serial is unique only with its maker, where the packet names one. `field`
 * is where it stood: packets of one protocol name one MAC here and another there, and mean one device.
 */
export interface StrongKey {
  readonly kind: KeyKind;
  readonly value: string;
  readonly field: string;
  readonly maker?: string;
}

/** The strong keys of one observation, each once, in a fixed order. Placeholders are no keys. */
export function strongKeysOf(observation: Observation): readonly StrongKey[] {
  if (hearsay.has(observation.protocol)) return none;
  let keys: StrongKey[] | undefined;
  for (const claim of observation.claims) {
    let kind: KeyKind;
    let value: string | undefined;
    if (claim.is === 'apart') {
      kind = 'apart';
      value = claim.value;
    } else if (claim.is === 'mac') {
      kind = 'mac';
      value = macKey(claim.value);
    } else if (claim.is === 'fact' && claim.fact === 'serial') {
      kind = 'serial';
      value = serialKey(claim.value);
    } else if (claim.is === 'fact' && claim.fact === 'uuid') {
      kind = 'uuid';
      value = uuidKey(claim.value);
    } else continue;
    if (value === undefined || keys?.some((key) => key.kind === kind && key.value === value)) continue;
    const maker = kind === 'serial' ? ownMaker(observation) : undefined;
    keys ??= [];
    const field = fieldOf(claim.path);
    keys.push(maker === undefined ? { kind, value, field } : { kind, value, field, maker });
  }
  if (keys === undefined) return none;
  return keys.sort((a, b) => keyKinds.indexOf(a.kind) - keyKinds.indexOf(b.kind) || compareText(a.value, b.value));
}

/** A serial number in comparable form, or `undefined` where the text stands for "none". */
export const serialKey: (text: string) => string | undefined = remembering(readSerialKey);

function readSerialKey(text: string): string | undefined {
  const serial = text.toLowerCase().replace(/\s+/g, '');
  const letters = serial.replace(/[^\p{L}\p{N}]/gu, '');
  if (letters.length < 4 || oneCharacter.test(letters) || serialPlaceholders.has(letters)) return undefined;
  return serial;
}

/** A UUID in canonical form, or `undefined` where it is none or stands on many devices at once. */
export const uuidKey: (text: string) => string | undefined = remembering((text) => {
  const uuid = plainUuid(text);
  if (uuid === undefined || uuidPlaceholders.has(uuid.replaceAll('-', ''))) return undefined;
  // Makers put the MAC into the last 12 digits: a board that lost its MAC has the same UUID as the next such board.
  return /(0{12}|f{12})$/.test(uuid) ? undefined : uuid;
});

/** What a device says is its UUID, in canonical form, be it a good key or not; one digit again and again says nothing. */
export const plainUuid: (text: string) => string | undefined = remembering((text) => {
  const digits = text
    .trim()
    .toLowerCase()
    .replace(/^(urn:)?(uuid:)?/, '')
    .replace(/[{}-]/g, '');
  if (!/^[0-9a-f]{32}$/.test(digits) || oneCharacter.test(digits)) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
});

/** A MAC in canonical form, or `undefined` where it is none or a placeholder. */
export const macKey: (text: string) => string | undefined = remembering(readMacKey);

function readMacKey(text: string): string | undefined {
  const mac = parseMac(text);
  return mac === undefined || placeholderMac(mac) !== undefined ? undefined : mac;
}

/** True where the MAC was not given by a maker (the second-lowest bit of the first byte, IEEE 802-2014 8.2.2). */
export function locallyAdministered(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 2) !== 0;
}

/** The field without its position in the packet: `varbind[3].ifPhysAddress.1` and `answer[0].txt.UUID` end alike. */
const fieldOf: (path: string) => string = remembering((path) =>
  path
    .toLowerCase()
    .replace(/\[\d*\]/g, '')
    .split('.')
    .slice(-2)
    .join('.'),
);

function ownMaker(observation: Observation): string | undefined {
  for (const claim of observation.claims) if (claim.is === 'fact' && claim.fact === 'make') return makerOf(claim.value);
  return undefined;
}

const none: readonly StrongKey[] = [];
// How a host was reached, not what it says of itself: a router, a bridge or a sleep proxy stands in front with its own MAC.
const hearsay: ReadonlySet<string> = new Set(['neighbours']);
const oneCharacter = /^(.)\1*$/u;
const serialPlaceholders = new Set([
  ...['unknown', 'none', 'null', 'notavailable', 'notapplicable', 'undefined', 'default', 'defaultstring', 'serial'],
  ...['serialnumber', 'tobefilledbyoem', 'systemserialnumber', 'nodata', 'empty', 'invalid', 'test'],
  // of every Windows that publishes itself by WS-Discovery
  '20050718',
  ...['1234', '12345', '123456', '1234567', '12345678', '123456789', '1234567890', '0123456789', '0123456', 'abcdef'],
]);
// The counting patterns of samples, and the value that PC firmware ships with (00020003-0004-0005-0006-000700080009).
const uuidPlaceholders = new Set([
  '000102030405060708090a0b0c0d0e0f',
  '0123456789abcdef0123456789abcdef',
  '123456781234123412341234567890ab',
  '12345678123412341234123456789abc',
  '123456789abcdef0123456789abcdef0',
  '00020003000400050006000700080009',
  '03000200040005000006000700080009',
]);
