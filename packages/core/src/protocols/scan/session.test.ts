import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHex, parseHex } from '../../bytes/hex.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import { decodeScan, encodePassThrough, encodeScan, frameTypes, scanFrame } from './codec.ts';
import { ScanSession } from './session.ts';

const identity = { model: 'WF-CLEANROOM', firmware: '1.00', serial: 'X3B8012345' };
const open = (languages = { esci: true, esci2: true }) => new ScanSession(identity, languages);
const command = (text: string, wanted: number) =>
  encodeScan(scanFrame(frameTypes.command, encodePassThrough({ wanted, command: encodeText(text) })));
const pureRead = (wanted: number) => command('', wanted);
/** The payload of the one frame that comes back. */
const say = (session: ScanSession, bytes: Uint8Array): Uint8Array => {
  const replies = session.take(bytes);
  if (replies === 'close' || replies.length !== 1) throw new Error('not one reply');
  const decoded = decodeScan(replies[0]!);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value.payload;
};
const hex = (session: ScanSession, bytes: Uint8Array) => formatHex(say(session, bytes));

describe('a virtual scanner', () => {
  it('speaks first: a welcome with exactly five bytes', () => {
    expect(open().greet().map(formatHex)).toEqual(['49538000000c0000000500000000000000']);
  });

  it('answers epson2 in the order in which it asks', () => {
    const session = open();
    expect(hex(session, parseHex('49532100000c000000000000')!)).toBe('06');
    expect(hex(session, command('\x1b@', 1))).toBe('06');
    expect(hex(session, command('\x1bF', 4))).toBe('02020000');
    // the worked identity of the protocols page: this one was listed by a real SANE
    expect(hex(session, command('\x1cI', 80))).toBe(
      `423700005802000032000000${'58020000'}ec130000ec1300006c1b0000${'00'.repeat(18)}57462d434c45414e524f4f4d20202020312e30300808${'00'.repeat(12)}`,
    );
    expect(hex(session, command('\x1cF', 16))).toBe('00'.repeat(16));
    expect(hex(session, parseHex('49532101000c000000000000')!)).toBe('06');
  });

  it('answers epsonds in the order in which it asks, data by a read of its own', () => {
    const session = open();
    expect(hex(session, parseHex('49532100000c00000007000001a0040000012c')!)).toBe('06');
    expect(hex(session, command('\x1cX', 1))).toBe('06');
    const info = say(session, command('INFOx0000000', 64));
    expect(info.length).toBe(64);
    const length = Number.parseInt(decodeText(info.subarray(5, 12)), 16);
    expect(decodeText(say(session, pureRead(length)))).toBe(
      '#PRDh00CWF-CLEANROOM#VERh0041.00#S/Nh00AX3B8012345#FB AREAi0000850i0001170#---',
    );
    expect(decodeText(say(session, command('CAPAx0000000', 64))).replace(/\0+$/, '')).toBe('CAPAx0000038#---');
    expect(decodeText(say(session, pureRead(0x38)))).toBe('#FB #COLM008C024#FMTRAW JPG #RSMRANGi0000050i0000600#---');
    expect(decodeText(say(session, command('FIN x0000000', 64))).replace(/\0+$/, '')).toBe('FIN x0000000#---');
  });

  it('gives queued bytes in the pieces that are asked for', () => {
    const session = open();
    say(session, command('INFOx0000000', 64));
    expect(decodeText(say(session, pureRead(4)))).toBe('#PRD');
    expect(decodeText(say(session, pureRead(4)))).toBe('h00C');
  });

  it('gives exactly as many bytes as were wanted, and none where none were', () => {
    const session = open();
    expect(hex(session, command('\x1bq', 4))).toBe('15000000');
    expect(decodeText(say(session, command('PARAx0000000', 64))).slice(0, 4)).toBe('UNKN');
    expect(session.take(command('\x1b@', 0))).toEqual([]);
  });

  it('refuses the language that it does not speak', () => {
    expect(hex(open({ esci: false, esci2: true }), command('\x1b@', 1))).toBe('15');
    expect(hex(open({ esci: true, esci2: false }), command('\x1cX', 1))).toBe('15');
    expect(hex(open({ esci: true, esci2: false }), command('INFOx0000000', 1))).toBe('15');
  });

  it('answers alike however the bytes are cut', () => {
    const stream = [command('\x1b@', 1), command('INFOx0000000', 64), pureRead(80), command('\x1cF', 16)]
      .map(formatHex)
      .join('');
    const bytes = parseHex(stream)!;
    const whole = open().take(bytes);
    expect(whole).toHaveLength(4);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
        const session = open();
        const marks = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const replies = marks.slice(1).flatMap((end, i) => {
          const taken = session.take(bytes.subarray(marks[i], end));
          return taken === 'close' ? [] : taken;
        });
        expect(replies).toEqual(whole);
      }),
    );
  });

  it.each([
    ['another protocol', '474554202f20485454502f312e310d0a'],
    ['a wrong second byte', '4954'],
    ['a frame of 4 GB', '49532000000cffffffff0000'],
    ['a reply of 4 GB', '49532000000c0000000a000000000002ffffffff1b40'],
    ['a command that is longer than its frame', '49532000000c0000000a000000000003000000011b40'],
    ['a command without lengths', '49532000000c000000020000' + '1b40'],
    ['a frame that only devices send', '4953a000000c00000001000006'],
  ])('%s ends the connection', (_, bytes) => {
    expect(open().take(parseHex(bytes)!)).toBe('close');
  });

  it('answers any bytes with whole frames or an end', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 6 }), (pieces) => {
        const session = open();
        for (const piece of pieces) {
          const taken = session.take(Uint8Array.from([0x49, 0x53, ...piece]));
          if (taken === 'close') return;
          for (const reply of taken) expect(decodeScan(reply).ok).toBe(true);
        }
      }),
    );
  });
});
