import { readFile, stat } from 'node:fs/promises';
import { Fault } from '@quietport/core';
import type { FindRequest } from '@quietport/library';
import type { Context } from '../command.ts';
import type { Options } from '../options.ts';

/** What the command line asks for, as a request: settings, options and targets, files among them read line by line. */
export async function findRequest(
  context: Context,
  targets: readonly string[],
  options: Options,
): Promise<FindRequest> {
  const { settings } = context;
  const timeout = settings.timeoutMs;
  const methods = options.list('methods');
  return {
    targets: await expand(targets),
    exclude: settings.exclude,
    interfaces: context.interfaces,
    passive: options.flag('passive'),
    sweepOnly: options.flag('sweep-only'),
    rate: settings.rate,
    community: settings.community.reveal(),
    iOwnThis: settings.iOwnThis,
    knockPrintPorts: options.flag('print-ports'),
    ...(methods.length === 0 ? {} : { methods }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  };
}

/** A target that is the name of a file stands for its lines; `#` begins a remark. */
async function expand(targets: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(
    targets.map(async (target) => {
      if (!(await isFile(target))) return [target];
      const lines = (
        await readFile(target, 'utf8').catch((error: Error) => {
          throw new Fault('file/cannot-read', { path: target, detail: error.message }, error);
        })
      ).split(/\r?\n/);
      return lines.map((line) => line.replace(/#.*$/, '').trim()).filter((line) => line !== '');
    }),
  );
  return lists.flat();
}

async function isFile(path: string): Promise<boolean> {
  // an address is never taken for a file of that name, unless it is written as a path
  if (!/[/\\]|\.(txt|list|csv|conf)$/.test(path) || /^[\d.]+\/\d+$/.test(path)) return false;
  return stat(path).then(
    (found) => found.isFile(),
    () => {
      if (/^[0-9a-f:.]+\/\d+$/i.test(path)) return false;
      throw new Fault('file/cannot-read', { path, detail: 'there is no such file' });
    },
  );
}
