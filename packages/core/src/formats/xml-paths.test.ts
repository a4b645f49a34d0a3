import { describe, expect, it } from 'vitest';
import { encodeText } from '../bytes/text.ts';
import { decodeXml, findOf, type XmlElement } from './xml.ts';
import { plainXml, readQname, xmlFields, xmlPaths } from './xml-paths.ts';

const TEXT =
  '<?xml version="1.0"?><a:r xmlns:a="urn:1" xmlns="urn:0" v="2"><m><n>x</n></m><m xmlns:b="urn:2"><n k="ü">b:y z</n><o/></m></a:r>';
const bytes = encodeText(TEXT);
const root: XmlElement = (() => {
  const decoded = decodeXml(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
})();

describe('the paths of a document', () => {
  it('name each element, with a number among brothers of one name', () => {
    expect([...xmlPaths(root).values()]).toEqual(['r', 'r.m[0]', 'r.m[0].n', 'r.m[1]', 'r.m[1].n', 'r.m[1].o']);
  });

  it('are those of its fields, and each field stands at its bytes', () => {
    const fields = xmlFields(root);
    expect(fields.map(({ path, text }) => [path, text])).toEqual([
      ['r', 'urn:1'],
      ['r@v', '2'],
      ['r.m[0].n', 'x'],
      ['r.m[1].n', 'b:y z'],
      ['r.m[1].n@k', 'ü'],
      ['r.m[1].o', ''],
    ]);
    const { offset, length } = fields[3]!;
    expect(new TextDecoder().decode(bytes.subarray(offset, offset + length))).toBe('<n k="ü">b:y z</n>');
    expect(plainXml(root)).toMatchObject({ element: 'r', attributes: { v: '2' }, children: [{ element: 'm' }, {}] });
  });

  it('names in text take the prefix that holds where they stand', () => {
    const [, second] = root.children;
    const scope = [root, second!, findOf(second!, 'n')!];
    expect(readQname('b:y', scope)).toEqual({ namespace: 'urn:2', local: 'y' });
    expect(readQname('z', scope)).toEqual({ namespace: 'urn:0', local: 'z' });
    expect(readQname('b:y', [root])).toEqual({ namespace: '', local: 'y' });
  });
});
