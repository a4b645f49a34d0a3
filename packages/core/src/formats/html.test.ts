import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHex } from '../bytes/hex.ts';
import { encodeText } from '../bytes/text.ts';
import { elementsOf, hasClass, readHtml, visibleText } from './html.ts';
import type { HtmlElement } from './html-tree.ts';

const read = (text: string) => readHtml(encodeText(text));
const all = (page: string | Uint8Array, name: string, type?: string) => {
  const { root } = typeof page === 'string' ? read(page) : readHtml(page, type);
  return [...elementsOf(root, (element) => element.name === name)];
};
const titleOf = (bytes: Uint8Array, type?: string) => visibleText(all(bytes, 'title', type)[0]!);
const shape = ({ name, children }: HtmlElement): string =>
  `${name}(${children.map((child) => ('name' in child ? shape(child) : '.')).join('')})`;

describe('pages of devices', () => {
  it('elements with their attributes, quoted either way or not at all', () => {
    const [img] = all(`<IMG class='color' Src="a.png" height=13 alt>`, 'img');
    expect({ ...img!.attributes }).toEqual({ class: 'color', src: 'a.png', height: '13', alt: '' });
    expect(img).toMatchObject({ offset: 0, length: 45 });
    expect(hasClass(all('<p class="a  b">', 'p')[0]!, 'b')).toBe(true);
  });

  it.each([
    ['list items that nobody closed', '<ul><li>a<li>b</ul>c', '#page(ul(li(.)li(.)).)'],
    ['cells and rows likewise', '<table><tr><td>a<td>b<tr><td>c</table>', '#page(table(tr(td(.)td(.))tr(td(.))))'],
    ['a list inside an item', '<ul><li><ul><li>a</ul><li>b</ul>', '#page(ul(li(ul(li(.)))li(.)))'],
    ['terms and their values', '<dl><dt>a<dd>b<dt>c</dl>', '#page(dl(dt(.)dd(.)dt(.)))'],
    ['an end that ends nothing', '</div><p>a</b></p>', '#page(p(.))'],
    ['an end inside a cell ends nothing outside of it', '<div><table><tr><td></div>a', '#page(div(table(tr(td(.)))))'],
    ['comments, with tags in them', '<!--a<b>--><p><!-- never closed <p>', '#page(p())'],
    ['what begins like a comment', '<!DOCTYPE x><?xml?></ p><p>', '#page(p())'],
    ['a lone angle', 'a < b', '#page(...)'],
    ['a tag that the page ends in', 'a<p class="b', '#page(.)'],
  ])('%s', (_, text, wanted) => {
    expect(shape(read(text).root)).toBe(wanted);
  });

  it('passes scripts over, whatever stands in them, and takes no markup in a title', () => {
    const page = `<script>document.write("<title>no</title>")</script><title>A&amp;B <b>C</b></title><style>p{}</style><p>x`;
    expect(visibleText(read(page).root)).toBe('A&B <b>C</b> x');
    expect(all(page, 'title')).toHaveLength(1);
    expect(visibleText(read('<p>a<script>never closed <p>b').root)).toBe('a');
  });

  it('knows numbers and the usual names of characters, and leaves others as they stand', () => {
    expect(visibleText(read('&nbsp;a&nbsp;:&#228;&#xE4;&auml;&B&W &#0;&#xD800;&#x110000;&what;').root)).toBe(
      'a :äää&B&W \ufffd\ufffd\ufffd&what;',
    );
  });

  it('shows no control characters', () => {
    expect(visibleText(read('<p>a\u0000b\u001b[31mc\u0085d\u0007</p>').root)).toBe('a b [31mc d');
  });

  it.each([
    ['a mark in front', 'efbbbf3c7469746c653ec3a43c2f7469746c653e', undefined],
    ['the header', '3c7469746c653e' + 'e4' + '3c2f7469746c653e', 'text/html; charset=ISO-8859-1'],
    [
      'the bytes, against a header that says otherwise',
      '3c7469746c653e' + 'c3a4' + '3c2f7469746c653e',
      'text/html; charset=iso-8859-1',
    ],
    [
      'the bytes, where the header says UTF-8 and they are none',
      '3c7469746c653e' + 'e4' + '3c2f7469746c653e',
      'text/html; charset=utf-8',
    ],
    [
      'the bytes, where the label is nonsense',
      '3c7469746c653e' + 'c3a4' + '3c2f7469746c653e',
      'text/html; charset=no-such',
    ],
    ['UTF-16', 'fffe' + '3c007400690074006c0065003e00' + 'e400' + '3c002f007400690074006c0065003e00', undefined],
  ])('takes the charset from %s', (_, hex, type) => {
    expect(titleOf(parseHex(hex)!, type)).toBe('ä');
  });

  it('reads the charsets of Eastern pages from their meta', () => {
    const meta = (charset: string, hex: string) =>
      Uint8Array.from([
        ...encodeText(`<meta http-equiv="Content-Type" content="text/html; charset=${charset}"><title>`),
        ...parseHex(hex)!,
        ...encodeText('</title>'),
      ]);
    expect(titleOf(meta('Shift_JIS', '8376838a8393835e'))).toBe('プリンタ');
    expect(titleOf(meta('gb2312', 'b4f2d3a1bbfa'))).toBe('打印机');
    expect(titleOf(meta('euc-kr', 'c7c1b8b0c5cd'))).toBe('프린터');
    expect(titleOf(meta('koi8-r', 'f0d2c9ced4c5d2'))).toBe('Принтер');
  });

  it('says where things stand in bytes, not in letters', () => {
    const [p] = all('ä<p>ö</p>', 'p');
    expect(p).toMatchObject({ offset: 2, length: 3, children: [{ offset: 5, length: 2 }] });
    const wide = Uint8Array.from([0xff, 0xfe, 0xe4, 0, 0x3c, 0, 0x70, 0, 0x3e, 0]);
    expect(all(wide, 'p')[0]).toMatchObject({ offset: 4, length: 6 });
  });

  it.each([
    ['open tags', '<a '],
    ['open elements', '<b>'],
    ['angles', '<'],
    ['comments', '<!-'],
    ['quotes', `<a b="c' d='`],
    ['entities', '&#x'],
    ['titles', '<title>'],
    ['scripts', '<script>'],
    ['white space in a tag', '<a                                         '],
  ])('4 MB of %s are read quickly and within bounds', (_, piece) => {
    const bytes = encodeText(piece.repeat(Math.ceil(4_000_000 / piece.length)));
    const started = performance.now();
    const page = readHtml(bytes);
    expect(performance.now() - started).toBeLessThan(4_000);
    let count = 0;
    let deepest = 0;
    const walk = (element: HtmlElement, depth: number): void => {
      count++;
      deepest = Math.max(deepest, depth);
      for (const child of element.children) if ('name' in child) walk(child, depth + 1);
    };
    walk(page.root, 0);
    expect(count).toBeLessThan(70_000);
    expect(deepest).toBeLessThan(200);
  });

  it('gives a tree for any bytes, with every piece inside of them', () => {
    const bits = fc.constantFrom(
      '<',
      '>',
      '<p ',
      '</',
      '"',
      "'",
      '=',
      '<!--',
      '-->',
      '<script>',
      '<title>',
      '</title>',
      '&#',
      'ä',
      ' ',
      'li',
      '<li>',
      '<td>',
      '\0',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.array(bits).map((parts) => encodeText(parts.join(''))),
        ),
        (bytes) => {
          const visit = (element: HtmlElement): void => {
            for (const child of element.children) {
              expect(child.offset + child.length).toBeLessThanOrEqual(bytes.length);
              if ('name' in child) visit(child);
            }
          };
          visit(readHtml(bytes).root);
        },
      ),
    );
  });
});
