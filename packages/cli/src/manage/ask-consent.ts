import { Fault } from '@quietport/core';
import type { Context } from '../command.ts';

/** Asks a person yes or no, with one key. Throws `manage/needs-yes` where there is nobody to ask. */
export async function askConsent(context: Context, question: string): Promise<boolean> {
  if (!context.canAsk) throw new Fault('manage/needs-yes');
  context.ask(`${question} [y/N]`);
  return new Promise((resolve) => {
    const answer = (yes: boolean): void => {
      stop();
      context.signal.removeEventListener('abort', no);
      resolve(yes);
    };
    const no = (): void => answer(false);
    const stop = context.onKey((key) => answer(key === 'y' || key === 'Y'));
    context.signal.addEventListener('abort', no, { once: true });
    if (context.signal.aborted) no();
  });
}
