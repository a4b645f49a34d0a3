import type { Frame } from '../../bytes/frame.ts';
import {
  combinedInfo,
  commandResult,
  extendedInfo,
  interfaceInfo,
  ipConfiguration,
  portHolder,
  printerInfo,
  printerStatus,
} from './body.ts';
import type { EnpcPacket } from './codec.ts';

/** A function of the published record: what it is called, and how its reply is laid out. */
export interface EnpcFunction {
  readonly deviceType: number;
  readonly id: number;
  readonly letter: 'P' | 'Q' | 'C';
  readonly name: string;
  /** `device-id` is the one reply without a fixed layout; `raw` is kept unexplained. */
  readonly reply: { readonly name: string; readonly layout: Frame<never> } | 'device-id' | 'raw';
}

const laid = <T>(name: string, layout: Frame<T>): EnpcFunction['reply'] =>
  // the table only ever reads and describes through the layout, so the element type may be hidden
  ({ name, layout: layout as unknown as Frame<never> });

/** Sources: Epson, UB-E02 Technical Reference Guide 4.7, and the captures named in README.md. */
export const functions: readonly EnpcFunction[] = [
  { deviceType: 0x00, id: 0x0000, letter: 'P', name: 'probe', reply: laid('interface', interfaceInfo) },
  {
    deviceType: 0x00,
    id: 0x0000,
    letter: 'Q',
    name: 'interface basic information',
    reply: laid('interface', interfaceInfo),
  },
  { deviceType: 0x00, id: 0x0010, letter: 'Q', name: 'interface status', reply: laid('ip', ipConfiguration) },
  { deviceType: 0x02, id: 0x0000, letter: 'Q', name: 'printer basic information', reply: 'device-id' },
  { deviceType: 0x03, id: 0x0000, letter: 'Q', name: 'printer basic information', reply: laid('printer', printerInfo) },
  { deviceType: 0x03, id: 0x0001, letter: 'Q', name: 'combined information', reply: laid('combined', combinedInfo) },
  {
    deviceType: 0x03,
    id: 0x0002,
    letter: 'Q',
    name: 'extended combined information',
    reply: laid('extended', extendedInfo),
  },
  { deviceType: 0x03, id: 0x0010, letter: 'Q', name: 'printer status', reply: laid('status', printerStatus) },
  { deviceType: 0x03, id: 0x0017, letter: 'Q', name: 'holder of TCP 9100', reply: laid('holder', portHolder) },
  { deviceType: 0x03, id: 0x0131, letter: 'Q', name: 'unknown query 0131', reply: 'raw' },
  { deviceType: 0x04, id: 0x0000, letter: 'Q', name: 'scanner basic information', reply: 'raw' },
  {
    deviceType: 0x03,
    id: 0x0011,
    letter: 'C',
    name: 'off-line forced transmission',
    reply: laid('command', commandResult),
  },
  { deviceType: 0x03, id: 0x0012, letter: 'C', name: 'reset', reply: laid('command', commandResult) },
  { deviceType: 0x03, id: 0x0013, letter: 'C', name: 'buffer flash', reply: laid('command', commandResult) },
  { deviceType: 0x03, id: 0x0015, letter: 'C', name: 'unknown command 0015', reply: laid('command', commandResult) },
  {
    deviceType: 0x03,
    id: 0x0016,
    letter: 'C',
    name: 'clear the connection time-out timer',
    reply: laid('command', commandResult),
  },
];

/** What a packet's function is, by letter, device type and number; `undefined` for what nobody has published. */
export function functionOf(packet: Pick<EnpcPacket, 'letter' | 'deviceType' | 'function'>): EnpcFunction | undefined {
  const letter = packet.letter.toUpperCase();
  return functions.find(
    (row) => row.letter === letter && row.deviceType === packet.deviceType && row.id === packet.function,
  );
}

export function isReply(packet: Pick<EnpcPacket, 'letter'>): boolean {
  return /^[a-z]$/.test(packet.letter);
}
