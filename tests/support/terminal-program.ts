import { spawn, spawnSync } from 'node:child_process';

/** True where a program can be given a terminal of its own: by `script` of util-linux. */
export const hasTerminals: boolean = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

export interface Typed {
  readonly code: number;
  /** All that the terminal showed, what the keyboard echoed among it. */
  readonly shown: string;
}

/**
 * Runs a command on a terminal of its own. Each step waits until the terminal shows a text (after what the step before
 * waited for), then types.
 */
export function typeAt(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  steps: readonly { readonly wait: string; readonly type: string }[],
): Promise<Typed> {
  const line = command.map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', line, '/dev/null'], { env });
  let shown = '';
  let from = 0;
  const left = [...steps];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    for (let step = left[0]; step !== undefined; step = left[0]) {
      const at = shown.indexOf(step.wait, from);
      if (at < 0) return;
      from = at + step.wait.length;
      left.shift();
      child.stdin.write(step.type);
    }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, shown }));
  });
}
