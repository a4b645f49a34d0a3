import { absorb, type Clash, clashOf, copyProfile, type Profile } from './profile.ts';

/** Numbered things that are joined step by step; a joined cluster knows what all its members were told. */
export interface Clusters {
  find(index: number): number;
  profile(index: number): Profile;
  clash(a: number, b: number): Clash | undefined;
  /** Joins without asking. */
  join(a: number, b: number): void;
  /** Joins where nothing speaks against it; true where both are one afterwards. */
  joinIfPossible(a: number, b: number): boolean;
  /** Joins all of them, or, where two of them clash, nobody: a key that two devices carry proves nothing. */
  joinAll(members: readonly number[]): Twins | undefined;
}

/** Two members that carry the same key and cannot be one device. */
export interface Twins {
  readonly members: readonly [number, number];
  readonly clash: Clash;
}

export function clusters(profiles: readonly Profile[]): Clusters {
  const parents = profiles.map((_, i) => i);
  const merged: Profile[] = [...profiles];
  const owned = profiles.map(() => false);

  const find = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root]!;
    for (let at = index; at !== root; ) {
      const next = parents[at]!;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  const profile = (index: number): Profile => merged[find(index)]!;
  const clash = (a: number, b: number): Clash | undefined => {
    const [left, right] = [find(a), find(b)];
    return left === right ? undefined : clashOf(merged[left]!, merged[right]!);
  };
  const join = (a: number, b: number): void => {
    let [large, small] = [find(a), find(b)];
    if (large === small) return;
    if (merged[large]!.told.size < merged[small]!.told.size) [large, small] = [small, large];
    // the caller's profiles stay as they are
    if (!owned[large]) merged[large] = copyProfile(merged[large]!);
    owned[large] = true;
    absorb(merged[large]!, merged[small]!);
    parents[small] = large;
  };
  const joinIfPossible = (a: number, b: number): boolean => {
    if (clash(a, b) !== undefined) return false;
    join(a, b);
    return true;
  };
  const joinAll = (members: readonly number[]): Twins | undefined => {
    const roots = [...new Set(members.map(find))];
    const head = roots[0];
    if (head === undefined || roots.length === 1) return undefined;
    const together = roots.length > 2 ? copyProfile(merged[head]!) : merged[head]!;
    for (const [i, root] of roots.entries()) {
      if (i === 0) continue;
      const found = clashOf(together, merged[root]!);
      if (found !== undefined) {
        const other =
          roots.slice(0, i).find((earlier) => clashOf(merged[earlier]!, merged[root]!) !== undefined) ?? head;
        const member = (wanted: number) => members.find((index) => find(index) === wanted) ?? wanted;
        return { members: [member(other), member(root)], clash: found };
      }
      if (roots.length > 2) absorb(together, merged[root]!);
    }
    for (const root of roots) join(head, root);
    return undefined;
  };
  return { find, profile, clash, join, joinIfPossible, joinAll };
}
