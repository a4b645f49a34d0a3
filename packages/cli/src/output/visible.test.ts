import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible } from './visible.ts';

describe('visible', () => {
  it('shows controls instead of sending them', () => {
    expect(visible('a\x1b[31mb\x07\n\x9b0m')).toBe('a\\x1b[31mb\\x07\\n\\x9b0m');
  });

  it('shows bidi controls and invisible characters', () => {
    expect(visible('exe\u202egnp\u2066\u200b\ufeff')).toBe('exe\\u{202e}gnp\\u{2066}\\u{200b}\\u{feff}');
  });

  it('leaves readable text of any script as it is', () => {
    for (const text of ['EPSON ET-2850', '受付プリンター', 'Büro', 'پرینتر', '👩‍💻']) expect(visible(text)).toBe(text);
  });

  it('leaves nothing that a terminal would obey, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(visible(text)),
      ),
    );
  });
});
