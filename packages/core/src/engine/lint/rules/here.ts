import { type Found, type LintRule, numberOf } from '../lint-rule.ts';
import { addressesOverlap, takesOnHost } from '../overlap.ts';

/** What this machine does now; nothing is found where nobody asked it. */
export const hereRules: readonly LintRule[] = [
  {
    id: 'port-taken-here',
    level: 'note',
    title: 'The number is held on this machine now',
    help: 'Where the holder is another program, the one of the file does not start here. Another machine may say otherwise.',
    find: ({ taking, lore }) =>
      taking.flatMap((use): Found[] => {
        if (!takesOnHost(use)) return [];
        const held = numbersOf(use).flatMap((port) =>
          (lore.heldHere?.(port, use.transport) ?? [])
            .filter(({ address }) => addressesOverlap(use.host, address))
            .map(({ holder }) => `${port} by ${holder}`),
        );
        if (held.length === 0) return [];
        const more = held.length > most ? ` and ${held.length - most} more` : '';
        const who = [...new Set(held)].slice(0, most).join(', ');
        return [
          {
            use,
            reason: `Of ${numberOf(use)} this machine holds ${who}${more} now: if that is not ${use.owner} itself, one of them does not start here.`,
            elsewhere: true,
          },
        ];
      }),
  },
];

function numbersOf({ port, portEnd }: { readonly port: number; readonly portEnd: number }): readonly number[] {
  return Array.from({ length: portEnd - port + 1 }, (_, i) => port + i);
}

const most = 3;
