/** The entry of a key; made when it is not there yet. */
export function entryOf<K, V>(entries: Map<K, V>, key: K, make: () => V): V {
  const known = entries.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  entries.set(key, fresh);
  return fresh;
}

/** The list of a key in a map of lists. */
export function listOf<K, T>(lists: Map<K, T[]>, key: K): T[] {
  return entryOf(lists, key, () => []);
}
