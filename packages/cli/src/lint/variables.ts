/** The values that a compose file's variables get: from the `.env` beside it. */
export type Variables = ReadonlyMap<string, string>;

/**
 * Puts values in place of `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+other}` and `${NAME:?why}`.
 * What has no value stays as it is written, `$` and all.
 */
export function interpolate(text: string, variables: Variables): string {
  return text.replace(
    /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?)([-+?])([^{}]*))?\})/g,
    (whole, bare?: string, braced?: string, colon = '', operator = '', word = '') => {
      if (whole === '$$') return '$';
      const value = variables.get(bare ?? braced ?? '');
      const set = value !== undefined && (colon === '' || value !== '');
      if (operator === '+') return set ? word : '';
      if (set) return value;
      return operator === '-' ? word : whole;
    },
  );
}

/** One line of a `.env` file. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
  /** Where the value begins. */
  readonly offset: number;
}

/** The assignments of a `.env` file in order: `NAME=value`, quotes taken off, comments left out. */
export function assignmentsOf(text: string): readonly Assignment[] {
  const line = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|[^\r\n]*)/gm;
  return [...text.matchAll(line)].map((match) => {
    const [whole, name = '', raw = ''] = match;
    const quoted = /^["']/.test(raw) && raw.length > 1 && raw.at(-1) === raw[0];
    const value = quoted ? raw.slice(1, -1) : raw.replace(/[ \t]+#.*$/, '').trimEnd();
    return { name, value, offset: match.index + whole.length - raw.length + (quoted ? 1 : 0) };
  });
}
