import { describe, expect, test } from 'vitest';
import { formatSingle, formsOf, ownForm } from './single.ts';

const device = {
  schema: 'quietport/device@1',
  id: 'abcd',
  mac: null,
  ports: [{ port: 9100, open: true, name: 'a,b' }],
};

describe('the forms of one thing', () => {
  test('a document has all forms, and a command without one those that it names', () => {
    expect(formsOf(['table', 'json'])).toEqual(['table', 'json', 'wide', 'ndjson', 'csv', 'name']);
    expect(formsOf(['table', 'wide', 'json', 'ndjson', 'csv', 'name', 'sarif'])).toHaveLength(7);
    expect(formsOf(['table', 'ndjson'])).toEqual(['table', 'ndjson']);
    expect(formsOf([])).toEqual([]);
  });

  test('the command is asked for what it makes itself', () => {
    expect(ownForm(['table', 'json'], 'wide')).toBe('table');
    expect(ownForm(['table', 'json'], 'csv')).toBe('json');
    expect(ownForm(['table', 'json', 'csv'], 'csv')).toBe('csv');
  });

  test('ndjson is the document on one line, csv a line a value, name what it is called', () => {
    expect(formatSingle(device, 'ndjson', true)).toBe(`${JSON.stringify(device)}\n`);
    expect(JSON.parse(formatSingle(device, 'json', true))).toEqual(device);
    const lines = [
      'schema,quietport/device@1',
      'id,abcd',
      'mac,',
      'ports.0.port,9100',
      'ports.0.open,true',
      'ports.0.name,"a,b"',
    ];
    expect(formatSingle(device, 'csv', true)).toBe(['field,value', ...lines, ''].join('\r\n'));
    expect(formatSingle(device, 'csv', false)).toBe([...lines, ''].join('\r\n'));
    expect(formatSingle(device, 'name', true)).toBe('abcd\n');
  });

  test('a name is that of the device, of each of several, or what was asked', () => {
    expect(formatSingle({ device: { id: 'abcd' } }, 'name', true)).toBe('abcd\n');
    expect(formatSingle({ devices: [{ id: 'a' }, { device: 'b' }] }, 'name', true)).toBe('a\nb\n');
    expect(formatSingle({ query: { text: '631/tcp' } }, 'name', true)).toBe('631/tcp\n');
    expect(formatSingle({ schema: 'x' }, 'name', true)).toBe('');
  });
});
