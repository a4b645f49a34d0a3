import { describe, expect, it } from 'vitest';
import { booleanOf, collectionOf, enumOf, integers, octetsOf, rangeOf, resolutionOf, text } from './attribute.ts';
import { type IppAttribute, type IppValue, valueTags } from './codec-message.ts';
import { attributesOf, textIn } from './queue-values.ts';

function one(name: string, ...values: readonly IppValue[]): IppAttribute {
  return { name, values };
}

const nothing = (tag: number): IppValue => ({ is: 'nothing', tag, value: null });

describe('attributes of IPP as plain values', () => {
  it('are numbers, texts, booleans, bytes, maps and arrays, each by its kind', () => {
    const read = attributesOf([
      one('printer-state', enumOf(3)),
      integers('pages-per-minute', 20),
      text('printer-location', valueTags.text, 'Room 1'),
      one('printer-is-accepting-jobs', booleanOf(true)),
      one('x-octets', octetsOf('ab')),
      one('x-range', rangeOf(1, 9)),
      one('x-resolution', resolutionOf(600)),
      one('x-collection', collectionOf(integers('a', 1), text('b', valueTags.keyword, 'x', 'y'))),
      one('x-language', { is: 'localized', tag: valueTags.textWithLanguage, value: { language: 'de', text: 'Büro' } }),
    ]);
    expect(read).toEqual({
      'printer-state': 3,
      'pages-per-minute': 20,
      'printer-location': 'Room 1',
      'printer-is-accepting-jobs': true,
      'x-octets': Uint8Array.of(0x61, 0x62),
      'x-range': [1, 9],
      'x-resolution': [600, 600, 3],
      'x-collection': { a: 1, b: ['x', 'y'] },
      'x-language': 'Büro',
    });
  });

  it('are an array even of one where the standard has 1setOf, and of any name with several values', () => {
    const read = attributesOf([
      text('printer-state-reasons', valueTags.keyword, 'none'),
      integers('marker-levels', 50),
      integers('x-unknown', 1, 2),
      one('printer-resolution-supported', resolutionOf(300)),
    ]);
    expect(read).toEqual({
      'printer-state-reasons': ['none'],
      'marker-levels': [50],
      'x-unknown': [1, 2],
      'printer-resolution-supported': [[300, 300, 3]],
    });
  });

  it('are null where the printer knows no value, and absent where it has no such attribute', () => {
    const read = attributesOf([
      one('printer-geo-location', nothing(valueTags.unknown)),
      one('marker-levels', nothing(valueTags.noValue)),
      one('x-unsupported', nothing(valueTags.unsupported)),
      one('x-empty'),
      one('x-strange', { is: 'unknown', tag: 0x6f, value: Uint8Array.of(1) }),
    ]);
    expect(read).toEqual({ 'printer-geo-location': null, 'marker-levels': null });
  });

  it('have dates in the form of RFC 3339', () => {
    const at = { year: 2026, month: 3, day: 1, hour: 9, minute: 5, second: 7, deciSecond: 0 };
    const date = (more: object) =>
      attributesOf([one('x', { is: 'date-time', tag: valueTags.dateTime, value: { ...at, ...more } as never })])['x'];
    expect(date({ direction: '+', utcHours: 0, utcMinutes: 0 })).toBe('2026-03-01T09:05:07Z');
    expect(date({ direction: '-', utcHours: 5, utcMinutes: 30, deciSecond: 4 })).toBe('2026-03-01T09:05:07.4-05:30');
  });

  it('keep the first of doubled ones, and take no name for the prototype', () => {
    const read = attributesOf([
      text('a', valueTags.text, 'first'),
      text('a', valueTags.text, 'second'),
      text('__proto__', valueTags.text, 'x'),
    ]);
    expect(Object.entries(read)).toEqual([['a', 'first']]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  it('give their text whatever it was sent as', () => {
    const read = { a: 'x', b: ['y', 'z'], c: Uint8Array.of(0x77), d: 5 };
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => textIn(read, name))).toEqual(['x', 'y', 'w', undefined, undefined]);
  });
});
