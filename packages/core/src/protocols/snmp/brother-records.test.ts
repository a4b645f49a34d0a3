import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHex } from '../../bytes/hex.ts';
import type { Claim } from '../../model/claim.ts';
import { brotherCounters, brotherSupplies, readBrotherRecords } from './brother-records.ts';

// records of a DCP-L3550CDW, an MFC-T910DW and an HL-5350DN, as the tests of a Brother library keep them
const laser = '6f010400000a28720104000000c8310104000000013401040000000280010400002 3f0690104000025e4';
const tanks = '3101040000000132010400000002';
const old = '110104000061a831010101410101036301010354010101ff6f010400000a28';
const short = (hex: string, deviceId = '') =>
  brotherSupplies(parseHex(hex)!, deviceId, 'x').map((claim) => {
    const { name, kind, level } = claim as Extract<Claim, { is: 'supply' }>;
    return `${name} ${kind} ${level.type === 'exact' ? level.ratio : level.type === 'step' ? level.label : level.type}`;
  });

describe('the records of a Brother', () => {
  it('tell hundredths of a percent of toner, drum and belt', () => {
    expect(short(laser, 'MFG:Brother;MDL:DCP-L3550CDW;CID:Brother Laser Type1;')).toEqual([
      'Black toner 0.26',
      'Yellow toner 0.02',
      'Black drum drum 0.92',
      'Belt unit transfer 0.97',
    ]);
  });

  it('say of tanks whether they are low, and no number', () => {
    expect(short(tanks, 'MFG:Brother;MDL:MFC-T910DW;')).toEqual(['Black ink at-least-some', 'Cyan ink low']);
    expect(short(tanks)).toEqual(['Black unknown at-least-some', 'Cyan unknown low']);
  });

  it('may be of one byte, and end with FF', () => {
    expect(readBrotherRecords(parseHex(old)!).map(({ id, value }) => [id, value.length])).toEqual([
      [0x11, 4],
      [0x31, 1],
      [0x41, 1],
      [0x63, 1],
      [0x54, 1],
    ]);
    expect(short(old)).toEqual(['Black unknown at-least-some']);
  });

  it('may be pairs, and a number beyond the scale is implausible', () => {
    expect(short('6f01020314')).toEqual(['Black unknown 0.15']);
    expect(short('6f010400002711')).toEqual(['Black unknown implausible']);
  });

  it('count pages', () => {
    const bytes = parseHex('0001040000064b02010400000386010104000002c50601040000021a')!;
    expect(brotherCounters(bytes, 'x').map((claim) => claim.is === 'counter' && [claim.name, claim.value])).toEqual([
      ['pages', 1611],
      ['pages-color', 902],
      ['pages-monochrome', 709],
    ]);
  });

  it('are read as far as they are there, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        readBrotherRecords(bytes);
        brotherSupplies(bytes, '', 'x');
        brotherCounters(bytes, 'x');
      }),
    );
    for (let length = 0; length < 14; length++)
      expect(readBrotherRecords(parseHex(tanks)!.subarray(0, length))).toHaveLength(Math.floor(length / 7));
  });
});
