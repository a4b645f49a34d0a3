import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import { encodeHttpResponse } from '../../formats/http-response.ts';
import { decodeWeb } from './codec.ts';
import { describeWeb } from './describe.ts';

const golden = goldenOf('web');
const bytesOf = (name: string) => golden.find((row) => row.name === name)!.bytes;

describe('responses of a web server', () => {
  it.each(golden.filter(({ name }) => name !== 'upgrade-required'))(
    '$name is encoded again byte by byte',
    ({ bytes }) => {
      const decoded = decodeWeb(bytes);
      if (!decoded.ok) throw new Error(decoded.error.code);
      const { status, fields, body } = decoded.value;
      const headers = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
      expect(formatHex(encodeHttpResponse(status, headers, body))).toBe(formatHex(bytes));
    },
  );

  it.each(golden)('$name: every proper prefix of the head is truncated', ({ bytes }) => {
    const decoded = decodeWeb(bytes);
    if (!decoded.ok) throw new Error(decoded.error.code);
    for (let length = 0; length < decoded.value.bodyOffset; length++)
      expect(decodeWeb(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it.each(golden)('$name: a page that is cut anywhere is a page', ({ bytes }) => {
    const decoded = decodeWeb(bytes);
    if (!decoded.ok) throw new Error(decoded.error.code);
    for (let length = decoded.value.bodyOffset; length < bytes.length; length++)
      expect(decodeWeb(bytes.subarray(0, length)).ok).toBe(true);
  });

  it('shows the fields where they stand', () => {
    const bytes = bytesOf('older-status');
    const { fields } = describeWeb(bytes);
    const shown = (path: string) => {
      const field = fields.find((row) => row.path === path)!;
      return decodeText(bytes.subarray(field.offset, field.offset + field.length));
    };
    expect(shown('status')).toBe('200');
    expect(shown('header.server')).toBe('EPSON_Linux UPnP/1.0 Epson UPnP SDK/1.0');
    expect(shown('title')).toBe('WF-0000 Series');
    expect(shown('tank[0].level')).toBe(`<img class='color' src='../../IMAGE/Ink_K.PNG' height='13'>`);
    expect(shown('row[3].value')).toBe('64:EB:8C:10:20:01');
    expect(fields.find(({ path }) => path === 'row[0].value')?.text).toBe('Druckername: EPSON102001');
    for (const { offset, length } of fields) expect(offset + length).toBeLessThanOrEqual(bytes.length);
  });

  it('reads a head without a body, with its values as they stand', () => {
    expect(describeWeb(bytesOf('upgrade-required'))).toMatchObject({
      ok: true,
      value: { status: 426, headers: { server: 'Epson_IPP-Server/2.0.0' }, bodyBytes: 0 },
    });
  });

  it.each([
    ['another protocol', 'SSH-2.0-x\r\n\r\n', 'bad-magic'],
    ['a status that is no number', 'HTTP/1.1 OK\r\n\r\n', 'bad-magic'],
    ['a line without an end', `HTTP/1.1 200\r\n${'x'.repeat(20_000)}\n\n`, 'too-large'],
    ['headers without an end', `HTTP/1.1 200\r\n${'a: b\r\n'.repeat(500)}\r\n`, 'too-large'],
  ])('%s is an error with its place', (_, text, code) => {
    expect(decodeWeb(encodeText(text))).toMatchObject({ ok: false, error: { code } });
  });

  it('passes over what is no header, and takes bare line feeds', () => {
    const decoded = decodeWeb(encodeText('HTTP/1.0 200 OK\nnonsense\nServer:  debut/1.30 \n\n<title>x</title>'));
    expect(decoded).toMatchObject({
      ok: true,
      value: {
        fields: [{ name: 'server', value: 'debut/1.30', offset: 34, length: 10 }],
        page: { title: { text: 'x' } },
      },
    });
  });

  it('shows text only, whatever a page puts where text belongs', () => {
    const page = `HTTP/1.1 200\r\nserver: x\u0007\r\n\r\n<title><script>alert(1)</script>\u001b[2J</title>`;
    const described = describeWeb(encodeText(page));
    expect(JSON.stringify(described)).not.toMatch(/\\u00(07|1b)/);
    expect(described).toMatchObject({ ok: true, value: { title: '<script>alert(1)</script> [2J' } });
  });

  it('reads any bytes as a response or a reason, and describes them alike', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (tail, head) => {
        const bytes = Uint8Array.from([...(head ? encodeText('HTTP/1.1 200\r\n\r\n<li class=tank>') : []), ...tail]);
        const decoded = decodeWeb(bytes);
        expect(describeWeb(bytes).ok).toBe(decoded.ok);
        if (!decoded.ok) expect(decoded.error.offset).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
