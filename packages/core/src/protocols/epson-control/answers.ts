import { encodeText } from '../../bytes/text.ts';
import type { VirtualDevice, VirtualSupply } from '../../contracts/virtual-device.ts';
import { tunnelOid } from '../../formats/epson-tunnel.ts';
import type { Varbind } from '../../formats/snmp-varbind.ts';
import { replyOf } from './codec.ts';
import { blockOf } from './codec-block.ts';
import { objects } from './objects.ts';
import { types } from './status.ts';
import { errors, inkColours } from './status-words.ts';

/**
 * What a virtual Epson adds to its agent: the status block of its state and supplies, in the tunnel and as an object, and
 * its firmware's id where its version ends in one. Quirks: `epson-control.status` = `tunnel`: it has no such object;
 * `epson-control.levels` = `hidden`: ink is there and not measured.
 */
export function snmpObjects(device: VirtualDevice): readonly Varbind[] {
  if (device.make.toLowerCase() !== 'epson' || !prints.has(device.kind)) return [];
  const block = statusOf(device);
  const id = /\b[0-9A-Z]{2}\d\d[A-Z][1-9A-C]$/.exec(device.firmware)?.[0];
  return [
    ...(device.quirks['epson-control.status'] === 'tunnel' ? [] : [octets(objects.status, block)]),
    octets(tunnelOid('status'), Uint8Array.of(0, ...block)),
    octets(tunnelOid('firmware-id'), replyOf('vi', id === undefined ? '00:NA' : `00:${id}`)),
    octets(tunnelOid('inks-taken'), replyOf('ia', '')),
  ];
}

function statusOf(device: VirtualDevice): Uint8Array {
  const hidden = device.quirks['epson-control.levels'] === 'hidden';
  const error = device.state === 'stopped' ? errorFor(device.stateReasons) : undefined;
  const inks = device.supplies.filter(({ kind }) => kind === 'ink');
  const boxes = device.supplies.filter(({ kind }) => kind === 'waste-ink');
  const low = inks.flatMap(({ level }, i) => (level >= 0 && level <= LOW ? [FIRST_LOW + i] : []));
  const serial = encodeText(device.serial);
  return blockOf([
    [types.state, [error === undefined ? (device.state === 'processing' ? 3 : 4) : 0]],
    ...(error === undefined ? [] : [[types.error, [error]] as const]),
    ...(low.length === 0 ? [] : [[types.warnings, low] as const]),
    [types.paperPath, [1, 1]],
    [types.inks, [3, ...inks.flatMap((ink, i) => inkEntry(ink, i, hidden || error !== undefined))]],
    [types.job, [0, 0, 0, 0, 0, ...encodeText('unknown')]],
    ...(boxes.length === 0
      ? []
      : [[types.wasteBoxes, [2, ...boxes.flatMap(({ level }) => [boxState(level), 0])]] as const]),
    ...(serial.length === SERIAL_SIZE ? [[types.serial, [...serial]] as const] : []),
  ]);
}

/** In an error no level is told, though the model measures when it is idle (recordings: XP-432, XP-540). */
function inkEntry({ colorant, level }: VirtualSupply, place: number, hidden: boolean): readonly number[] {
  const colour = colours.get(colorant) ?? 0;
  return [kinds[colour] ?? FIRST_OTHER + place, colour, hidden || level < 0 ? NOT_MEASURED : Math.min(level, 100)];
}

function boxState(level: number): number {
  return level >= 100 ? 2 : level >= NEARLY_FULL ? 1 : 0;
}

function errorFor(reasons: readonly string[]): number {
  const words = new Set(reasons.map((reason) => reason.replace(/-(error|warning|report)$/, '')));
  const found = Object.entries(errors).find(([, [, reason]]) => reason !== undefined && words.has(reason));
  return found === undefined ? OTHER_ERROR : Number(found[0]);
}

function octets(oid: string, value: Uint8Array): Varbind {
  return { oid, value: { type: 'OctetString', value } };
}

const prints: ReadonlySet<string> = new Set(['printer', 'mfp', 'label-printer']);
const colours: ReadonlyMap<string, number> = new Map(
  Object.entries(inkColours).map(([code, name]) => [name, Number(code)]),
);
// cartridge kinds of the first colours
const kinds: Readonly<Record<number, number>> = { 0: 1, 1: 3, 2: 4, 3: 5, 4: 6, 5: 7 };
const FIRST_OTHER = 0x0f;
const FIRST_LOW = 0x10;
const LOW = 15;
const NOT_MEASURED = 0x69;
const NEARLY_FULL = 90;
const SERIAL_SIZE = 10;
const OTHER_ERROR = 98;
