/** One directive of a configuration: its words, the blocks around it, and where it begins. */
export interface Directive {
  readonly words: readonly { readonly text: string; readonly offset: number }[];
  /** `http`, `server`: the names of the blocks around, the outermost first. */
  readonly blocks: readonly string[];
  /** The arguments of the innermost block: the name of an upstream. */
  readonly within: string;
}

export interface NginxText {
  readonly directives: readonly Directive[];
  /** Where a brace has no partner. */
  readonly unbalanced: number | undefined;
}

/** Takes a configuration of nginx apart: words, quotes, comments, `;` and braces. */
export function readNginx(text: string): NginxText {
  const directives: Directive[] = [];
  const open: { readonly name: string; readonly rest: string; readonly offset: number }[] = [];
  let words: { text: string; offset: number }[] = [];
  let unbalanced: number | undefined;
  for (const match of text.matchAll(tokens)) {
    const [token] = match;
    if (token.startsWith('#')) continue;
    if (token === ';') {
      const blocks = open.map(({ name }) => name);
      if (words.length > 0) directives.push({ words, blocks, within: open.at(-1)?.rest ?? '' });
      words = [];
    } else if (token === '{') {
      const [first, ...rest] = words;
      open.push({ name: first?.text ?? '', rest: rest.map((word) => word.text).join(' '), offset: match.index });
      words = [];
    } else if (token === '}') {
      if (open.pop() === undefined) unbalanced ??= match.index;
      words = [];
    } else {
      const quoted = /^["']/.test(token);
      words.push({ text: quoted ? token.slice(1, -1) : token, offset: match.index + (quoted ? 1 : 0) });
    }
  }
  return { directives, unbalanced: unbalanced ?? open.at(-1)?.offset };
}

// a word may hold ${name}, whose braces are no block
const tokens =
  /#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[;{}]|(?:\$\{\w+\}|\\.|[^\s;{}"'#\\])(?:\$\{\w+\}|\\.|[^\s;{}\\])*/g;
