import type { Field } from '../bytes/field.ts';
import type { XmlElement } from './xml.ts';

/**
 * A name for each element of a document: local names from the root down, with a number where several brothers have the
 * same one (`Probe.Types`, `ProbeMatch[1].XAddrs`). They hold in one document, whatever its prefixes.
 */
export function xmlPaths(root: XmlElement): ReadonlyMap<XmlElement, string> {
  const paths = new Map<XmlElement, string>();
  const name = (element: XmlElement, path: string): void => {
    paths.set(element, path);
    const counts = new Map<string, number>();
    for (const { local } of element.children) counts.set(local, (counts.get(local) ?? 0) + 1);
    const seen = new Map<string, number>();
    for (const child of element.children) {
      const place = seen.get(child.local) ?? 0;
      seen.set(child.local, place + 1);
      const index = counts.get(child.local) === 1 ? '' : `[${place}]`;
      name(child, `${path}.${child.local}${index}`);
    }
  };
  name(root, root.local);
  return paths;
}

/**
 * The document as a person reads it: the root with its namespace, then every element that holds text, and every
 * attribute that is no declaration, as `path@name`. An attribute stands where its element does.
 */
export function xmlFields(root: XmlElement, paths: ReadonlyMap<XmlElement, string> = xmlPaths(root)): Field[] {
  const fields: Field[] = [];
  for (const [element, path] of paths) {
    const { offset, length, text, attributes } = element;
    const shown = element === root && text === '' ? element.namespace : text;
    if (element === root || text !== '' || element.children.length === 0)
      fields.push({ path, offset, length, text: shown, confidence: 'spec' });
    for (const [name, value] of Object.entries(attributes)) {
      if (isDeclaration(name, attributes)) continue;
      fields.push({ path: `${path}@${name}`, offset, length, text: value, confidence: 'spec' });
    }
  }
  return fields;
}

/** The document as plain JSON: text alone where an element holds nothing else. */
export function plainXml(element: XmlElement): unknown {
  const { local, attributes, children, text } = element;
  const own = Object.fromEntries(Object.entries(attributes).filter(([name]) => !isDeclaration(name, attributes)));
  return {
    element: local,
    ...(Object.keys(own).length === 0 ? {} : { attributes: own }),
    ...(text === '' ? {} : { text }),
    ...(children.length === 0 ? {} : { children: children.map(plainXml) }),
  };
}

/**
 * A name that stands in text, with the prefix that holds at its element (Namespaces in XML 1.0, section 6); `scope` are
 * the elements around it, the root first. Without a declaration there is no namespace.
 */
export function readQname(text: string, scope: readonly XmlElement[]): { namespace: string; local: string } {
  const [prefix, local] = text.includes(':') ? (text.split(':', 2) as [string, string]) : ['', text];
  const name = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  const declared = scope.findLast(({ attributes }) => attributes[name] !== undefined);
  return { namespace: declared?.attributes[name] ?? '', local };
}

/** A declaration, or the second name of an attribute with a prefix. */
function isDeclaration(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (name === '' || name.includes(':') || name === 'xmlns') return true;
  return attributes[`xmlns:${name}`] !== undefined;
}
