import type { FilePort, NamedPort } from '../file-port.ts';
import { at, type Found, type LintRule, numberOf, type Scene } from '../lint-rule.ts';

/** Numbers in two places that should be the same. */
export const agreementRules: readonly LintRule[] = [
  {
    id: 'port-mismatch',
    level: 'warning',
    title: 'Two numbers that should be the same differ',
    help: 'What is published, probed or led on has to arrive where the program listens. Make the places agree.',
    *find(scene) {
      const said = scene.uses.filter(({ tie }) => tie !== undefined && tie.says !== 'expects');
      for (const use of scene.uses) {
        if (use.tie?.says === 'expects') yield* missed(use, said, scene);
        else if (use.tie?.says === 'sets') yield* contradicted(use, said);
      }
      for (const named of scene.names) yield* unnamed(named, said);
    },
  },
];

/** Somebody goes where the program does not say that it listens. */
function* missed(use: FilePort, said: readonly FilePort[], { uses }: Scene): Iterable<Found> {
  const own = said.filter((each) => isOf(use.tie!.program, each));
  const [first] = own;
  if (first === undefined || own.some((each) => covers(each, use))) return;
  // a program that is told one number may well have others: that all miss it is what is wrong
  const declared = own.some(({ tie }) => tie?.says === 'declares');
  const others = uses.filter(({ tie }) => tie?.says === 'expects' && tie.program.join() === use.tie!.program.join());
  if (!declared && others.some((other) => own.some((each) => covers(each, other)))) return;
  yield {
    use,
    reason: `${capital(use.owner)} leads to ${meant(use)}, while ${first.owner} at ${at(first)} says ${list(own)}: what arrives there may meet nobody.`,
  };
}

/** The program is told one number, and another one is written down. */
function* contradicted(use: FilePort, said: readonly FilePort[]): Iterable<Found> {
  const own = said.filter(({ tie }) => tie?.says === 'declares' && tie.program.join() === use.tie!.program.join());
  const [first] = own;
  if (first === undefined || own.some((each) => covers(each, use))) return;
  yield {
    use,
    reason: `${capital(use.owner)} says ${numberOf(use)}, while ${first.owner} at ${at(first)} says ${list(own)}: one of them is not what the program does.`,
  };
}

/** Somebody goes to a port by a name that none of the program's ports has. */
function* unnamed(named: NamedPort, said: readonly FilePort[]): Iterable<Found> {
  const own = said.filter((each) => isOf(named.program, each));
  const [first] = own;
  if (first === undefined || own.some(({ tie }) => tie?.name === named.text)) return;
  const names = own.flatMap(({ tie }) => (tie?.name === undefined ? [] : [`"${tie.name}"`]));
  const told = names.length === 0 ? 'no port has a name' : `the ports are called ${[...new Set(names)].join(', ')}`;
  yield {
    remark: named,
    reason: `${capital(named.owner)} leads to the port "${named.text}", while at ${at(first)} ${told}: what arrives there meets nobody.`,
  };
}

function isOf(program: readonly string[], { tie }: FilePort): boolean {
  return program.length > 0 && program.every((word) => tie?.program.includes(word) === true);
}

function covers(said: FilePort, use: FilePort): boolean {
  const { port, portEnd } = use.tie?.numbers ?? use;
  return said.transport === use.transport && said.port <= port && said.portEnd >= portEnd;
}

function list(uses: readonly FilePort[]): string {
  return [...new Set(uses.map(numberOf))].join(', ');
}

function meant(use: FilePort): string {
  return numberOf({ ...use, ...use.tie?.numbers });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
