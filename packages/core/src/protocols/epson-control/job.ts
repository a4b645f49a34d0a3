import { decodeBlock, findBlock } from './codec-block.ts';
import { FIELD_HEAD, fieldOf, JOB_HEAD, jobOf, namedFields, types } from './status.ts';

/**
 * The same bytes with zeros in place of the current job's name: it is what somebody called a document, and is not kept.
 * `bytes` may hold a status block anywhere; lengths stay.
 */
export function withoutJob(bytes: Uint8Array): Uint8Array {
  if (findBlock(bytes) < 0) return bytes;
  const block = decodeBlock(bytes);
  const job = block.ok ? fieldOf(namedFields(block.value), types.job) : undefined;
  if (job === undefined || jobOf(job) === undefined) return bytes;
  const copy = bytes.slice();
  copy.fill(0, job.offset + FIELD_HEAD + JOB_HEAD, job.offset + FIELD_HEAD + job.value.length);
  return copy;
}
