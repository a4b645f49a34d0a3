import { ByteWriter } from '../../bytes/byte-writer.ts';
import { encodeText } from '../../bytes/text.ts';

/** What a scanner says of itself. */
export interface ScannerIdentity {
  readonly model: string;
  readonly firmware: string;
  readonly serial: string;
}

/**
 * The 80 bytes that answer FS I, little-endian (protocols page, section 3). Command level B7 and depth 8 keep SANE from
 * further questions.
 */
export function extendedIdentity({ model, firmware }: ScannerIdentity): Uint8Array<ArrayBuffer> {
  return new ByteWriter(80)
    .octets(spaced('B7', 2))
    .zeros(2)
    .u32Le(DPI)
    .u32Le(MIN_DPI)
    .u32Le(DPI)
    .u32Le(WIDTH)
    .u32Le(WIDTH)
    .u32Le(HEIGHT)
    .zeros(16) // no feeder, no transparency unit
    .zeros(2) // capabilities
    .octets(spaced(model, 16))
    .octets(spaced(firmware, 4))
    .u8(8)
    .u8(8)
    .zeros(12)
    .finish();
}

/** The tokens that answer INFO (section 4): `h` and 3 hex digits count raw bytes, `i` is 7 decimal digits. */
export function infoTokens({ model, firmware, serial }: ScannerIdentity): Uint8Array {
  const area = `AREA${decimal((WIDTH * 100) / DPI)}${decimal((HEIGHT * 100) / DPI)}`;
  return encodeText(`#PRD${counted(model)}#VER${counted(firmware)}#S/N${counted(serial)}#FB ${area}#---`);
}

/** The tokens that answer CAPA. */
export function capabilityTokens(): Uint8Array {
  return encodeText(`#FB #COLM008C024#FMTRAW JPG #RSMRANG${decimal(MIN_DPI)}${decimal(DPI)}#---`);
}

function counted(text: string): string {
  const plain = ascii(text);
  return `h${plain.length.toString(16).toUpperCase().padStart(3, '0')}${plain}`;
}

function decimal(value: number): string {
  return `i${String(Math.round(value)).padStart(7, '0')}`;
}

function spaced(text: string, size: number): Uint8Array {
  return encodeText(ascii(text).slice(0, size).padEnd(size));
}

/** The wire has ASCII only. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 0xfff);
}

const DPI = 600;
const MIN_DPI = 50;
/** A flatbed of 8.5 x 11.7 inches, in pixels. */
const WIDTH = 5100;
const HEIGHT = 7020;
