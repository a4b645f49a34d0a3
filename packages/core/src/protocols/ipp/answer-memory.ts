/** The same question in the same second has the same answer, but for the number of the request. */
export class AnswerMemory {
  readonly #answers = new Map<string, Uint8Array>();
  #second = -1;

  /** The answer to a question of these bytes, asked at that place, with its own request-id; none where it must be made. */
  find(question: Uint8Array, base: string, now: number): Uint8Array | undefined {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) this.forget();
    this.#second = second;
    // a question without a number has none of these answers: it is refused (RFC 8011, section 4.1.1)
    if (question.length > LONGEST || question.subarray(ID_AT, ID_END).every((byte) => byte === 0)) return undefined;
    const kept = this.#answers.get(keyOf(question, base));
    if (kept === undefined) return undefined;
    const answer = kept.slice();
    answer.set(question.subarray(ID_AT, ID_END), ID_AT);
    return answer;
  }

  /** Keeps what was answered well; a refusal may hang on the number of the question. */
  keep(question: Uint8Array, base: string, answer: Uint8Array): void {
    const isWell = answer[2] === 0 && answer[3] === 0;
    if (isWell && question.length <= LONGEST && this.#answers.size < MOST)
      this.#answers.set(keyOf(question, base), answer);
  }

  /** Something has happened: what is told from now on may be otherwise. */
  forget(): void {
    this.#answers.clear();
  }
}

/** All of it but its request-id. */
function keyOf(question: Uint8Array, base: string): string {
  const bytes = [...question.subarray(0, ID_AT), ...question.subarray(ID_END)];
  return `${base} ${String.fromCharCode(...bytes)}`;
}

// bytes 4 to 7 of every message (RFC 8010, section 3.1.1)
const ID_AT = 4;
const ID_END = 8;
const LONGEST = 4096;
const MOST = 16;
