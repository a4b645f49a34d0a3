/** Is this normal here? `unexpected` and `expected` are sure; `plausible` and `look-into-it` lean; `unknown` says nothing. */
export type VerdictWord = 'expected' | 'plausible' | 'unexpected' | 'look-into-it' | 'unknown';

/** One rule that holds, in words, with the ids of the evidence that made it hold. */
export interface Reason {
  readonly rule: string;
  readonly text: string;
  readonly evidence: readonly string[];
}

export interface Verdict {
  readonly word: VerdictWord;
  /** The reasons for the word first. */
  readonly reasons: readonly Reason[];
  /** One step that a person can take. */
  readonly next: string;
}
