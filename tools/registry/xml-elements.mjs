/**
 * The elements of these names in a piece of XML, outermost first, each with its attributes and what is between its tags.
 * Enough for the registry, which nests no element in one of its own name but `registry`; comments and declarations are
 * passed over, a tag that is never closed throws.
 */
export function* elements(text, names) {
  const opening = new RegExp(
    `<!--[\\s\\S]*?-->|<(${names.join('|')})((?:\\s+[\\w:-]+\\s*=\\s*(?:"[^"]*"|'[^']*'))*)\\s*(/?)>`,
    'g',
  );
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const [tag, name, attributes, closed] = match;
    if (name === undefined) continue;
    const begin = match.index;
    const from = begin + tag.length;
    if (closed === '/') {
      yield { name, attributes: attributesOf(attributes), inner: '', begin, end: from };
      continue;
    }
    const to = text.indexOf(`</${name}>`, from);
    if (to < 0) throw new Error(`<${name}> is never closed: the file is cut off.`);
    opening.lastIndex = to + name.length + 3;
    yield { name, attributes: attributesOf(attributes), inner: text.slice(from, to), begin, end: opening.lastIndex };
  }
}

function attributesOf(text) {
  return Object.fromEntries(
    [...text.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, double, single]) => [
      name,
      double ?? single,
    ]),
  );
}
