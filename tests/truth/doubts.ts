/** Where the index expects what the bytes do not bear out, and what they say instead (`undefined`: nothing). */
export interface Doubt {
  readonly path: string;
  readonly field: string;
  readonly instead: string | undefined;
  readonly because: string;
}

export const doubts: readonly Doubt[] = [];
