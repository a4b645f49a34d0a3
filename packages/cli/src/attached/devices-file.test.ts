import { readFileSync } from 'node:fs';
import { Fault } from '@quietport/core';
import { describe, expect, it } from 'vitest';
import { parseDevicesFile } from './devices-file.ts';

const good = `# what hangs on the till
devices:
  bar:
    kind: pos-printer
    make-and-model: EPSON TM-U220
    serial: 0815
    uuid: 6BA7B810-9dad-41d1-80b4-00c04fd430c8
    name: Bar
    location: behind the counter
    info: 76 mm
    geo-location: geo:52.5,-13.4
    port: /dev/ttyS0
    uris: [socket://192.0.2.9, "ipp://[fe80::1]:631/ipp/print"]
  sign:
    kind: other
    make-and-model: Sign 1
    uris: http://192.0.2.10/
`;

async function failure(text: string): Promise<string> {
  const read = parseDevicesFile(text, 'till.yaml');
  const error = await read.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Fault)) throw new Error(`not refused: ${JSON.stringify(await read)}`);
  expect(error).toMatchObject({ code: 'announce/bad-devices', exit: 2 });
  return error.text;
}

describe('a list of attached devices', () => {
  it('gives each device with its fields, and digits as they were written', async () => {
    expect(await parseDevicesFile(good, 'till.yaml')).toEqual([
      {
        key: 'bar',
        kind: 'pos-printer',
        makeAndModel: 'EPSON TM-U220',
        serial: '0815',
        uuid: '6BA7B810-9dad-41d1-80b4-00c04fd430c8',
        name: 'Bar',
        location: 'behind the counter',
        info: '76 mm',
        geoLocation: 'geo:52.5,-13.4',
        port: '/dev/ttyS0',
        uris: ['socket://192.0.2.9', 'ipp://[fe80::1]:631/ipp/print'],
      },
      { key: 'sign', kind: 'other', makeAndModel: 'Sign 1', uris: ['http://192.0.2.10/'] },
    ]);
  });

  it('as the documents show it is read', async () => {
    const page = readFileSync(new URL('../../../../docs/how-to/attached-devices.md', import.meta.url), 'utf8');
    const [, list = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    expect(await parseDevicesFile(list, 'page')).toMatchObject([
      { key: 'bar', kind: 'pos-printer', port: '/dev/ttyS0' },
    ]);
  });

  const device = (lines: string) => `devices:\n  bar:\n    kind: printer\n    make-and-model: A B\n${lines}`;

  it.each([
    [
      'an unknown field',
      device('    seriel: X\n'),
      /^The devices in till\.yaml.*line 5, column 5: there is no field "seriel"; did you mean "serial"\?/,
    ],
    [
      'a wrong kind',
      'devices:\n  bar:\n    kind: toaster\n    make-and-model: A\n',
      /line 3, column 11: kind does not take "toaster": one of printer/,
    ],
    [
      'a missing field',
      'devices:\n  bar:\n    kind: printer\n',
      /line 2, column 3: bar has no make-and-model: the maker/,
    ],
    ['a device without fields', 'devices:\n  bar:\n', /line 2, column 7: here should stand the fields of bar/],
    ['no devices', 'devices:\n', /line 1, column 9: here should stand a name for each device/],
    ['a doubled device', `${good}  bar:\n    kind: other\n`, /line 18, column \d+: .*unique/i],
    ['something else at the margin', `${good}more: 1\n`, /line 18, column 1: only "devices:" stands at the margin/],
    ['a list in place of names', 'devices:\n  - kind: printer\n', /line 2, column 3: here should stand a name/],
    ['no YAML', 'devices: [', /line 1, column \d+/],
    ['nothing', '', /line 1, column 1: here should stand "devices:"/],
    ['a wrong UUID', device('    uuid: 1234\n'), /line 5, column 11: uuid does not take "1234"/],
    ['a port that is no path', device('    port: COM1\n'), /port does not take "COM1": the path of a port/],
    ['a place that is none', device('    geo-location: here\n'), /geo:LATITUDE/],
    ['a password in a way', device('    uris: ipp://ada:x@192.0.2.9/\n'), /uris does not take .* without passwords/],
    ['a list for one text', device('    name: [a, b]\n'), /name takes one text/],
    ['a field without a value', device('    name:\n'), /name takes one text/],
    ['control characters', device('    name: "a\\u0007b"\n'), /name does not take/],
    ['more bytes than IPP has', device(`    name: ${'ü'.repeat(64)}\n`), /name does not take .*127 bytes/],
    ['a key that is none', 'devices:\n  "a b":\n    kind: printer\n', /line 2, column 3: a device goes by letters/],
    [
      'too many',
      `devices:\n${Array.from({ length: 256 }, (_, i) => `  d${i}: {kind: other, make-and-model: A}\n`).join('')}`,
      /256 devices: 255 at most/,
    ],
    ['too long a file', ' '.repeat(1_000_001), /too long/],
  ])('with %s is refused, and says where and what would be right', async (_, text, words) => {
    expect(await failure(text)).toMatch(words);
  });
});
