import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { formatHex, parseHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import { decodeControl, encodeControl, firmwareDate, replyWord } from './codec.ts';
import { blockOf, decodeBlock } from './codec-block.ts';
import { describeEpsonControl } from './describe.ts';
import { withoutJob } from './job.ts';
import { boxesOf, fieldOf, inksOf, namedFields, sourcesOf, types, wordsOf } from './status.ts';

const golden = goldenOf('epson-control');
const blocks = golden.filter(({ name }) => name.startsWith('status'));
const bytesOf = (name: string) => golden.find((row) => row.name === name)!.bytes;

/** Where the fields of a block begin: behind the front, the magic and the length. */
function head(bytes: Uint8Array): number {
  const block = decodeBlock(bytes);
  return block.ok ? block.value.front.length + 12 : Number.NaN;
}

describe('answers of the control channel', () => {
  it.each(golden)('$name is encoded again byte by byte', ({ bytes }) => {
    const decoded = decodeControl(bytes);
    expect(decoded.ok && formatHex(encodeControl(decoded.value))).toBe(formatHex(bytes));
  });

  it.each(golden)('$name: the fields lie within the packet, and the outer ones cover it in order', ({ bytes }) => {
    const { fields } = describeEpsonControl(bytes);
    for (const { offset, length } of fields) expect(offset + length).toBeLessThanOrEqual(bytes.length);
    if (!fields.some(({ path }) => path.startsWith('status'))) return;
    let next = 0;
    for (const { offset, length } of fields.filter(({ path }) => !/\[|job-name/.test(path))) {
      expect(offset).toBe(next);
      next += length;
    }
    expect(next).toBe(bytes.length);
  });

  it.each(golden.filter(({ name }) => !name.startsWith('status')))(
    '$name: every proper prefix is truncated',
    ({ bytes }) => {
      for (let length = 1; length < bytes.length; length++)
        expect(decodeControl(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
    },
  );

  it.each(blocks)(
    '$name: cut in its head it is truncated, cut later it is read up to there and says so',
    ({ bytes }) => {
      const whole = decodeBlock(bytes);
      if (!whole.ok) throw new Error('a golden block');
      for (let length = 1; length < bytes.length; length++) {
        const cut = decodeControl(bytes.subarray(0, length));
        if (length < head(bytes)) {
          expect(cut).toMatchObject({ ok: false, error: { code: 'truncated' } });
          continue;
        }
        if (!cut.ok || cut.value.is !== 'status') throw new Error(`${length} bytes hold the head of a block`);
        const { fields, truncated } = cut.value.block;
        expect(truncated).toBe(true);
        const complete = fields.filter((field) => field.value.length === field.length);
        expect(complete).toEqual(whole.value.fields.slice(0, complete.length));
        expect(fields.length - complete.length).toBeLessThanOrEqual(1);
        expect(encodeControl(cut.value)).toEqual(bytes.slice(0, length));
      }
    },
  );

  it('reads one CR LF after the magic: the low byte of a length may be a line feed itself', () => {
    const ten = blockOf([
      [types.state, [4]],
      [types.serial, [88, 49, 50, 51, 52]],
    ]);
    expect(ten[10]).toBe(0x0a);
    expect(decodeBlock(ten)).toMatchObject({ ok: true, value: { declared: 10, truncated: false } });
  });

  it('reads an ET-2820: four levels, two boxes that are well, words that count', () => {
    const block = decodeBlock(bytesOf('status-et2820-d4'));
    if (!block.ok) throw new Error('a golden block');
    const fields = namedFields(block.value);
    const of = (type: number) => fieldOf(fields, type)!;
    expect(block.value.front).toHaveLength(18);
    expect(inksOf(of(types.inks)).map(({ colour, level }) => [colour, level])).toEqual([
      [0, 11],
      [3, 65],
      [2, 63],
      [1, 66],
    ]);
    expect(boxesOf(of(types.wasteBoxes)).map(({ state, resets }) => [state, resets])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const none = 0xffff_ffff;
    expect(wordsOf(of(types.pageCounters))).toEqual([none, none, 1056, 142, 34, none, 63, 0]);
    expect(fields.filter(({ path }) => path.startsWith('status.field-')).map(({ path }) => path.slice(13))).toEqual([
      '0a',
      '28',
      '4b',
      '54',
    ]);
  });

  it('reads an XP-540: one paper source, the first box full', () => {
    const block = decodeBlock(bytesOf('status-xp540'));
    const fields = block.ok ? namedFields(block.value) : [];
    expect(sourcesOf(fieldOf(fields, types.paperSources)!).map(({ feeder }) => feeder)).toEqual([0x0101]);
    expect(boxesOf(fieldOf(fields, types.wasteBoxes)!)[0]).toMatchObject({ state: 2 });
  });

  it('reads the words of short answers, and the date in a firmware id', () => {
    const text = (name: string) => {
      const answer = decodeControl(bytesOf(name));
      return answer.ok && answer.value.is === 'reply' ? answer.value.text : undefined;
    };
    expect(replyWord(text('reply-empty-et2825')!)).toBe('nothing');
    expect(replyWord(text('reply-refused-et2825')!)).toBe('not-available');
    expect(replyWord('BUSY')).toBe('busy');
    expect(replyWord('42:NG')).toBe('refused');
    expect(text('reply-vi-xp432')).toBe('00:ME23H6');
    expect([firmwareDate('ME23H6'), firmwareDate('NL11J1'), firmwareDate('ME23H')]).toEqual([
      '2017-06-23',
      '2019-01-11',
      undefined,
    ]);
  });

  it('reads the text form of older models', () => {
    const answer = decodeControl(encodeText('@BDC ST\r\nST:04;ER:00;IQ:4E56;'));
    expect(answer).toMatchObject({ ok: true, value: { is: 'text-status', text: 'ST:04;ER:00;IQ:4E56;' } });
  });

  it('keeps no name of a job, and nothing else changes', () => {
    const head = [0, 0, 0, 0, 1];
    const named = blockOf([
      [types.state, [3]],
      [types.job, [...head, ...encodeText('salaries.xlsx')]],
      [types.serial, [88]],
    ]);
    const kept = withoutJob(named);
    expect(new TextDecoder().decode(kept)).not.toContain('salaries');
    expect(kept).toEqual(
      blockOf([
        [types.state, [3]],
        [types.job, [...head, ...new Array(13).fill(0)]],
        [types.serial, [88]],
      ]),
    );
    const idle = bytesOf('status-et2820-d4');
    expect(withoutJob(idle)).toBe(idle);
    expect(withoutJob(parseHex('3000')!)).toEqual(parseHex('3000'));
  });

  it('gives any bytes a value or a reason, and fields that lie within them', () => {
    const starts = ['', '00', formatHex(encodeText('@BDC ST2\r\n')), '0202008b0001', '7669', '30', '00404244432053'];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 80 }), (start, tail) => {
        const bytes = Uint8Array.from([...parseHex(start)!, ...tail]);
        const described = describeEpsonControl(bytes);
        for (const { offset, length } of described.fields) {
          expect(length).toBeGreaterThanOrEqual(0);
          expect(offset + length).toBeLessThanOrEqual(bytes.length);
        }
        const decoded = decodeControl(bytes);
        if (decoded.ok && decoded.value.is !== 'text-status') expect(encodeControl(decoded.value)).toEqual(bytes);
        withoutJob(bytes);
      }),
    );
  });

  it('gives back every block that it makes', () => {
    const field = fc.tuple(fc.nat(255), fc.array(fc.nat(255), { maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(field, { maxLength: 30 }), (list) => {
        const block = decodeBlock(blockOf(list));
        expect(block.ok && block.value.fields.map(({ type, value }) => [type, [...value]])).toEqual(list);
      }),
    );
  });
});
