import { pageText } from './html-charset.ts';
import { decodeEntities } from './html-entities.ts';
import { type HtmlElement, type HtmlNode, HtmlTree } from './html-tree.ts';

export type { HtmlElement };

export interface HtmlPage {
  readonly root: HtmlElement;
  readonly charset: string;
  /** There was more of it than we read: nodes beyond the bound were passed over. */
  readonly cut: boolean;
  /** Its own end was seen (`</html>` or `</body>`); without it nobody knows what is missing. */
  readonly ended: boolean;
}

/**
 * The elements of a page as far as a reader of device pages needs them. Total and linear: any bytes give a tree, bounded
 * in nodes, depth and attributes. Scripts and styles are passed over, nothing is run, nothing is fetched. Close to WHATWG
 * HTML (section 13.2) where devices are sloppy: list items, table cells and the like may be left open.
 */
export function readHtml(bytes: Uint8Array, contentType?: string): HtmlPage {
  const { charset, wide, decode } = pageText(bytes, contentType);
  const from = wide ? 2 : bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  // one unit of `units` is one byte of the page (two where it is wide), so that offsets are those of the bytes
  const body = bytes.subarray(from);
  const units = wide ? decode(body) : latin1.decode(body);
  const width = wide ? 2 : 1;
  const place = (start: number, end: number) => ({ offset: from + start * width, length: (end - start) * width });
  const textAt = (start: number, end: number): string => {
    const raw = units.slice(start, end);
    return wide || isAscii(raw) ? raw : decode(body.subarray(start, end));
  };
  const tree = new HtmlTree(place(0, 0));
  const addText = (start: number, end: number) =>
    tree.text({ text: decodeEntities(textAt(start, end)), ...place(start, end) });

  let at = 0;
  let ended = false;
  while (at < units.length && !tree.full) {
    const open = units.indexOf('<', at);
    if (open !== at) addText(at, open < 0 ? units.length : open);
    if (open < 0) break;
    const next = units.charCodeAt(open + 1);
    if (isLetter(next)) at = startTag(open);
    else if (next === SLASH && isLetter(units.charCodeAt(open + 2))) at = endTag(open);
    else if (next === BANG || next === SLASH || next === QUESTION) at = afterComment(units, open);
    else {
      addText(open, open + 1);
      at = open + 1;
    }
  }
  return { root: tree.root, charset, cut: tree.full, ended };

  /** `<name attribute="value">`; gives the place behind it, and behind the content of what is no markup inside. */
  function startTag(open: number): number {
    const name = nameAt(units, open + 1);
    const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
    let behind = open + 1 + name.length;
    pair.lastIndex = behind;
    for (let count = 0, found = pair.exec(units); found !== null; count++, found = pair.exec(units)) {
      behind = pair.lastIndex;
      const key = found[1]!.toLowerCase();
      if (count >= MOST_ATTRIBUTES || key in attributes) continue;
      const [start, end] = found.indices?.slice(2).find((span) => span !== undefined) ?? [0, 0];
      attributes[key] = decodeEntities(textAt(start, end));
    }
    const close = units.indexOf('>', behind);
    // the page ends inside the tag: it is none (section 13.2.5, eof-in-tag)
    if (close < 0) return units.length;
    tree.open(name, attributes, place(open, close + 1));
    return rawText.has(name) ? rawContent(name, close + 1) : close + 1;
  }

  function endTag(open: number): number {
    const close = units.indexOf('>', open);
    if (close < 0) return units.length;
    const name = nameAt(units, open + 2);
    ended ||= name === 'html' || name === 'body';
    tree.close(name);
    return close + 1;
  }

  function rawContent(name: string, start: number): number {
    const end = rawText.get(name)!;
    end.lastIndex = start;
    const found = end.exec(units);
    const stop = found === null ? units.length : found.index;
    // a title without an end may be half a word, or the page
    if (name === 'title' && found !== null) addText(start, Math.min(stop, start + MOST_TITLE));
    tree.close(name);
    if (found === null) return units.length;
    const close = units.indexOf('>', stop);
    return close < 0 ? units.length : close + 1;
  }
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return 'name' in node;
}

/** All below it for which `wanted` says yes, in the order of the page, itself included. */
export function* elementsOf(element: HtmlElement, wanted: (element: HtmlElement) => boolean): Generator<HtmlElement> {
  if (wanted(element)) yield element;
  for (const child of element.children) if (isElement(child)) yield* elementsOf(child, wanted);
}

/** The text a reader sees, white space collapsed and control characters gone; `noscript` is for others. */
export function visibleText(element: HtmlElement): string {
  const parts: string[] = [];
  gather(element, parts);
  return parts
    .join('')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** True where `class` names it, among others. */
export function hasClass(element: HtmlElement, name: string): boolean {
  return (element.attributes['class'] ?? '').split(/\s+/).includes(name);
}

function gather(element: HtmlElement, into: string[]): void {
  for (const child of element.children) {
    if (!isElement(child)) into.push(child.text);
    else if (child.name !== 'noscript') {
      // block or not: words of two elements are two words in the pages that we read
      into.push(' ');
      gather(child, into);
      into.push(' ');
    }
  }
}

/** Behind a comment, a doctype or what else begins like one. */
function afterComment(units: string, open: number): number {
  const dashes = units.startsWith('<!--', open);
  const end = dashes ? units.indexOf('-->', open + 2) : units.indexOf('>', open);
  return end < 0 ? units.length : end + (dashes ? 3 : 1);
}

function nameAt(units: string, at: number): string {
  tagName.lastIndex = at;
  return tagName.exec(units)![0].toLowerCase();
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

// The Encoding Standard's latin1 is windows-1252: other letters, but one for each byte, and that is what counts here.
const latin1 = new TextDecoder('latin1');
const tagName = /[a-z][^\s/>]{0,63}/iy;
const pair = /[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/dy;
/** What is text to its own end tag, with that end. */
const rawText: ReadonlyMap<string, RegExp> = new Map(
  ['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noframes'].map((name): [string, RegExp] => [
    name,
    new RegExp(`</${name}(?=[\\s/>])`, 'gi'),
  ]),
);
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const MOST_ATTRIBUTES = 32;
const MOST_TITLE = 512;
