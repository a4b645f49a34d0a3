import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { formatHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import { decodeIpp } from './codec.ts';
import { encodeIpp } from './codec-encode.ts';
import { findAttribute, textOf } from './codec-look.ts';
import { groupTags, type IppAttribute, type IppMessage, type IppValue, valueTags } from './codec-message.ts';

const golden = goldenOf('ipp');
const messageFrom = (bytes: Uint8Array): IppMessage => {
  const decoded = decodeIpp(bytes);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return decoded.value;
};
const errorOf = (bytes: Uint8Array) => {
  const decoded = decodeIpp(bytes);
  return decoded.ok ? undefined : decoded.error;
};
/** A header, then whatever the test writes. */
const answer = (write: (writer: ByteWriter) => void): Uint8Array => {
  const writer = new ByteWriter().u16(0x0200).u16(0).u32(1);
  write(writer);
  return writer.finish();
};
const token = (writer: ByteWriter, tag: number, name: string, value: Uint8Array): ByteWriter =>
  writer
    .u8(tag)
    .prefixed16((w) => w.octets(encodeText(name)))
    .prefixed16((w) => w.octets(value));
const empty = new Uint8Array();
const nested = (depth: number): Uint8Array =>
  answer((w) => {
    token(w.u8(4), 0x34, 'media-col', empty);
    for (let i = 1; i < depth; i++) {
      token(w, 0x4a, '', encodeText('inner'));
      token(w, 0x34, '', empty);
    }
    for (let i = 0; i < depth; i++) token(w, 0x37, '', empty);
    w.u8(3);
  });

describe('IPP messages', () => {
  it.each(golden)('$name is encoded again byte by byte', ({ bytes }) => {
    expect(formatHex(encodeIpp(messageFrom(bytes)))).toBe(formatHex(bytes));
  });

  // a missing end tag is forgiven, so a cut between two values gives what stands before it
  it.each(golden)('$name: every proper prefix is truncated, or lacks its end tag and says so', ({ bytes }) => {
    const whole = messageFrom(bytes);
    let truncated = 0;
    for (let length = 0; length < bytes.length; length++) {
      const decoded = decodeIpp(bytes.subarray(0, length));
      if (decoded.ok) {
        expect(decoded.value.ended).toBe(false);
        expect(decoded.value.groups.length).toBeLessThanOrEqual(whole.groups.length);
      } else {
        expect(decoded.error).toMatchObject({ code: 'truncated', offset: length });
        truncated++;
      }
    }
    expect(truncated).toBeGreaterThan(bytes.length * 0.8);
  });

  it('reads any bytes as a message or a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        const bytes = Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 1, 4, ...tail]);
        const decoded = decodeIpp(bytes);
        if (!decoded.ok) expect(decoded.error.offset).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it('gives back every message that it encodes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyAttribute, { maxLength: 5 }), { maxLength: 4 }), (groups) => {
        const message: IppMessage = {
          version: 0x0101,
          code: 0x000b,
          requestId: 0xfffffffe,
          groups: groups.map((attributes) => ({ tag: groupTags.printer, attributes })),
          ended: true,
          data: Uint8Array.of(1, 2, 3),
        };
        expect(messageFrom(encodeIpp(message))).toEqual(message);
      }),
    );
  });

  it('keeps groups, values and unknown tags in the order in which they were sent', () => {
    const bytes = answer((w) => {
      token(w.u8(4), 0x44, 'a', encodeText('one'));
      token(w, 0x42, '', encodeText('two'));
      token(w, 0x5e, 'b', Uint8Array.of(0xde, 0xad));
      token(w, 0x13, 'c', empty);
      w.u8(4).u8(3);
    });
    expect(messageFrom(bytes).groups).toEqual([
      {
        tag: 4,
        attributes: [
          {
            name: 'a',
            values: [
              { is: 'text', tag: 0x44, value: 'one' },
              { is: 'text', tag: 0x42, value: 'two' },
            ],
          },
          { name: 'b', values: [{ is: 'unknown', tag: 0x5e, value: Uint8Array.of(0xde, 0xad) }] },
          { name: 'c', values: [{ is: 'nothing', tag: 0x13, value: null }] },
        ],
      },
      { tag: 4, attributes: [] },
    ]);
  });

  it('keeps a value whose length does not fit its tag, and still reads the next one', () => {
    const bytes = answer((w) => {
      token(w.u8(4), 0x21, 'short', Uint8Array.of(1, 2, 3));
      token(w, 0x21, 'whole', Uint8Array.of(0xff, 0xff, 0xff, 0xfe)).u8(3);
    });
    expect(messageFrom(bytes).groups[0]?.attributes.map(({ values }) => values[0])).toEqual([
      { is: 'unknown', tag: 0x21, value: Uint8Array.of(1, 2, 3) },
      { is: 'integer', tag: 0x21, value: -2 },
    ]);
  });

  it('takes the first of doubled groups and attributes', () => {
    const message = messageFrom(
      answer((w) => {
        token(w.u8(4), 0x42, 'printer-name', encodeText('first'));
        token(w, 0x42, 'printer-name', encodeText('second'));
        token(w.u8(4), 0x42, 'printer-name', encodeText('third')).u8(3);
      }),
    );
    expect(textOf(findAttribute(message, 4, 'printer-name')?.values[0])).toBe('first');
  });

  it('reads text that is announced as UTF-8 and sent as Latin-1', () => {
    const message = messageFrom(
      answer((w) => {
        token(w.u8(4), 0x41, 'latin', Uint8Array.of(0x42, 0xfc, 0x72, 0x6f));
        token(w, 0x41, 'plain', encodeText('ASCII behind it'));
        token(w, 0x41, 'utf8', encodeText('Büro ✓')).u8(3);
      }),
    );
    expect(['latin', 'plain', 'utf8'].map((name) => textOf(findAttribute(message, 4, name)?.values[0]))).toEqual([
      'Büro',
      'ASCII behind it',
      'Büro ✓',
    ]);
  });

  it('reads long messages like short ones', () => {
    const long = 'x'.repeat(60_000);
    const message = messageFrom(
      answer((w) => {
        token(w.u8(4), 0x41, 'long', encodeText(long));
        token(w, 0x41, 'odd', encodeText('Größe')).u8(3);
      }),
    );
    expect(textOf(findAttribute(message, 4, 'long')?.values[0])).toBe(long);
    expect(textOf(findAttribute(message, 4, 'odd')?.values[0])).toBe('Größe');
  });

  it('reads octets as text without the zero bytes behind', () => {
    expect(textOf({ is: 'octets', tag: 0x30, value: Uint8Array.of(0x61, 0x3d, 0x62, 0, 0) })).toBe('a=b');
  });

  it('nests 64 collections and no more, without a stack that overflows', () => {
    expect(errorOf(nested(64))).toBeUndefined();
    expect(errorOf(nested(65))).toMatchObject({ code: 'too-deep' });
    expect(errorOf(nested(1000))).toMatchObject({ code: 'too-deep' });
  });

  it('refuses a body over 4 MB', () => {
    expect(errorOf(new Uint8Array(4 * 1024 * 1024 + 1))).toMatchObject({ code: 'too-large' });
  });

  it.each([
    ['a value before any group', answer((w) => token(w, 0x44, 'a', empty)), 'group.tag'],
    ['a group with tag 0', answer((w) => w.u8(0)), 'group.tag'],
    ['one more value of no attribute', answer((w) => token(w.u8(4), 0x44, '', empty)), 'attribute.name'],
    ['the end of a collection outside one', answer((w) => token(w.u8(4), 0x37, 'a', empty)), 'attribute.tag'],
    ['a member name outside a collection', answer((w) => token(w.u8(4), 0x4a, 'a', empty)), 'attribute.tag'],
    [
      'a value without member in a collection',
      answer((w) => token(token(w.u8(4), 0x34, 'a', empty), 0x21, '', empty)),
      'collection.member',
    ],
    [
      'a value with a name in a collection',
      answer((w) => token(token(w.u8(4), 0x34, 'a', empty), 0x21, 'x', empty)),
      'collection.member',
    ],
    ['a group within a collection', answer((w) => token(w.u8(4), 0x34, 'a', empty).u8(3)), 'collection.end'],
  ])('%s is an error that names its field', (_, bytes, field) => {
    expect(errorOf(bytes)).toMatchObject({ code: 'bad-value', field });
  });

  it('calls a collection without end truncated', () => {
    expect(errorOf(answer((w) => token(w.u8(4), 0x34, 'a', empty)))).toMatchObject({ code: 'truncated' });
  });
});

const signed = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const octet = fc.nat(255);
const anyText = fc.string({ unit: fc.constantFrom('a', 'Z', '-', '7', ' ', 'ü', '✓', '\u0000'), maxLength: 20 });
const anyName = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'ä'), minLength: 1, maxLength: 16 });
const anyBytes = fc.uint8Array({ maxLength: 12 });
const plainValue: fc.Arbitrary<IppValue> = fc.oneof(
  signed.map((value): IppValue => ({ is: 'integer', tag: valueTags.integer, value })),
  signed.map((value): IppValue => ({ is: 'enum', tag: valueTags.enum, value })),
  fc.boolean().map((value): IppValue => ({ is: 'boolean', tag: valueTags.boolean, value })),
  fc
    .tuple(fc.constantFrom(0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49), anyText)
    .map(([tag, value]): IppValue => ({ is: 'text', tag, value })),
  fc
    .tuple(fc.constantFrom(0x35, 0x36), anyText, anyText)
    .map(([tag, language, text]): IppValue => ({ is: 'localized', tag, value: { language, text } })),
  anyBytes.map((value): IppValue => ({ is: 'octets', tag: valueTags.octetString, value })),
  fc
    .record({
      year: fc.nat(65535),
      month: octet,
      day: octet,
      hour: octet,
      minute: octet,
      second: octet,
      deciSecond: octet,
      direction: fc.constantFrom('+', '-'),
      utcHours: octet,
      utcMinutes: octet,
    })
    .map((value): IppValue => ({ is: 'date-time', tag: valueTags.dateTime, value: { ...value } })),
  fc.tuple(signed, signed, octet).map(
    ([across, along, units]): IppValue => ({
      is: 'resolution',
      tag: valueTags.resolution,
      value: { across, along, units },
    }),
  ),
  fc
    .tuple(signed, signed)
    .map(([lower, upper]): IppValue => ({ is: 'range', tag: valueTags.range, value: { lower, upper } })),
  fc.constantFrom(0x10, 0x12, 0x13).map((tag): IppValue => ({ is: 'nothing', tag, value: null })),
  fc
    .tuple(fc.constantFrom(0x2f, 0x5e, 0x7f, 0xff), anyBytes)
    .map(([tag, value]): IppValue => ({ is: 'unknown', tag, value })),
);
const { attribute: anyAttribute } = fc.letrec<{ attribute: IppAttribute; value: IppValue }>((tie) => ({
  attribute: fc
    .tuple(anyName, fc.array(tie('value'), { minLength: 1, maxLength: 4 }))
    .map(([name, values]) => ({ name, values })),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plainValue,
    fc
      .array(tie('attribute'), { maxLength: 3 })
      .map((value): IppValue => ({ is: 'collection', tag: valueTags.beginCollection, value })),
  ),
}));
