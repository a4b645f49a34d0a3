/** A place in a text, lines and columns from 1. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets into lines and columns. */
export function spotsOf(text: string): (offset: number) => Spot {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}
