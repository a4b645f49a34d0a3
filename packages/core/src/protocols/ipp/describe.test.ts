import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { encodeText } from '../../bytes/text.ts';
import { collectionOf, integers, text } from './attribute.ts';
import { claimsOf } from './claims.ts';
import { decodeIpp } from './codec.ts';
import { encodeIpp } from './codec-encode.ts';
import { type IppAttribute, valueTags } from './codec-message.ts';
import { describeIpp } from './describe.ts';

const golden = goldenOf('ipp');
const printerAnswer = (attributes: readonly IppAttribute[]) =>
  encodeIpp({
    version: 0x0200,
    code: 0,
    requestId: 7,
    groups: [{ tag: 4, attributes }],
    ended: true,
    data: new Uint8Array(),
  });
const textAt = (bytes: Uint8Array, path: string) => describeIpp(bytes).fields.find((field) => field.path === path);

describe('an IPP message for people', () => {
  it.each(golden)('$name: every field lies within the packet and paths are unique', ({ bytes }) => {
    const { fields } = describeIpp(bytes);
    for (const { offset, length } of fields) expect(offset + length).toBeLessThanOrEqual(bytes.length);
    expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length);
  });

  it.each(golden)('$name: every claim names a field that stands in the packet', ({ bytes }) => {
    const decoded = decodeIpp(bytes);
    const paths = describeIpp(bytes).fields.map(({ path }) => path);
    const claims = decoded.ok ? claimsOf(decoded.value, { service: 'ipp', port: 631, resource: 'ipp/print' }) : [];
    expect(claims.length).toBeGreaterThan(0);
    for (const { path } of claims) expect(paths).toContain(path);
  });

  it('names values by group, attribute, place and member', () => {
    const bytes = printerAnswer([
      integers('marker-levels', 27, 99, 83),
      {
        name: 'media-col-ready',
        values: [collectionOf({ name: 'media-size', values: [collectionOf(integers('x-dimension', 21000))] })],
      },
      text('printer-name', valueTags.name, 'first'),
      text('printer-name', valueTags.name, 'second'),
    ]);
    expect(textAt(bytes, 'printer.marker-levels[2]')?.text).toBe('83');
    expect(textAt(bytes, 'printer.media-col-ready.media-size.x-dimension')?.text).toBe('21000');
    expect(textAt(bytes, 'printer.printer-name')?.text).toBe('first');
    expect(textAt(bytes, 'printer.printer-name~2')?.text).toBe('second');
  });

  it('covers the bytes of the value itself', () => {
    const bytes = printerAnswer([text('printer-location', valueTags.text, 'Study')]);
    const field = textAt(bytes, 'printer.printer-location');
    expect(bytes.subarray(field!.offset, field!.offset + field!.length)).toEqual(encodeText('Study'));
  });

  it('tells a request from an answer with the same number', () => {
    const request = golden.find(({ name }) => name === 'request-empty-group')!;
    expect(textAt(request.bytes, 'code')?.text).toBe('0x000b Get-Printer-Attributes');
    const answer = golden.find(({ name }) => name === 'version-not-supported')!;
    expect(textAt(answer.bytes, 'code')?.text).toBe('0x0503 server-error-version-not-supported');
  });

  it('says why bytes are no message', () => {
    expect(describeIpp(Uint8Array.of(2, 0, 0))).toEqual({
      ok: false,
      error: { code: 'truncated', offset: 3, field: 'message.header' },
      fields: [],
    });
  });
});
