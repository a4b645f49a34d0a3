/** A name as a part of a topic, an identifier and a template: `[a-z0-9_]` and nothing else. */
export function safeKey(name: string): string {
  const key = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, MOST);
  return key === '' ? 'unnamed' : key;
}

/** Keys for names in their order, each of them once: what falls together gets a number. */
export function safeKeys(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const first = safeKey(name);
    let key = first;
    for (let i = 2; taken.has(key); i++) key = `${first}_${i}`;
    taken.add(key);
    return key;
  });
}

const MOST = 48;
