/**
 * A pure function of a text that remembers what it found: the same few thousand serial numbers, MACs and model names
 * come back in every packet. Bounded: a full memory is emptied.
 */
export function remembering<T>(find: (text: string) => T, most = 50_000): (text: string) => T {
  const found = new Map<string, T>();
  return (text) => {
    const known = found.get(text);
    if (known !== undefined || found.has(text)) return known as T; // `has`: undefined may be what was found
    const value = find(text);
    if (found.size >= most) found.clear();
    found.set(text, value);
    return value;
  };
}
