import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { childOf, decodeXml, type XmlElement } from '../../formats/xml.ts';
import { xmlPaths } from '../../formats/xml-paths.ts';

/** A text of the document and the path of its element. */
export interface EsclText {
  readonly text: string;
  readonly path: string;
}

/** ScannerCapabilities or ScannerStatus (Mopria eSCL Technical Specification, sections 6 and 9). */
export interface EsclDocument {
  readonly is: 'capabilities' | 'status';
  /** The elements directly below the root, by local name; of equal ones the first. */
  readonly texts: ReadonlyMap<string, EsclText>;
  /** Where it can take paper or pictures from: `Platen`, `Adf`, `Camera`. */
  readonly inputs: readonly string[];
  readonly root: XmlElement;
  readonly paths: ReadonlyMap<XmlElement, string>;
}

/** Another document is another protocol, whatever its elements are called. */
export function decodeEscl(bytes: Uint8Array): Decoded<EsclDocument> {
  return decoding(bytes, () => {
    const decoded = decodeXml(bytes);
    if (!decoded.ok) throw new DecodeError(decoded.error.code, decoded.error.offset, decoded.error.field);
    const root = decoded.value;
    const is = roots[root.local];
    if (is === undefined || root.namespace !== ESCL) throw new DecodeError('bad-magic', 0, 'xml');
    const paths = xmlPaths(root);
    const texts = new Map<string, EsclText>();
    for (const child of root.children) {
      if (child.text === '' || texts.has(child.local)) continue;
      texts.set(child.local, { text: child.text, path: paths.get(child)! });
    }
    const inputs = ['Platen', 'Adf', 'Camera'].filter((name) => childOf(root, name) !== undefined);
    return { is, texts, inputs, root, paths };
  });
}

const roots: Readonly<Record<string, EsclDocument['is']>> = {
  ScannerCapabilities: 'capabilities',
  ScannerStatus: 'status',
};

export const ESCL = 'http://schemas.hp.com/imaging/escl/2011/05/03';
export const PWG = 'http://www.pwg.org/schemas/2010/12/sm';
