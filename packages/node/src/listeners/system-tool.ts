import { execFile } from 'node:child_process';

/** What a tool of the system prints; `undefined` where it is missing, fails without a word, or takes too long. */
export function systemTool(command: string, args: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = {
      timeout: TIMEOUT_MS,
      maxBuffer: MOST_BYTES,
      signal,
      windowsHide: true,
      encoding: 'utf8',
    } as const;
    // lsof exits 1 when it found nothing, and when one of many processes was closed to it: what it printed counts
    execFile(command, args, options, (error, out) => resolve(error !== null && out === '' ? undefined : out));
  });
}

// lsof may spin for minutes (ports.md 6)
const TIMEOUT_MS = 3_000;
const MOST_BYTES = 64 * 1024 * 1024;
