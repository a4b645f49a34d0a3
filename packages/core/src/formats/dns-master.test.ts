import { describe, expect, it } from 'vitest';
import { encodeText } from '../bytes/text.ts';
import { formatMasterRecord } from './dns-master.ts';

const line = (owner: readonly string[], data: Parameters<typeof formatMasterRecord>[0]['data']) =>
  formatMasterRecord({ owner, data }, 600);

describe('a record of a master file', () => {
  it('escapes in labels what means something there, and every byte that is no graphic ASCII', () => {
    expect(line(['Büro 3. (links); "A"@$\\', '_ipp', '_tcp'], { is: 'srv', port: 631, target: ['desk'] })).toBe(
      'B\\195\\188ro\\0323\\.\\032\\(links\\)\\;\\032\\"A\\"\\@\\$\\\\._ipp._tcp 600 IN SRV 0 0 631 desk',
    );
    expect(line([], { is: 'ptr', target: [] })).toBe('@ 600 IN PTR @');
  });

  it('writes strings one a line, with blanks as they are', () => {
    const strings = ['txtvers=1', 'note=2nd "floor"', 'bin=\u0001\\ü'].map((text) => encodeText(text));
    expect(line(['a'], { is: 'txt', strings })).toBe(
      'a 600 IN TXT (\n    "txtvers=1"\n    "note=2nd \\"floor\\""\n    "bin=\\001\\\\\\195\\188" )',
    );
    expect(line(['a'], { is: 'txt', strings: [] })).toBe('a 600 IN TXT ""');
  });

  it('tells the two kinds of addresses apart', () => {
    expect(line(['a'], { is: 'address', address: '192.0.2.1' })).toBe('a 600 IN A 192.0.2.1');
    expect(line(['a'], { is: 'address', address: '2001:db8::1' })).toBe('a 600 IN AAAA 2001:db8::1');
  });

  it('refuses what no server would take', () => {
    expect(() => line([''], { is: 'ptr', target: [] })).toThrow(RangeError);
    expect(() => line(['x'.repeat(64)], { is: 'ptr', target: [] })).toThrow(RangeError);
    expect(() => line(['a'], { is: 'txt', strings: [new Uint8Array(256)] })).toThrow(RangeError);
  });
});
