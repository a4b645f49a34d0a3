/** A key with a literal value in an object of a JavaScript text. */
export interface LiteralPair {
  readonly key: string;
  readonly value: string;
  readonly quoted: boolean;
  /** Where the value begins. */
  readonly offset: number;
  /** The keys of the objects around, the outermost first. */
  readonly path: readonly string[];
  /** The same number for pairs of the same object. */
  readonly block: number;
}

/** Finds `key: literal` in objects, comments and strings left out. What is computed is not found. */
export function literalPairs(text: string): readonly LiteralPair[] {
  const pairs: LiteralPair[] = [];
  const open: { readonly key: string; readonly block: number }[] = [];
  const seen: { text: string; offset: number }[] = [];
  let blocks = 0;
  for (const match of text.matchAll(tokens)) {
    const [token] = match;
    if (/^\/[/*]/.test(token)) continue;
    const key = seen.at(-1)?.text === ':' ? nameOf(seen.at(-2)?.text) : undefined;
    if (token === '{' || token === '[' || token === '(') open.push({ key: key ?? '', block: blocks++ });
    else if (token === '}' || token === ']' || token === ')') open.pop();
    else if (key !== undefined && literal.test(token)) {
      const quoted = /^['"`]/.test(token);
      pairs.push({
        key,
        value: quoted ? token.slice(1, -1) : token.replaceAll('_', ''),
        quoted,
        offset: match.index + (quoted ? 1 : 0),
        path: open.map((each) => each.key).filter((each) => each !== ''),
        block: open.at(-1)?.block ?? -1,
      });
    }
    seen.push({ text: token, offset: match.index });
  }
  return pairs;
}

function nameOf(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const bare = token.replace(/^(['"`])(.*)\1$/, '$2');
  return token !== bare || /^[A-Za-z_$]/.test(token) ? bare : undefined;
}

const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|[A-Za-z_$][\w$]*|\d[\d_]*|\S/g;
const literal = /^(\d[\d_]*|true|false|['"`].*)$/s;
