import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../packages/core/src/protocols/ipp/claims.ts';
import { decodeIpp } from '../../packages/core/src/protocols/ipp/codec.ts';
import { encodeIpp } from '../../packages/core/src/protocols/ipp/codec-encode.ts';
import { findAttribute, numberOf, textOf } from '../../packages/core/src/protocols/ipp/codec-look.ts';
import { groupTags, type IppMessage } from '../../packages/core/src/protocols/ipp/codec-message.ts';
import { describeIpp } from '../../packages/core/src/protocols/ipp/describe.ts';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const rows = readFileSync(new URL('INDEX.tsv', corpus), 'utf8')
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .filter(([path]) => path?.startsWith('ipp/'))
  .map(([path, kind, maker, model, expected]) => ({
    path: path!,
    kind: kind!,
    maker: maker!,
    model: model!,
    expected: JSON.parse(expected!) as Expected,
  }));
const messages = rows.filter(({ kind }) => kind !== 'ipp-text');
const printers = rows.filter(({ kind }) => kind === 'ipp-response' || kind === 'ipp-response-reencoded');
const bytesOf = (path: string) => new Uint8Array(readFileSync(new URL(path, corpus)));
const messageOf = (path: string): IppMessage => {
  const decoded = decodeIpp(bytesOf(path));
  if (!decoded.ok) throw new Error(`${path}: ${JSON.stringify(decoded.error)}`);
  return decoded.value;
};
const valuesOf = (message: IppMessage, name: string) => findAttribute(message, groupTags.printer, name)?.values ?? [];

/** The columns of the index that an IPP answer can be held against. */
interface Expected {
  readonly ippVersion?: string;
  readonly status?: string;
  readonly requestId?: number;
  readonly 'printer-uuid'?: string;
  readonly 'marker-levels'?: readonly number[];
  readonly 'marker-names'?: readonly string[];
  readonly 'printer-state-reasons'?: readonly string[];
  readonly markers?: readonly (readonly [string, number])[];
  readonly pyipp?: { readonly serial: string; readonly version: string };
}

describe('recorded IPP messages', () => {
  it('are as many as the index says, by kind', () => {
    const kinds: Record<string, number> = {};
    for (const { kind } of rows) kinds[kind] = (kinds[kind] ?? 0) + 1;
    // the five texts are other people's print-outs of answers that are here as bytes: nothing to decode
    expect(kinds).toEqual({
      'ipp-response': 9,
      'ipp-response-reencoded': 1,
      'ipp-response-jobs': 1,
      'ipp-response-error': 1,
      'ipp-request': 2,
      'ipp-text': 5,
    });
    for (const { path } of rows) expect(existsSync(new URL(path, corpus))).toBe(true);
  });

  it.each(messages)(
    '$path has the head that the index gives and is encoded again byte by byte',
    ({ path, expected }) => {
      const message = messageOf(path);
      if (expected.ippVersion !== undefined) {
        expect(`${message.version >>> 8}.${message.version & 0xff}`).toBe(expected.ippVersion);
        expect(`0x${message.code.toString(16)}`).toBe(expected.status);
        expect(message.requestId).toBe(expected.requestId);
      }
      expect(Buffer.from(encodeIpp(message)).equals(Buffer.from(bytesOf(path)))).toBe(true);
    },
  );

  it.each(printers)('$path tells maker, model, UUID and supplies', ({ path, maker, model, expected }) => {
    const message = messageOf(path);
    const facts = new Map(
      claimsOf(message).flatMap((claim) => (claim.is === 'fact' ? [[claim.fact, claim.value]] : [])),
    );
    // the index writes HP, and puts some makers' names in front of the model
    const make = facts.get('make')?.replace('Hewlett-Packard', 'HP').toLowerCase();
    expect(make).toBe(maker.toLowerCase());
    expect(model.replace(/^(Canon|Xerox) /, '')).toBe(facts.get('model'));
    expect(facts.get('uuid')).toBe(expected['printer-uuid']?.replace('urn:uuid:', ''));
    if (expected.pyipp !== undefined) {
      expect(facts.get('serial')).toBe(expected.pyipp.serial);
      expect(facts.get('firmware')).toBe(expected.pyipp.version);
    }
    const levels = expected['marker-levels'] ?? expected.markers?.map(([, level]) => level) ?? [];
    const names = expected['marker-names'] ?? expected.markers?.map(([name]) => name) ?? [];
    expect(valuesOf(message, 'marker-levels').map(numberOf)).toEqual(levels);
    expect(valuesOf(message, 'marker-names').map(textOf)).toEqual(names);
    if (expected['printer-state-reasons'] !== undefined)
      expect(valuesOf(message, 'printer-state-reasons').map(textOf)).toEqual(expected['printer-state-reasons']);
  });

  it.each(messages)('$path: every claim names a field, every field lies within the packet', ({ path }) => {
    const bytes = bytesOf(path);
    const { fields } = describeIpp(bytes);
    const paths = new Set(fields.map((field) => field.path));
    expect(paths.size).toBe(fields.length);
    for (const field of fields) expect(field.offset + field.length).toBeLessThanOrEqual(bytes.length);
    for (const claim of claimsOf(messageOf(path))) expect(paths).toContain(claim.path);
  });

  it('reads the serial of a Kyocera from its device ID', () => {
    const claims = claimsOf(messageOf('ipp/Kyocera-ECOSYS-M2040dn-Printer-Attributes.ipp'));
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'serial', value: 'VCF9192281' }));
    expect(claims.find((claim) => claim.is === 'state')).toMatchObject({ word: 'asleep' });
  });

  it('gives an error answer as a status and claims no printer from it', () => {
    const message = messageOf('ipp/get-printer-attributes-error-0x0503.bin');
    expect(message.code).toBe(0x0503);
    expect(claimsOf(message)).toEqual([]);
  });

  it.each(messages)('$path: no cut of it is anything but truncated or without its end', ({ path }) => {
    const bytes = bytesOf(path);
    const step = Math.max(1, Math.floor(bytes.length / 400));
    for (let length = 0; length < bytes.length; length += step) {
      const decoded = decodeIpp(bytes.subarray(0, length));
      if (decoded.ok) expect(decoded.value.ended).toBe(false);
      else expect(decoded.error.code).toBe('truncated');
    }
  });
});
