import type { Sees, Sight } from '@quietport/library';
import type { Context } from '../command.ts';
import { paint } from '../output/paint.ts';

/** Place by place: what it is, which protocols see how, and what to do. */
export function printSights(context: Context, sights: readonly Sight[]): void {
  for (const { interface: name, prefix, text, action, protocols } of sights) {
    context.print('');
    context.print(paint('bold', `${name} ${prefix}`), '  ', text);
    for (const [sees, words] of lines) {
      const rows = protocols.filter((row) => row.sees === sees);
      if (rows.length === 0) continue;
      const shown = rows.map(({ protocol, by }) =>
        by === '' || sees === 'by-address' || sees === 'nothing' ? protocol : `${protocol} (${by})`,
      );
      context.print('  ', words.padEnd(WIDTH), shown.join(sees === 'asked' ? '; ' : ', '));
    }
    context.print('  ', paint('dim', action));
  }
}

const lines: readonly (readonly [Sees, string])[] = [
  ['asked', 'one question for all'],
  ['heard', 'when they announce'],
  ['by-address', 'address by address'],
  ['nothing', 'not seen'],
];
const WIDTH = 22;
