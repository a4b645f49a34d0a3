import type { KeptRecord, RecordWish } from '@quietport/core';

/** The records of a store in memory, by kind and id. */
export class RecordShelf {
  readonly #kinds = new Map<string, Map<string, KeptRecord>>();
  readonly #compareText: (a: string, b: string) => number;

  constructor(compareText: (a: string, b: string) => number) {
    this.#compareText = compareText;
  }

  /** Gives what stood there before. What is kept is a copy: a later change of the caller's object changes nothing here. */
  put(row: KeptRecord): KeptRecord | undefined {
    const kind = this.#kinds.get(row.kind) ?? new Map<string, KeptRecord>();
    this.#kinds.set(row.kind, kind);
    const before = kind.get(row.id);
    kind.set(row.id, structuredClone(row));
    return before;
  }

  take(kind: string, id: string): KeptRecord | undefined {
    const before = this.#kinds.get(kind)?.get(id);
    this.#kinds.get(kind)?.delete(id);
    return before;
  }

  get(kind: string, id: string): KeptRecord | undefined {
    return structuredClone(this.#kinds.get(kind)?.get(id));
  }

  list(kind: string, { most, behind, since = -Infinity }: RecordWish): readonly KeptRecord[] {
    const newestFirst = (a: { at: number; id: string }, b: { at: number; id: string }): number =>
      b.at - a.at || this.#compareText(b.id, a.id);
    return [...(this.#kinds.get(kind)?.values() ?? [])]
      .filter((row) => row.at >= since && (behind === undefined || newestFirst(behind, row) < 0))
      .sort(newestFirst)
      .slice(0, most)
      .map((row) => structuredClone(row));
  }
}
