/** The transaction is the caller's; a statement takes as many rows as its bound values allow (32,766). */
export async function inBatches<T>(
  rows: readonly T[],
  insert: (batch: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) await insert(rows.slice(start, start + BATCH));
}

const BATCH = 500;
