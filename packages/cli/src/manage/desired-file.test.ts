import { describe, expect, it } from 'vitest';
import { readDesired } from './desired-file.ts';

describe('a file of desired states', () => {
  it('has devices and groups; what a device says itself counts more', () => {
    const text = `
groups:
  bar:
    devices: [till-1, 00123]
    location: Bar
    info: null
devices:
  till-1:
    name: Till 1
    location: "Bar, left"
`;
    expect(readDesired(text, 'x.yaml')).toEqual([
      { id: 'till-1', values: { location: 'Bar, left', info: null, name: 'Till 1' } },
      { id: '00123', values: { location: 'Bar', info: null } },
    ]);
  });

  it.each([
    ['devices:\n  till:\n    colour: red\n', 3, 'there is no "colour"'],
    ['devices:\n  till:\n    name: 7\n', 3, 'the name is no text'],
    ['devices:\n  till:\n    name: [a]\n', 3, 'the name is no text'],
    ['devices:\n  till:\n', 2, '"till" has nothing in it'],
    ['printers:\n  a: b\n', 1, 'neither devices nor groups'],
    ['groups:\n  bar:\n    location: x\n', 2, 'no list of devices'],
    ['groups:\n  a: {devices: [x], name: A}\n  b: {devices: [x], name: B}\n', 3, 'two groups of "x"'],
    ['devices:\n  a:\n    name: x\n  a:\n    name: y\n', 4, 'unique'],
    ['devices: [\n', 2, ''],
    ['', 1, 'no devices'],
    ['devices: {}\n', 1, 'names no device'],
  ])('that is wrong is refused with its line: %j', (text, line, detail) => {
    expect(() => readDesired(text, 'x.yaml')).toThrow(new RegExp(`x\\.yaml, line ${line}: .*${detail}`));
  });
});
