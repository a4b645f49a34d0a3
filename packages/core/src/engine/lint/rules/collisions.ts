import type { FilePort } from '../file-port.ts';
import { at, type Found, type LintRule, numberOf, type Scene } from '../lint-rule.ts';
import { collide } from '../overlap.ts';

export const collisionRules: readonly LintRule[] = [
  {
    id: 'port-duplicate',
    level: 'error',
    title: 'Two listeners want the same number',
    help: 'The second one to start fails with "address already in use". Give one of them another number or address.',
    *find(scene) {
      for (const [first, second] of pairs(scene)) {
        if (!first.certain || !second.certain) continue;
        yield {
          use: second,
          reason: `${numberOf(second)} of ${second.owner} is already taken by ${first.owner} at ${at(first)}: only one of them starts.`,
          elsewhere: true,
        };
      }
    },
  },
  {
    id: 'port-shared',
    level: 'warning',
    title: 'Two programs name the same number',
    help: 'They collide where both run on one machine. Give one of them another number.',
    *find(scene) {
      for (const [first, second] of pairs(scene)) {
        if (first.certain && second.certain) continue;
        yield {
          use: second,
          reason: `${numberOf(second)} of ${second.owner} is also named by ${first.owner} at ${at(first)}: where both run on one machine, only one of them starts.`,
          elsewhere: true,
        };
      }
    },
  },
  {
    id: 'port-moves',
    level: 'note',
    title: 'A development server may move on to another number',
    help: 'Set strictPort, so that it fails instead of taking the next number while others still go to the first.',
    find: ({ uses, taking }) =>
      taking.flatMap((use): Found[] => {
        const other = uses.find(
          (each) => use.moves === true && each !== use && each.place.file !== use.place.file && each.port === use.port,
        );
        if (other === undefined) return [];
        return [
          {
            use,
            reason: `${use.owner} takes the next number when ${use.port} is held, while ${at(other)} keeps ${use.port}: set strictPort.`,
          },
        ];
      }),
  },
];

/** Each listener with the first one before it that it collides with. */
function pairs({ taking }: Scene): readonly (readonly [FilePort, FilePort])[] {
  return taking.flatMap((second, i) => {
    const first = taking.slice(0, i).find((each) => !sameThing(each, second) && collide(each, second));
    return first === undefined ? [] : [[first, second] as const];
  });
}

/**
 * One program says its number in several places; and in one folder the settings, the scripts and the published port
 * of one program usually name the same one, which is no collision.
 */
function sameThing(a: FilePort, b: FilePort): boolean {
  if (a.program === b.program) return true;
  // one line that is read for two reasons: as a file of its own, and for the one that includes or extends it
  if (a.owner === b.owner && at(a) === at(b) && a.place.column === b.place.column) return true;
  return a.format !== b.format && !(a.certain && b.certain) && folderOf(a) === folderOf(b);
}

function folderOf({ place }: FilePort): string {
  return place.file.slice(0, place.file.lastIndexOf('/') + 1);
}
