import { elementsOf, type HtmlElement, hasClass, readHtml, visibleText } from '../../formats/html.ts';
import type { HttpResponseMessage } from '../../formats/http-response.ts';

/** A piece of a page, and where in the response it stands. */
export interface Sign {
  readonly path: string;
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

/** One ink tank or box as it is drawn. */
export interface Tank {
  readonly path: string;
  /** `BK` */
  readonly name?: Sign;
  /** A maintenance box: it has an icon in place of a name. */
  readonly box?: Sign;
  /** How much of the bar is coloured, in percent; absent where no bar is drawn. */
  readonly level?: Sign;
  /** The icon over the bar: low, or none left. */
  readonly icon?: Sign & { readonly says: 'low' | 'empty' };
  /** The page itself says ink, by the list's class or the bar's picture. */
  readonly ink: boolean;
}

/** A key and its value. Keys are in the language of the page: they are shown, and nothing is decided by them. */
export interface PageRow {
  readonly key: string;
  readonly value: Sign;
  /** The `id` around it: `info-network`, `info-wfd`. */
  readonly section: string;
  /** Rows of one list or table have one number. */
  readonly group: number;
}

export interface WebPage {
  readonly charset: string;
  readonly cut: boolean;
  /** It is there to its end: a table is whole, and its last word, too. */
  readonly ended: boolean;
  readonly title?: Sign;
  readonly author?: Sign;
  /** The page is one of Epson's status pages: it has their status box. */
  readonly status?: Sign;
  readonly tanks: readonly Tank[];
  readonly rows: readonly PageRow[];
}

/** What a page holds by its structure: classes, ids, sizes and pictures, the same in every language (fingerprints, 3.1). */
export function readPage({ fields, body, bodyOffset }: HttpResponseMessage): WebPage {
  const type = fields.find(({ name }) => name === 'content-type')?.value;
  const { root, charset, cut, ended } = readHtml(body, type);
  const at = (path: string, text: string, { offset, length }: Placed): Sign => ({
    path,
    text,
    offset: bodyOffset + offset,
    length,
  });
  const first = (wanted: (element: HtmlElement) => boolean) => elementsOf(root, wanted).next().value;
  const title = first(({ name }) => name === 'title');
  const author = first(({ name, attributes }) => name === 'meta' && /^author$/i.test(attributes['name'] ?? ''));
  const box = first(({ attributes }) => attributes['id'] === 'PRT_STATUS');
  const status = box && elementsOf(box, (element) => hasClass(element, 'preserve-white-space')).next().value;
  const titleText = title === undefined ? '' : visibleText(title);
  const tanks = [...elementsOf(root, (element) => element.name === 'li' && hasClass(element, 'tank'))];
  return {
    charset,
    cut,
    ended: ended && !cut,
    ...(title === undefined || titleText === '' ? {} : { title: at('title', titleText, textPlace(title)) }),
    ...(author === undefined ? {} : { author: at('author', author.attributes['content'] ?? '', author) }),
    ...(status ? { status: at('status-text', visibleText(status), textPlace(status)) } : {}),
    tanks: tanks.slice(0, MOST_TANKS).map((tank, i) => tankOf(tank, `tank[${i}]`, inkList(root), at)),
    rows: rowsOf(root, at),
  };
}

interface Placed {
  readonly offset: number;
  readonly length: number;
}

type At = (path: string, text: string, place: Placed) => Sign;

/** True where the list of tanks is an ink section. */
function inkList(root: HtmlElement): boolean {
  return !elementsOf(root, (element) => hasClass(element, 'inksection')).next().done;
}

function tankOf(tank: HtmlElement, path: string, inkSection: boolean, at: At): Tank {
  const inside = (wanted: (element: HtmlElement) => boolean) => elementsOf(tank, wanted).next().value;
  const name = inside((element) => hasClass(element, 'clrname'));
  const box = inside((element) => hasClass(element, 'mbicn'));
  const bar = inside(({ attributes }) => gradient.test(attributes['style'] ?? ''));
  const picture = inside((element) => element.name === 'img' && hasClass(element, 'color'));
  const icon = inside((element) => element.name === 'img' && hasClass(element, 'inkst'));
  const iconFile = /Icn_(low|no)\.png/i.exec(icon?.attributes['src'] ?? '')?.[1]?.toLowerCase();
  const level =
    bar === undefined
      ? pixels(picture?.attributes['height'])
      : Number(gradient.exec(bar.attributes['style'] ?? '')?.[1] ?? Number.NaN);
  const drawn = bar ?? picture;
  return {
    path,
    ink: inkSection || /\bInk_/i.test(picture?.attributes['src'] ?? ''),
    ...(name === undefined ? {} : { name: at(`${path}.name`, visibleText(name), textPlace(name)) }),
    ...(name !== undefined || box === undefined ? {} : { box: at(`${path}.box`, 'maintenance box', box) }),
    ...(drawn === undefined || Number.isNaN(level) ? {} : { level: at(`${path}.level`, String(level), drawn) }),
    ...(icon === undefined || iconFile === undefined
      ? {}
      : { icon: { ...at(`${path}.icon`, iconFile, icon), says: iconFile === 'low' ? 'low' : 'empty' } }),
  };
}

/** A full bar has 50 pixels. */
function pixels(height: string | undefined): number {
  return height === undefined || !/^\d{1,3}$/.test(height) ? Number.NaN : Number(height) * 2;
}

function rowsOf(root: HtmlElement, at: At): PageRow[] {
  const rows: PageRow[] = [];
  let groups = 0;
  const walk = (element: HtmlElement, section: string, group: number): void => {
    const inside = element.attributes['id'] ?? section;
    const own = element.name === 'dl' || element.name === 'table' ? ++groups : group;
    let key: HtmlElement | undefined;
    for (const child of element.children) {
      if (!('name' in child)) continue;
      if (isKey(child)) key = child;
      else if (isValue(child) && key !== undefined && rows.length < MOST_ROWS) {
        const value = at(`row[${rows.length}].value`, visibleText(child), textPlace(child));
        rows.push({ key: visibleText(key).replace(/\s*[:：]$/, ''), value, section: inside, group: own });
        key = undefined;
      }
      walk(child, inside, own);
    }
  };
  walk(root, '', 0);
  return rows;
}

function isKey(element: HtmlElement): boolean {
  return (
    (element.name === 'td' && hasClass(element, 'item-key')) || (element.name === 'dt' && hasClass(element, 'key'))
  );
}

function isValue(element: HtmlElement): boolean {
  return (
    (element.name === 'td' && hasClass(element, 'item-value')) || (element.name === 'dd' && hasClass(element, 'value'))
  );
}

/** Where its first words stand; the element itself where it has none. */
function textPlace(element: HtmlElement): Placed {
  return firstWords(element) ?? element;
}

function firstWords(element: HtmlElement): Placed | undefined {
  for (const child of element.children) {
    const found = 'name' in child ? firstWords(child) : child.text.trim() === '' ? undefined : child;
    if (found !== undefined) return found;
  }
  return undefined;
}

// `linear-gradient(to top, #c 0%, #c 34%, #FFFFFF 34%, #FFFFFF 100%)`: the second stop is where the colour ends
const gradient = /linear-gradient\(\s*to top\s*,[^,%]*\b0%\s*,[^,%]*\b(\d{1,3}(?:\.\d+)?)%/i;
const MOST_TANKS = 32;
const MOST_ROWS = 1_000;
