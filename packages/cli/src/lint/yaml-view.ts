import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { Spot } from './spots.ts';

/** A YAML text as its documents, and what is wrong in it. */
export interface YamlText {
  readonly documents: readonly YamlNode[];
  readonly problems: readonly { readonly spot: Spot; readonly detail: string }[];
}

/** Reads YAML (and JSON, which is YAML) without making anything of it: nodes with their places. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const spotOf = (offset: number): Spot => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  // an empty stream is an object with no documents in it
  const all = Array.isArray(parsed) ? parsed : [];
  return {
    documents: all.flatMap((document) =>
      document.errors.length > 0 || document.contents === null
        ? []
        : [new YamlNode(document.contents, { document, spotOf }, 0)],
    ),
    problems: all.flatMap(({ errors: [first] }) =>
      first === undefined ? [] : [{ spot: spotOf(first.pos[0]), detail: first.message.replace(/\.$/, '') }],
    ),
  };
}

interface YamlSetting {
  readonly document: Document;
  spotOf(offset: number): Spot;
}

/** A node of a document. Aliases are followed, merge keys (`<<`) are looked into. */
export class YamlNode {
  readonly #node: Node;
  readonly #setting: YamlSetting;
  readonly #depth: number;

  constructor(node: Node, setting: YamlSetting, depth: number) {
    this.#setting = setting;
    this.#depth = depth;
    this.#node = (isAlias(node) ? node.resolve(setting.document) : node) ?? node;
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  get spot(): Spot {
    return this.#setting.spotOf(this.offset);
  }

  get offset(): number {
    return this.#node.range?.[0] ?? 0;
  }

  /** `!override` */
  get tag(): string | undefined {
    return this.#node.tag;
  }

  /** The text of a scalar, numbers as they are written; nothing for null and for what is no scalar. */
  get text(): string | undefined {
    if (!isScalar(this.#node) || this.#node.value === null) return undefined;
    const { value, source } = this.#node;
    return typeof value === 'string' ? value : (source ?? String(value));
  }

  /** A scalar without quotes. */
  get isPlain(): boolean {
    return isScalar(this.#node) && this.#node.type === 'PLAIN';
  }

  get(key: string): YamlNode | undefined {
    return this.entries.find(([each]) => each === key)?.[1];
  }

  /** Follows keys from map to map. */
  at(...keys: readonly string[]): YamlNode | undefined {
    let node: YamlNode | undefined = this;
    for (const key of keys) node = node?.get(key);
    return node;
  }

  /** The pairs of a map, its own before those of its merge keys. */
  get entries(): readonly (readonly [string, YamlNode])[] {
    if (!isMap(this.#node) || this.#depth > deepest) return [];
    const own = this.#node.items.flatMap(({ key, value }) => {
      // the library types keys and values of a parsed map as unknown; they are nodes or null
      const name = isScalar(key) ? String(key.value) : undefined;
      return name === undefined || value === null ? [] : [[name, this.#child(value as Node)] as const];
    });
    const merged = own
      .filter(([name]) => name === '<<')
      .flatMap(([, node]) => (node.isList ? node.items : [node]))
      .flatMap((node) => node.entries);
    const names = new Set(own.map(([name]) => name));
    return merged.length === 0 ? own : [...own, ...merged.filter(([name]) => !names.has(name))];
  }

  /** The items of a list; empty for everything else. */
  get items(): readonly YamlNode[] {
    if (!isSeq(this.#node) || this.#depth > deepest) return [];
    return this.#node.items.flatMap((item) => (item === null ? [] : [this.#child(item as Node)]));
  }

  #child(node: Node): YamlNode {
    return new YamlNode(node, this.#setting, this.#depth + 1);
  }
}

// an anchor may hold itself
const deepest = 60;
