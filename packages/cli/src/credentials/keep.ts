import { Fault, type Vault } from '@quietport/core';
import {
  addCredential,
  changeCredential,
  credentialDocument,
  type House,
  removeCredential,
  type ShownCredential,
  showCredential,
} from '@quietport/library';
import type { Context } from '../command.ts';
import { line } from '../look/facts.ts';
import type { Options } from '../options.ts';
import { paint } from '../output/paint.ts';
import { securityOf } from './credential-columns.ts';
import { kinds, readOpenPart, readSecret } from './read-secret.ts';

/** What the actions on sets work with. */
export interface Desk {
  readonly context: Context;
  readonly options: Options;
  readonly vault: Vault;
  readonly house: House;
}

export async function add({ context, options, vault, house }: Desk, name: string): Promise<number> {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/.test(name))
    throw wrong(`"${name}" is no name for credentials`, 'Give letters, digits, - _ and . without white space.');
  const kind = kinds.find((each) => each === options.text('kind'));
  if (kind === undefined) throw wrong('The option --kind is missing', `Give one of ${kinds.join(', ')}.`);
  const scope = options.list('scope');
  if (scope.length === 0) throw wrong('The option --scope is missing', SCOPES);
  const part = readOpenPart(options, kind);
  // before a secret is asked for in vain
  const { sets } = await vault.keys.read();
  if (sets.some((set) => set.name === name)) throw new Fault('credentials/exists', { name });
  const secret = await readSecret(context, part, options.text('from'));
  if (secret === undefined) return 130;
  const order = orderOf(options);
  const given = { name, secret, scope, ...(order === undefined ? {} : { order }) };
  print(context, await addCredential(given, vault, house));
  return 0;
}

export async function change({ context, options, vault, house }: Desk, name: string): Promise<number> {
  const before = await showCredential(name, vault);
  const told = ['user', 'auth', 'privacy', 'context', 'from'].some((each) => options.has(each));
  const anew = options.flag('secret') || told;
  const scope = options.has('scope') ? options.list('scope') : undefined;
  const order = orderOf(options);
  if (!anew && scope === undefined && order === undefined)
    throw wrong('There is nothing to change', 'Give --scope, --order or --secret.');
  if (options.has('kind') && options.text('kind') !== before.kind)
    throw wrong('The kind of credentials cannot be changed', 'Add others under another name.');
  const secret = anew ? await readSecret(context, partOf(options, before), options.text('from')) : undefined;
  if (anew && secret === undefined) return 130;
  print(context, await changeCredential(name, { scope, order, secret }, vault, house));
  return 0;
}

export async function remove({ context, vault }: Desk, name: string): Promise<number> {
  await removeCredential(name, vault);
  if (context.output === 'json') context.printDocument({ schema: 'quietport/credential-removed@1', name });
  else context.print(`removed ${name}`);
  return 0;
}

export async function show({ context, vault }: Desk, name: string): Promise<number> {
  print(context, await showCredential(name, vault));
  return 0;
}

/** What is not said anew stays as it is. */
function partOf(options: Options, before: ShownCredential) {
  const kept = new Map<string, string | undefined>(
    Object.entries({ user: before.user, auth: before.auth, privacy: before.privacy, context: before.context }),
  );
  const merged = {
    has: (name: string) => options.has(name),
    text: (name: string) => options.text(name) ?? kept.get(name),
  };
  return readOpenPart(merged, before.kind);
}

function orderOf(options: Options): number | undefined {
  const text = options.text('order');
  return text === undefined ? undefined : Number(text);
}

function print(context: Context, credential: ShownCredential): void {
  if (context.output === 'json') context.printDocument(credentialDocument(credential));
  else if (context.output === 'name') context.print(credential.name);
  else printForPeople(context, credential);
}

function printForPeople(context: Context, credential: ShownCredential): void {
  const { name, kind, scope, order, user, changedAt, doors } = credential;
  context.print(paint('bold', name), `  ${kind}`);
  context.print(line('scope'), scope.join(' '));
  context.print(line('order'), String(order));
  if (user !== undefined) context.print(line('user'), user);
  const security = securityOf(credential);
  if (security !== undefined) context.print(line('security'), security);
  if (credential.context !== undefined) context.print(line('context'), credential.context);
  context.print(line('given'), new Date(changedAt).toISOString());
  for (const { door, outcome, at, why } of doors)
    context.print(line(outcome), `${door}  ${new Date(at).toISOString()}`, why === undefined ? '' : `  ${why}`);
}

export function wrong(detail: string, next: string): Fault {
  return new Fault('usage/bad-arguments', { detail, next });
}

const SCOPES = 'Give prefixes, ranges, addresses or devices with commas between, or the word everywhere.';
