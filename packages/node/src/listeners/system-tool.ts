import { execFile } from 'node:child_process';

/** What a tool of the system prints; `undefined` where it is missing, fails without a word, or takes too long. */
export async function systemTool(
  command: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  // lsof exits 1 when it found nothing, and when one of many processes was closed to it: what it printed counts
  const answer = await toolAnswer(command, args, signal);
  return answer === undefined || (answer.code !== 0 && answer.out === '') ? undefined : answer.out;
}

export interface ToolAnswer {
  readonly out: string;
  readonly err: string;
  /** The exit code; `null` where the tool was ended, or was never there. */
  readonly code: number | null;
}

/** The same with its errors and its exit code; `undefined` where it did not run to its end and said nothing. */
export function toolAnswer(
  command: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ToolAnswer | undefined> {
  return new Promise((resolve) => {
    const options = {
      timeout: TIMEOUT_MS,
      maxBuffer: MOST_BYTES,
      signal,
      windowsHide: true,
      encoding: 'utf8',
    } as const;
    execFile(command, args, options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve(code === null && out === '' ? undefined : { out, err, code });
    });
  });
}

// lsof may spin for minutes (ports.md 6)
const TIMEOUT_MS = 3_000;
const MOST_BYTES = 64 * 1024 * 1024;
