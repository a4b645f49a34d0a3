/** An element; `offset` and `length` are those of its start tag, in bytes of the page. */
export interface HtmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly HtmlNode[];
  readonly offset: number;
  readonly length: number;
}

/** Character data; a piece of text lies where it lies in the page. */
export interface HtmlText {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

export type HtmlNode = HtmlElement | HtmlText;

/** Builds a tree of tags as they come: what was left open is closed where the standard closes it, what closes nothing is passed over. */
export class HtmlTree {
  readonly root: HtmlElement;
  readonly #open: Growing[];
  #nodes = 0;

  constructor(place: { readonly offset: number; readonly length: number }) {
    const root = { name: '#page', attributes: {}, children: [], ...place };
    this.root = root;
    this.#open = [root];
  }

  /** Beyond the bound nothing more is taken. */
  get full(): boolean {
    return this.#nodes >= MOST_NODES;
  }

  text(text: HtmlText): void {
    this.#add(text);
  }

  open(
    name: string,
    attributes: Readonly<Record<string, string>>,
    place: { readonly offset: number; readonly length: number },
  ): void {
    const implied = endedBy.get(name);
    if (implied !== undefined) this.#closeImplied(implied.ends, implied.within);
    const element: Growing = { name, attributes, children: [], ...place };
    this.#add(element);
    // too deep: what follows stands beside it
    if (!empty.has(name) && this.#open.length < MOST_DEPTH) this.#open.push(element);
  }

  close(name: string): void {
    const ofTable = tableParts.has(name);
    for (let i = this.#open.length - 1; i > 0; i--) {
      const at = this.#open[i]!.name;
      if (at === name) {
        this.#open.length = i;
        return;
      }
      // an end tag inside a cell ends nothing outside of it
      if (!ofTable && (at === 'td' || at === 'th')) return;
      if (ofTable && name !== 'table' && at === 'table') return;
    }
  }

  #closeImplied(ends: ReadonlySet<string>, within: ReadonlySet<string>): void {
    for (let i = this.#open.length - 1; i > 0; i--) {
      const at = this.#open[i]!.name;
      if (within.has(at)) return;
      if (ends.has(at)) {
        this.#open.length = i;
        // a row ends its open cell with it
        this.#closeImplied(ends, within);
        return;
      }
    }
  }

  #add(node: HtmlElement | HtmlText): void {
    this.#nodes++;
    this.#open.at(-1)!.children.push(node);
  }
}

interface Growing extends HtmlElement {
  readonly children: (HtmlElement | HtmlText)[];
}

const set = (...names: string[]): ReadonlySet<string> => new Set(names);
const empty = set(
  ...['area', 'base', 'br', 'col', 'embed', 'frame', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'wbr'],
);
const tableParts = set('table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th');
/** Which start tags end what was left open, and how far up they look (WHATWG HTML, section 13.1.2.4). */
const endedBy: ReadonlyMap<string, { readonly ends: ReadonlySet<string>; readonly within: ReadonlySet<string> }> =
  new Map([
    ['li', { ends: set('li'), within: set('ul', 'ol', 'table', 'td') }],
    ['dt', { ends: set('dt', 'dd'), within: set('dl', 'table', 'td') }],
    ['dd', { ends: set('dt', 'dd'), within: set('dl', 'table', 'td') }],
    ['tr', { ends: set('tr', 'td', 'th'), within: set('table') }],
    ['td', { ends: set('td', 'th'), within: set('tr', 'table') }],
    ['th', { ends: set('td', 'th'), within: set('tr', 'table') }],
    ['option', { ends: set('option'), within: set('select') }],
    ...['div', 'dl', 'fieldset', 'form', 'h1', 'h2', 'h3', 'ol', 'p', 'table', 'ul'].map(
      (name): [string, { ends: ReadonlySet<string>; within: ReadonlySet<string> }] => [
        name,
        { ends: set('p'), within: set('td', 'th', 'table', 'li', 'fieldset', 'div') },
      ],
    ),
  ]);
const MOST_NODES = 60_000;
const MOST_DEPTH = 128;
