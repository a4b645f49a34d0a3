import { AuditLog, People, type Person } from '@quietport/library';
import { systemClock, systemDice } from '@quietport/node';
import type { Command, Context } from '../command.ts';
import { wrong } from '../credentials/keep.ts';
import { readSecretLines } from '../credentials/read-secret.ts';
import { withHouse } from '../look/open-house.ts';
import type { Column } from '../output/columns.ts';
import { printRows } from '../output/rows.ts';

const columns: readonly Column<Person>[] = [
  { key: 'name', title: 'NAME', value: ({ name }) => name, whole: true },
  { key: 'role', title: 'ROLE', value: ({ role }) => role },
  { key: 'since', title: 'SINCE', value: ({ at }) => new Date(at).toISOString() },
];

/** `quietport users [ACTION] [NAME]` */
export const command: Command = {
  text:
    'Lists who may sign in to serve. reset gives a user another password and ends every session of that user: for who ' +
    'has forgotten it, the only admin as well. It works on the data folder, whether or not serve runs, and asks for no ' +
    'old password: who may write to that folder may do it. The new one is typed without being shown, or comes on ' +
    'standard input or from a file; never on the command line. The reset stands in the audit log.',
  arguments: [
    { name: '[action]', text: 'what to do; list is the usual one', choices: ['list', 'reset'] },
    { name: '[name]', text: 'for reset: the user' },
  ],
  options: [{ flags: '--from <file>', text: 'read the password from this file', completes: 'file' }],
  outputs: ['table', 'json', 'ndjson', 'csv', 'name'],
  columns,
  examples: [
    { line: 'quietport users', text: 'who may sign in' },
    { line: 'quietport users reset ada', text: 'asks for a new password' },
  ],
  async run(context, [action = 'list', name], options) {
    return withHouse(context, async ({ store }) => {
      const own = { store, clock: systemClock, dice: systemDice };
      const people = new People(own);
      if (action === 'reset') return reset(context, people, new AuditLog(own), name, options.text('from'));
      if (name !== undefined) throw wrong('list takes no name', HELP);
      return list(context, people);
    });
  },
};

async function list(context: Context, people: People): Promise<number> {
  const rows = await people.list();
  await printRows<Person>(context, rows, columns, {
    name: ({ name }) => name,
    record: recordOf,
    document: (all) => ({ schema: 'quietport/users@1', users: all.map(recordOf) }),
  });
  if (rows.length === 0)
    context.say('There are no users: everybody on this machine may do all in serve. The console makes the first one.');
  return 0;
}

async function reset(
  context: Context,
  people: People,
  audit: AuditLog,
  name: string | undefined,
  from: string | undefined,
): Promise<number> {
  if (name === undefined) throw wrong('The argument <name> is missing', HELP);
  // before a password is asked for in vain
  await people.called(name);
  const [password] = (await readSecretLines(context, ['new password'], from)) ?? [];
  if (password === undefined) return 130;
  if (password.length < SHORTEST || password.length > LONGEST)
    throw wrong('The new password has not the right length', `Give ${SHORTEST} to ${LONGEST} characters.`);
  const by = { is: 'local', name: null } as const;
  const ended = await audit.begin({ by, address: '', operation: 'setPassword', about: { user: name } });
  const person = await people.setPassword(name, password);
  await ended('done');
  if (context.output === 'json') context.printDocument({ schema: 'quietport/user@1', ...recordOf(person) });
  else context.print(`${name} has another password, and is signed out everywhere.`);
  return 0;
}

function recordOf({ name, role, at }: Person): object {
  return { name, role, at: new Date(at).toISOString() };
}

// as the API wants them
const SHORTEST = 12;
const LONGEST = 1024;
const HELP = 'quietport help users shows what it takes.';
