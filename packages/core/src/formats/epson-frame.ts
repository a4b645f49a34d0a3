import { asHex, type Frame, frame, octets, u8, u16 } from '../bytes/frame.ts';
import { decodeText } from '../bytes/text.ts';

/**
 * The 14-byte head that ENPC has and that NCDP/2 borrows:
 * `5 magic · 1 letter · 1 device type · 1 device number · 2 function · 2 result · 2 length`, network byte order.
 * Epson, UB-E02 Technical Reference Guide, section 4.7.
 */
export interface EpsonFrameHead {
  readonly magic: Uint8Array;
  /** ASCII; upper case asks, lower case answers. */
  readonly letter: number;
  readonly deviceType: number;
  readonly deviceNumber: number;
  readonly function: number;
  /** The result code of a reply; not looked at in a request (older SDKs put 1000 hex there). */
  readonly result: number;
  /** Bytes that follow. */
  readonly length: number;
}

export const epsonFrameHead: Frame<EpsonFrameHead> = frame<EpsonFrameHead>({
  magic: octets(5, 'spec', decodeText, 'text'),
  letter: u8('spec', (letter) => String.fromCharCode(letter)),
  deviceType: u8('multi', asHex(2)),
  deviceNumber: u8('spec', asHex(2)),
  function: u16('spec', asHex(4)),
  result: u16('spec', asHex(4)),
  length: u16('spec'),
});
