import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../bytes/text.ts';
import { allOf, childOf, decodeXml, escapeXml, findOf, type XmlElement } from './xml.ts';

function xml(text: string): XmlElement {
  const decoded = decodeXml(encodeText(text));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return decoded.value;
}

const failure = (text: string) => {
  const decoded = decodeXml(encodeText(text));
  return decoded.ok ? undefined : decoded.error;
};

describe('an XML document', () => {
  it('gives names apart from their prefixes, and the place of each element in bytes', () => {
    const text = '<?xml version="1.0"?>\n<a:x xmlns:a="urn:one" k="ä"><a:y>drücken</a:y><z a:n="1"/></a:x>';
    const root = xml(text);
    expect([root.local, root.namespace, root.attributes['k']]).toEqual(['x', 'urn:one', 'ä']);
    const y = childOf(root, 'y')!;
    expect(y.text).toBe('drücken');
    const bytes = encodeText(text);
    expect(new TextDecoder().decode(bytes.subarray(y.offset, y.offset + y.length))).toBe('<a:y>drücken</a:y>');
    const z = findOf(root, 'z')!;
    expect(new TextDecoder().decode(bytes.subarray(z.offset, z.offset + z.length))).toBe('<z a:n="1"/>');
    expect(z.attributes['a:n']).toBe('1');
    expect([...allOf(root, 'y')]).toEqual([y]);
  });

  it('keeps equal names of different namespaces apart, and text as text', () => {
    const root = xml('<r xmlns="urn:1" xmlns:b="urn:2"><v>007</v><b:v>7</b:v><c><![CDATA[<&>]]></c></r>');
    expect(root.children.map(({ namespace, text }) => [namespace, text])).toEqual([
      ['urn:1', '007'],
      ['urn:2', '7'],
      ['urn:1', '<&>'],
    ]);
  });

  it('refuses a document type, so that no entity is ever defined or fetched', () => {
    const laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>';
    expect(failure(laughs)).toMatchObject({ code: 'bad-value', field: expect.stringContaining('document type') });
    expect(failure('<!DOCTYPE l SYSTEM "file:///etc/passwd"><l/>')).toMatchObject({ code: 'bad-value' });
    expect(failure('<l>&unknown;</l>')).toMatchObject({ code: 'bad-value' });
  });

  it('is bounded in depth, number and size', () => {
    expect(failure('<a>'.repeat(65))?.code).toBe('too-deep');
    expect(failure(`<a>${'<b/>'.repeat(50_001)}</a>`)?.code).toBe('too-large');
    expect(failure(`<a>${' '.repeat(4 * 1024 * 1024)}</a>`)?.code).toBe('too-large');
  });

  it('reads the charset that the document names', () => {
    const latin = Uint8Array.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00e4</a>', (sign) =>
      sign.charCodeAt(0),
    );
    const decoded = decodeXml(latin);
    expect(decoded.ok && decoded.value.text).toBe('ä');
  });

  it('reads on where a name is no UTF-8, and every place stays inside of the bytes', () => {
    const head = encodeText('<a><n>B');
    const bytes = Uint8Array.from([...head, 0xfc, 0xff, ...encodeText('ro</n><m>1</m></a>')]);
    const decoded = decodeXml(bytes);
    if (!decoded.ok) throw new Error(decoded.error.code);
    expect(childOf(decoded.value, 'n')?.text).toBe('Büÿro');
    const m = childOf(decoded.value, 'm')!;
    expect(new TextDecoder().decode(bytes.subarray(m.offset, m.offset + m.length))).toBe('<m>1</m>');
    const marked = decodeXml(Uint8Array.of(0xef, 0xbb, 0xbf, ...encodeText('<a><m>1</m></a>')));
    expect(marked.ok && childOf(marked.value, 'm')?.offset).toBe(6);
  });

  it('is total', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(encodeText)), (bytes) => {
        const decoded = decodeXml(bytes);
        expect(decoded.ok || decoded.error.code).toBeTruthy();
      }),
    );
    expect(failure('<a><b></a>')).toMatchObject({ code: 'bad-value' });
    expect(failure('<a>')).toMatchObject({ code: 'bad-value' });
    expect(failure('')).toBeDefined();
  });

  it('reads back whatever text was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const back = xml(`<a>${escapeXml(text)}</a>`).text;
        // line ends become one kind (section 2.11), and what XML cannot hold a sign for it
        const held = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
        expect(back).toBe(held.replace(/\r\n?/g, '\n').trim());
      }),
    );
  });
});
