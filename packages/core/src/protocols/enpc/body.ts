import { ByteReader } from '../../bytes/byte-reader.ts';
import type { Confidence } from '../../bytes/field.ts';
import { asHex, type Frame, frame, octets, padded, type Row, u8, u16, u32 } from '../../bytes/frame.ts';
import { formatIp } from '../../net/ip-address.ts';
import { formatMac } from '../../net/mac-address.ts';

/**
 * What the published replies hold. Sizes and positions are facts from captures; which bytes belong together is partly our
 * inference, and each row says so. A reply of another size than its layout keeps its bytes unexplained.
 */
export interface InterfaceInfo {
  readonly name: string;
  readonly unknown32: number;
  readonly unknown34: number;
  readonly boardCode: number;
  readonly boardVersion: Uint8Array;
  readonly mac: Uint8Array;
  readonly unknown46: number;
  readonly unknown50: number;
}

export interface IpConfiguration {
  readonly unknown0: number;
  readonly mac: Uint8Array;
  readonly flags: number;
  readonly address: Uint8Array;
  readonly mask: Uint8Array;
  readonly gateway: Uint8Array;
  readonly capabilities: number;
}

export interface PrinterInfo {
  readonly unknown0: number;
  readonly unknown1: number;
  readonly modelId: number;
  readonly typeId: number;
  readonly romVersion: number;
  readonly model: string;
}

export interface CombinedInfo {
  readonly mac: Uint8Array;
  readonly interfaceModel: string;
  readonly unknown38: number;
  readonly modelId: number;
  readonly typeId: number;
  readonly romVersion: number;
  readonly model: string;
}

export interface ExtendedInfo {
  readonly mac: Uint8Array;
  readonly interfaceName: string;
  readonly modelId: Uint8Array;
  readonly typeId: Uint8Array;
  readonly romVersion: number;
  readonly model: string;
}

export interface PrinterStatus {
  readonly blocks: number;
  /** The four bytes of ESC/POS automatic status back. */
  readonly asb: Uint8Array;
  readonly unused: Uint8Array;
  readonly optional: Uint8Array;
}

export interface PortHolder {
  /** The client that is connected to TCP 9100; 0.0.0.0 for nobody. */
  readonly address: Uint8Array;
}

export interface CommandResult {
  readonly result: number;
}

const mac = (confidence: Confidence): Row<Uint8Array> => octets(6, confidence, formatMac, 'mac');
const ipv4: Row<Uint8Array> = octets(4, 'multi', (bytes) => formatIp({ family: 4, bytes }), 'ipv4');

export const interfaceInfo: Frame<InterfaceInfo> = frame<InterfaceInfo>({
  name: padded(32, 'multi'),
  unknown32: u16('unknown', asHex(4)),
  unknown34: u16('unknown', asHex(4)),
  boardCode: u8('inferred', asHex(2)),
  boardVersion: octets(3, 'inferred'),
  mac: mac('multi'),
  unknown46: u32('unknown', asHex(8)),
  unknown50: u32('unknown', asHex(8)),
});

export const ipConfiguration: Frame<IpConfiguration> = frame<IpConfiguration>({
  unknown0: u8('unknown', asHex(2)),
  mac: mac('multi'),
  flags: u16('unknown', asHex(4)),
  address: ipv4,
  mask: ipv4,
  gateway: ipv4,
  capabilities: u16('unknown', asHex(4)),
});

export const printerInfo: Frame<PrinterInfo> = frame<PrinterInfo>({
  unknown0: u8('unknown', asHex(2)),
  unknown1: u8('unknown', asHex(2)),
  modelId: u8('inferred', asHex(2)),
  typeId: u8('inferred', asHex(2)),
  romVersion: u8('inferred', asHex(2)),
  model: padded(128, 'multi'),
});

export const combinedInfo: Frame<CombinedInfo> = frame<CombinedInfo>({
  mac: mac('multi'),
  interfaceModel: padded(32, 'one'),
  unknown38: u8('unknown', asHex(2)),
  modelId: u8('inferred', asHex(2)),
  typeId: u8('inferred', asHex(2)),
  romVersion: u8('inferred', asHex(2)),
  model: padded(128, 'multi'),
});

export const extendedInfo: Frame<ExtendedInfo> = frame<ExtendedInfo>({
  mac: mac('one'),
  interfaceName: padded(32, 'one'),
  modelId: octets(3, 'inferred'),
  typeId: octets(3, 'inferred'),
  romVersion: u8('inferred', asHex(2)),
  model: padded(128, 'one'),
});

export const printerStatus: Frame<PrinterStatus> = frame<PrinterStatus>({
  blocks: u8('unknown', asHex(2)),
  asb: octets(4, 'inferred'),
  unused: octets(4, 'inferred'),
  optional: octets(4, 'inferred'),
});

export const portHolder: Frame<PortHolder> = frame<PortHolder>({ address: ipv4 });

export const commandResult: Frame<CommandResult> = frame<CommandResult>({ result: u8('spec', asHex(2)) });

/**
 * Whether parameters of this size have this layout. Every published reply has its layout's size to the byte, so another
 * size is another, unknown layout; but a probe reply may be longer (SANE takes no shorter one than 62 bytes of it).
 */
export function fits(layout: Frame<never>, size: number): boolean {
  return size === layout.size || (size > layout.size && layout === (interfaceInfo as unknown));
}

/** The value of a layout in these parameters, or `undefined` where they have another layout. */
export function readLayout<T>(layout: Frame<T>, parameters: Uint8Array, name: string): T | undefined {
  // only the sizes are compared, so the element type does not matter
  if (!fits(layout as unknown as Frame<never>, parameters.length)) return undefined;
  return layout.read(new ByteReader(parameters), name);
}
