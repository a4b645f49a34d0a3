import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { BuiltProgram } from './built-program.ts';

/** `serve` as a process of its own. */
export interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts it, and is ready when it has said where it is. */
export async function startServing(program: BuiltProgram, ...args: readonly string[]): Promise<Served> {
  const [node = '', ...line] = program.line('serve', ...args);
  const child = spawn(node, line, { env: program.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const take = (text: string) => {
      said += text;
      const [, found] = /Quietport is at (\S+)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('close', () => reject(new Error(`serve ended: ${said}`)));
  });
  return { url, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  await once(child, 'close');
}
