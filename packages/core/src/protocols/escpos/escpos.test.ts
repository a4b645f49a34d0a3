import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { sampleDevice } from '../../../../../tests/support/sample-device.ts';
import { formatHex, parseHex } from '../../bytes/hex.ts';
import type { Answer } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { VirtualDevice } from '../../contracts/virtual-device.ts';
import { readEscPosQuestion } from '../../formats/escpos-status.ts';
import { answers } from './answers.ts';
import { claimsOf } from './claims.ts';
import { decodeEscPos, encodeEscPos, firstBlock, firstStatus, isQuiet } from './codec.ts';
import { describeEscPos } from './describe.ts';
import { askStatus } from './talk.ts';

const hex = (text: string) => parseHex(text)!;
const turns = (bytes: Uint8Array) => {
  const decoded = decodeEscPos(bytes);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return decoded.value;
};
const stateOf = (text: string) => claimsOf(turns(hex(text))).find(({ is }) => is === 'state');

describe('a dialogue', () => {
  it.each(goldenOf('escpos'))(
    '$name is encoded again byte by byte, its fields cover it, its beginnings crash nobody',
    ({ bytes }) => {
      expect(formatHex(encodeEscPos(turns(bytes)))).toBe(formatHex(bytes));
      const { fields } = describeEscPos(bytes);
      expect(fields.reduce((end, { offset, length }) => (offset === end ? end + length : Number.NaN), 0)).toBe(
        bytes.length,
      );
      for (let length = 0; length < bytes.length; length++) {
        const decoded = decodeEscPos(bytes.subarray(0, length));
        // behind a whole question it is a dialogue with one answer less
        if (length === 3) expect(decoded.ok).toBe(true);
        else expect(decoded).toMatchObject({ ok: false, error: { code: 'truncated' } });
      }
    },
  );

  it('any bytes are a dialogue or a reason, and what is one comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const decoded = decodeEscPos(bytes);
        if (decoded.ok) expect(formatHex(encodeEscPos(decoded.value))).toBe(formatHex(bytes));
        else expect(decoded.error.offset).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it('names its bits and blocks', () => {
    expect(describeEscPos(hex('10040116')).fields).toEqual([
      { path: 'status[1].question', offset: 0, length: 3, text: 'DLE EOT 1 (printer)', confidence: 'spec' },
      { path: 'status[1].answer', offset: 3, length: 1, text: '0x16 (drawerHigh)', confidence: 'spec' },
    ]);
    expect(claimsOf(turns(goldenOf('escpos').find(({ name }) => name === 'model')!.bytes))).toEqual([
      { is: 'fact', fact: 'model', value: 'TM-T88V', basis: 'told', path: 'model.answer' },
    ]);
  });

  it.each([
    ['10040116 10040212 10040312 10040412', 'idle', []],
    ['1004011e 10040216 10040312 10040412', 'stopped', ['cover-open']],
    ['1004011e 10040232 10040312 1004047e', 'stopped', ['media-empty-error']],
    ['1004011e 10040252 1004031a 10040412', 'stopped', ['cutter-failure-error']],
    ['1004011e 10040252 10040332', 'stopped', ['other-error']],
    ['1004011e 10040252', 'stopped', ['other-error']],
    ['10040112 1004041e', 'idle', ['media-low-warning']],
  ])('%s is %s', (text, word, reasons) => {
    expect(stateOf(text)).toEqual({ is: 'state', word, reasons, path: 'status[1].answer' });
  });

  it('without the first answer says nothing of the state', () => {
    expect(stateOf('10040216')).toBeUndefined();
    expect(claimsOf(turns(hex('100401')))).toEqual([]);
  });
});

describe('the closed list', () => {
  it('holds eight questions of three bytes, and nothing else is one', () => {
    const found: string[] = [];
    const tried = new Uint8Array(3);
    for (let value = 0; value < 0x1000000; value++) {
      tried[0] = value >> 16;
      tried[1] = value >> 8;
      tried[2] = value;
      if (readEscPosQuestion(tried) !== undefined) found.push(formatHex(tried));
    }
    expect(found).toEqual(['100401', '100402', '100403', '100404', '1d4941', '1d4942', '1d4943', '1d4944']);
    for (const other of ['', '1004', '10040110', '100401100402'])
      expect(readEscPosQuestion(hex(other))).toBeUndefined();
  });
});

describe('the first answer on a stream', () => {
  it('passes over flow control and automatic status, whole or not yet', () => {
    expect(firstStatus(hex('16'))).toEqual({ value: 0x16, size: 1 });
    expect(firstStatus(hex('1113 1400000f 16'))).toEqual({ value: 0x16, size: 7 });
    for (const partial of ['', '11', '14', '1400', '140000', '1400000f'])
      expect(firstStatus(hex(partial))).toBe('more');
    expect(firstBlock(hex('1400000f 5f4100'))).toEqual({ value: hex('5f4100'), size: 7 });
    expect(firstBlock(hex('5f4142'))).toBe('more');
    expect(isQuiet(hex('11 14000f'))).toBe(true);
    expect(isQuiet(hex('16'))).toBe(false);
  });

  it.each(['41', 'ff', '1400ff', '48545450'])('%s is none', (text) => {
    expect(firstStatus(hex(text))).toBe('garbage');
    expect(firstBlock(hex(text))).toBe('garbage');
  });

  it('is no block that never ends, or holds what is no text', () => {
    expect(firstBlock(Uint8Array.from([0x5f, ...Array<number>(81).fill(0x41)]))).toBe('garbage');
    expect(firstBlock(hex('5f1b00'))).toBe('garbage');
  });
});

describe('asking a POS printer', () => {
  const host: HostTarget = {
    ...{ address: '192.0.2.9', port: (standard) => standard, leads: [] },
    ...{ waitMs: 250, tries: 3, community: 'public' },
  };

  function visit(reply: (said: Uint8Array) => readonly Uint8Array[] | 'ended', greeting: readonly Uint8Array[] = []) {
    let reads: (Uint8Array | 'ended')[] = [...greeting];
    const said: string[] = [];
    const done = perform(askStatus(host), (effect): Answer => {
      switch (effect.do) {
        case 'dial':
          return 'answered';
        case 'say': {
          expect(readEscPosQuestion(effect.bytes)).toBeDefined();
          said.push(formatHex(effect.bytes));
          const answer = reply(effect.bytes);
          reads = answer === 'ended' ? ['ended'] : [...reads, ...answer];
          return true;
        }
        case 'read':
          return reads.shift() ?? 'silent';
        case 'hang-up':
          return undefined;
        default:
          throw new Error(`unexpected ${effect.do}`);
      }
    });
    return { ...done, said, claims: done.told.flatMap(({ claims }) => claims) };
  }

  function printer(more: Partial<VirtualDevice>, size = 1_000) {
    const [answering] = answers(
      sampleDevice({ kind: 'pos-printer', model: 'TM-T88VI', serial: 'XAAF012345', ...more }),
    );
    if (answering?.on !== 'tcp') throw new Error('no stream');
    const session = answering.open();
    return (bytes: Uint8Array) => {
      const replies = session.take(bytes);
      if (replies === 'close') return 'ended' as const;
      return replies.flatMap((reply) =>
        Array.from({ length: Math.ceil(reply.length / size) }, (_, i) => reply.subarray(i * size, (i + 1) * size)),
      );
    };
  }

  it.each([1, 3, 1_000])('state and identity, in pieces of %i bytes', (size) => {
    const { result, said, claims, told, effects } = visit(printer({}, size), [hex('1400000f')]);
    expect(result).toEqual({ is: 'answered' });
    expect(said).toEqual(['100401', '100402', '100403', '100404', '1d4942', '1d4943', '1d4944', '1d4941']);
    expect(claims).toContainEqual(expect.objectContaining({ is: 'state', word: 'idle', reasons: [] }));
    for (const [fact, value] of [
      ['kind', 'pos-printer'],
      ['make', 'EPSON'],
      ['model', 'TM-T88VI'],
      ['serial', 'XAAF012345'],
    ])
      expect(claims).toContainEqual(expect.objectContaining({ fact, value }));
    expect(told).toHaveLength(1);
    expect(describeEscPos(told[0]!.raw).ok).toBe(true);
    expect(effects.at(-1)?.do).toBe('tell');
  });

  it('asks a printer that is off line for its state alone', () => {
    const { said, claims } = visit(printer({ state: 'stopped', stateReasons: ['cover-open'] }));
    expect(said).toEqual(['100401', '100402', '100403', '100404']);
    expect(claims).toContainEqual(expect.objectContaining({ word: 'stopped', reasons: ['cover-open'] }));
  });

  it.each([
    ['says nothing', [], 'silent'],
    ['closes', 'ended', 'silent'],
    ['answers with a web page', [hex('485454502f312e31')], 'garbled'],
    ['floods', Array.from({ length: 500 }, () => new Uint8Array(1_000).fill(0x41)), 'garbled'],
    ['floods with flow control', Array.from({ length: 500 }, () => Uint8Array.of(0x11)), 'garbled'],
  ] as const)('one that %s is left alone after three bytes', (_, reply, is) => {
    const { said, result, told, effects } = visit(() => reply);
    expect(said).toEqual(['100401']);
    expect(result).toEqual({ is });
    expect(told).toEqual([]);
    expect(effects.length).toBeLessThan(80);
  });

  it('keeps what was answered, and takes nothing that came unasked for an answer', () => {
    const { said, claims, result } = visit((bytes) => (bytes[2] === 1 ? [hex('1612')] : []));
    expect(said).toEqual(['100401']);
    expect(result).toEqual({ is: 'answered' });
    expect(claims).toContainEqual(expect.objectContaining({ is: 'state', word: 'idle' }));
  });

  it('a clone that knows no identity is asked for it once', () => {
    const { said, claims } = visit((bytes) => (bytes[0] === 0x10 ? [hex('12')] : []));
    expect(said).toEqual(['100401', '100402', '100403', '100404', '1d4942']);
    expect(claims).toHaveLength(2);
  });
});
