import { type Decoded, DecodeError } from '../../bytes/decode-error.ts';
import { decoding } from '../../bytes/decoding.ts';
import { childOf, decodeXml, findOf, type XmlElement } from '../../formats/xml.ts';
import { readQname, xmlPaths } from '../../formats/xml-paths.ts';
import { namespaces, plainNamespace } from './codec-names.ts';

/** A text of the message and the path of the element that holds it. */
export interface Said {
  readonly text: string;
  readonly path: string;
}

/** Types by their whole names, `namespace local`, and where they stand. */
export interface SaidTypes {
  readonly names: readonly string[];
  readonly path: string;
}

/** One endpoint that a Hello, Bye or match tells of. */
export interface Target {
  readonly path: string;
  /** The endpoint reference, `urn:uuid:…` on every device that we know of. */
  readonly endpoint?: Said;
  readonly types: SaidTypes;
  /** URLs, parted by white space. */
  readonly addresses?: Said;
  /** HP's own block beside them, by local names. */
  readonly vendor: ReadonlyMap<string, Said>;
}

/** A service that a device hosts. */
export interface Hosted {
  readonly types: SaidTypes;
  readonly endpoint?: Said;
}

/** What a device tells of itself when it is asked by WS-Transfer Get (DPWS, section 5). */
export interface Metadata {
  readonly host?: Hosted;
  readonly hosted: readonly Hosted[];
  /** ThisDevice and ThisModel by local names; of several languages the first. */
  readonly device: ReadonlyMap<string, Said>;
  readonly model: ReadonlyMap<string, Said>;
}

export type WsdBody =
  | { readonly is: 'probe'; readonly types: SaidTypes; readonly scopes?: Said }
  | { readonly is: 'resolve'; readonly endpoint: string }
  | { readonly is: 'hello' | 'bye' | 'probe-matches' | 'resolve-matches'; readonly targets: readonly Target[] }
  | { readonly is: 'get' }
  | { readonly is: 'metadata'; readonly metadata: Metadata }
  | { readonly is: 'get-scanner-elements' }
  | { readonly is: 'scanner-elements'; readonly elements: ReadonlyMap<string, Said> }
  | { readonly is: 'other'; readonly name: string };

/** One SOAP 1.2 envelope of WS-Discovery (2005/04 or the OASIS edition) or of a WSD device. */
export interface WsdMessage {
  readonly action: string;
  readonly messageId: string;
  readonly relatesTo: string;
  readonly to: string;
  readonly body: WsdBody;
  readonly root: XmlElement;
  readonly paths: ReadonlyMap<XmlElement, string>;
}

/** What is no envelope is another protocol; what the envelope holds may be anything. */
export function decodeWsd(bytes: Uint8Array): Decoded<WsdMessage> {
  return decoding(bytes, () => {
    const decoded = decodeXml(bytes);
    if (!decoded.ok) throw new DecodeError(decoded.error.code, decoded.error.offset, decoded.error.field);
    const root = decoded.value;
    if (root.local !== 'Envelope' || root.namespace !== namespaces.soap) throw new DecodeError('bad-magic', 0, 'xml');
    const paths = xmlPaths(root);
    const header = childOf(root, 'Header');
    const word = (name: string) => addressed(header, name)?.text ?? '';
    const body = childOf(root, 'Body');
    return {
      action: word('Action'),
      messageId: word('MessageID'),
      relatesTo: word('RelatesTo'),
      to: word('To'),
      body: readBody(new Reader(root, paths), body),
      root,
      paths,
    };
  });
}

function addressed(header: XmlElement | undefined, name: string): XmlElement | undefined {
  return header?.children.find(
    ({ local, namespace }) => local === name && plainNamespace(namespace) === namespaces.addressing,
  );
}

function readBody(reader: Reader, body: XmlElement | undefined): WsdBody {
  const first = body?.children[0];
  // a Get has nothing to say (WS-Transfer, section 3.1)
  if (first === undefined) return { is: 'get' };
  const discovery = plainNamespace(first.namespace) === namespaces.discovery;
  const name = `${discovery ? 'discovery' : first.namespace} ${first.local}`;
  switch (name) {
    case 'discovery Probe': {
      const scopes = reader.said(childOf(first, 'Scopes'));
      return { is: 'probe', types: reader.types(first), ...(scopes === undefined ? {} : { scopes }) };
    }
    case 'discovery Resolve':
      return { is: 'resolve', endpoint: reader.endpoint(first)?.text ?? '' };
    case 'discovery Hello':
      return { is: 'hello', targets: [reader.target(first)] };
    case 'discovery Bye':
      return { is: 'bye', targets: [reader.target(first)] };
    case 'discovery ProbeMatches':
      return { is: 'probe-matches', targets: reader.targets(first, 'ProbeMatch') };
    case 'discovery ResolveMatches':
      return { is: 'resolve-matches', targets: reader.targets(first, 'ResolveMatch') };
    case `${namespaces.mex} Metadata`:
      return { is: 'metadata', metadata: readMetadata(reader, first) };
    case `${namespaces.scan} GetScannerElementsRequest`:
      return { is: 'get-scanner-elements' };
    case `${namespaces.scan} GetScannerElementsResponse`:
      return { is: 'scanner-elements', elements: readScanner(reader, first) };
    default:
      return { is: 'other', name: first.local };
  }
}

/** Sections by their dialects: ThisDevice, ThisModel, Relationship. What another section holds is passed over. */
function readMetadata(reader: Reader, metadata: XmlElement): Metadata {
  const sections = metadata.children.filter(({ local }) => local === 'MetadataSection');
  const parts = sections.flatMap(({ children }) =>
    children.filter(({ namespace }) => plainNamespace(namespace) === namespaces.devprof),
  );
  const part = (name: string) => parts.find(({ local }) => local === name);
  const relations = parts.filter(({ local }) => local === 'Relationship').flatMap(({ children }) => children);
  const services = (name: string) => relations.filter(({ local }) => local === name).map((row) => reader.hosted(row));
  const [host] = services('Host');
  return {
    ...(host === undefined ? {} : { host }),
    hosted: services('Hosted'),
    device: reader.texts(part('ThisDevice')),
    model: reader.texts(part('ThisModel')),
  };
}

/** Who the scanner is and what it does, without the long list of what it can. */
function readScanner(reader: Reader, response: XmlElement): ReadonlyMap<string, Said> {
  const named = (name: string) => reader.texts(findOf(response, name));
  return new Map([...named('ScannerDescription'), ...named('ScannerStatus')]);
}

/** Reads elements with their paths, and names in their scopes. */
class Reader {
  readonly #root: XmlElement;
  readonly #paths: ReadonlyMap<XmlElement, string>;

  constructor(root: XmlElement, paths: ReadonlyMap<XmlElement, string>) {
    this.#root = root;
    this.#paths = paths;
  }

  path(element: XmlElement): string {
    return this.#paths.get(element)!;
  }

  said(element: XmlElement | undefined): Said | undefined {
    return element === undefined || element.text === '' ? undefined : { text: element.text, path: this.path(element) };
  }

  texts(parent: XmlElement | undefined): ReadonlyMap<string, Said> {
    const texts = new Map<string, Said>();
    for (const child of parent?.children ?? []) {
      const said = this.said(child);
      if (said !== undefined && !texts.has(child.local)) texts.set(child.local, said);
    }
    return texts;
  }

  endpoint(parent: XmlElement): Said | undefined {
    return this.said(childOf(childOf(parent, 'EndpointReference'), 'Address'));
  }

  types(parent: XmlElement): SaidTypes {
    const element = childOf(parent, 'Types');
    if (element === undefined) return { names: [], path: this.path(parent) };
    const scope = scopeOf(this.#root, element) ?? [element];
    const words = element.text.split(/\s+/).filter((word) => word !== '');
    const names = words.slice(0, MOST_TYPES).map((word) => {
      const { namespace, local } = readQname(word, scope);
      return `${plainNamespace(namespace)} ${local}`;
    });
    return { names, path: this.path(element) };
  }

  target(element: XmlElement): Target {
    const endpoint = this.endpoint(element);
    const addresses = this.said(childOf(element, 'XAddrs'));
    return {
      path: this.path(element),
      types: this.types(element),
      vendor: new Map(
        element.children
          .filter(({ namespace }) => isForeign(namespace))
          .flatMap((block) => [...this.texts(block), ...this.texts({ ...element, children: [block] })]),
      ),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(addresses === undefined ? {} : { addresses }),
    };
  }

  targets(parent: XmlElement, name: string): Target[] {
    const matches = parent.children.filter(({ local }) => local === name);
    return matches.slice(0, MOST_TARGETS).map((match) => this.target(match));
  }

  hosted(element: XmlElement): Hosted {
    const endpoint = this.endpoint(element);
    return { types: this.types(element), ...(endpoint === undefined ? {} : { endpoint }) };
  }
}

function isForeign(namespace: string): boolean {
  const plain = plainNamespace(namespace);
  return plain !== namespaces.discovery && plain !== namespaces.addressing;
}

/** The elements from the root down to that one. */
function scopeOf(root: XmlElement, wanted: XmlElement): XmlElement[] | undefined {
  if (root === wanted) return [root];
  // an element that cannot hold the wanted one by its place is not entered
  if (wanted.offset < root.offset || wanted.offset >= root.offset + root.length) return undefined;
  for (const child of root.children) {
    const found = scopeOf(child, wanted);
    if (found !== undefined) return [root, ...found];
  }
  return undefined;
}

const MOST_TYPES = 64;
/** A discovery proxy may tell of many; a datagram that tells of more is no honest one. */
const MOST_TARGETS = 128;
