import { open } from 'node:fs/promises';
import { Fault, type Secret, type SecretKind, type SnmpAuth, type SnmpPrivacy } from '@quietport/core';
import type { Context } from '../command.ts';
import type { Options } from '../options.ts';
import { askHidden } from './ask-hidden.ts';

export const kinds: readonly SecretKind[] = ['snmp-community', 'snmp-user', 'login', 'ncdp2-token'];
export const auths: readonly SnmpAuth[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
export const privacies: readonly SnmpPrivacy[] = ['des', 'aes128', 'aes192', 'aes192-c', 'aes256', 'aes256-c'];

/** What of a set is no secret and stands on the command line. */
export interface OpenPart {
  readonly kind: SecretKind;
  readonly user: string;
  readonly auth: SnmpAuth | undefined;
  readonly privacy: SnmpPrivacy | undefined;
  readonly context: string | undefined;
}

/** Demands what the kind needs, and refuses what it has not. */
export function readOpenPart(options: Pick<Options, 'has' | 'text'>, kind: SecretKind): OpenPart {
  const foreign = ownOptions.filter((name) => !optionsOf[kind].includes(name) && options.has(name));
  if (foreign[0] !== undefined) throw bad(`The option --${foreign[0]} is nothing for the kind ${kind}`);
  const user = options.text('user') ?? '';
  if ((kind === 'snmp-user' || kind === 'login') && user === '') throw bad(`The kind ${kind} wants --user`);
  const auth = auths.find((name) => name === options.text('auth'));
  const privacy = privacies.find((name) => name === options.text('privacy'));
  if (privacy !== undefined && auth === undefined) throw bad('The option --privacy wants --auth as well');
  return { kind, user, auth, privacy, context: options.text('context') };
}

/**
 * Reads the secrets themselves: from a file, from standard input, or typed on a terminal without being shown; one a line.
 * `undefined` where the person interrupts. No message repeats what was read.
 */
export async function readSecret(
  context: Context,
  part: OpenPart,
  from: string | undefined,
): Promise<Secret | undefined> {
  const labels = labelsOf(part);
  const lines = labels.length === 0 ? [] : await readSecretLines(context, labels, from);
  if (lines === undefined) return undefined;
  for (const [i, label] of labels.entries()) demandGood(lines[i]!, label, part.kind);
  return secretOf(part, lines);
}

function secretOf(
  { kind, user, auth, privacy, context }: OpenPart,
  [first = '', second = '']: readonly string[],
): Secret {
  switch (kind) {
    case 'snmp-community':
      return { for: kind, community: first };
    case 'ncdp2-token':
      return { for: kind, token: first };
    case 'login':
      return { for: kind, user, password: first };
    case 'snmp-user':
      return {
        for: kind,
        user,
        ...(auth === undefined ? {} : { auth: { protocol: auth, passphrase: first } }),
        ...(privacy === undefined ? {} : { privacy: { protocol: privacy, passphrase: second } }),
        ...(context === undefined ? {} : { context }),
      };
  }
}

function labelsOf({ kind, auth, privacy }: OpenPart): readonly string[] {
  if (kind === 'snmp-community') return ['community'];
  if (kind === 'login') return ['password'];
  if (kind === 'ncdp2-token') return ['token'];
  return [
    ...(auth === undefined ? [] : ['authentication passphrase']),
    ...(privacy === undefined ? [] : ['privacy passphrase']),
  ];
}

/** One line for each label: from a file, standard input, or a person at the terminal. `undefined` where that person interrupts. */
export async function readSecretLines(
  context: Context,
  labels: readonly string[],
  from: string | undefined,
): Promise<readonly string[] | undefined> {
  if (from !== undefined && from !== '-') return linesOf(await readSecretFile(context, from), from, labels);
  if (from === undefined && context.canAsk) return askHidden(context, labels);
  if (from === undefined && context.inputIsTerminal)
    throw bad('There is no terminal to ask on', 'Give the secret on standard input or with --from.');
  return linesOf(await context.readInput(), 'standard input', labels);
}

function linesOf(bytes: Uint8Array, from: string, labels: readonly string[]): readonly string[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw bad(`What ${from} holds is no UTF-8 text`, 'Write it as UTF-8.');
  }
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  if (text === '' || lines.length !== labels.length)
    throw bad(
      `There are ${text === '' ? 0 : lines.length} lines in ${from}, wanted are ${labels.length}`,
      `Give one line each: ${labels.join(', ')}.`,
    );
  return lines;
}

async function readSecretFile(context: Context, path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { mode, size } = await file.stat();
      if (size > MOST_BYTES)
        throw bad(`The file ${path} is longer than secrets are`, 'Name a file with one line for each secret.');
      if (process.platform !== 'win32' && (mode & 0o077) !== 0)
        context.say(`${path} can be read by others: remove it, or chmod 600 ${path}`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('file/cannot-read', { path, detail: (error as Error).message }, error);
  }
}

/** RFC 3414, section 11.2: passphrases have eight characters at least. */
function demandGood(text: string, label: string, kind: SecretKind): void {
  if (text === '') throw bad(`The ${label} is empty`);
  if (hasControls(text)) throw bad(`The ${label} has control characters in it`);
  if (kind === 'ncdp2-token' && text.length < LEAST_TOKEN)
    throw bad(`The ${label} is shorter than ${LEAST_TOKEN} characters`, 'A server makes none that short.');
  if (kind === 'snmp-user' && text.length < LEAST_PASSPHRASE)
    throw bad(`The ${label} is shorter than ${LEAST_PASSPHRASE} characters`, 'SNMP version 3 allows none that short.');
}

function hasControls(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\x7f');
}

function bad(detail: string, next = 'quietport help credentials shows what it takes.'): Fault {
  return new Fault('usage/bad-arguments', { detail, next });
}

const LEAST_PASSPHRASE = 8;
const LEAST_TOKEN = 22;
const MOST_BYTES = 10_000;
const ownOptions = ['user', 'auth', 'privacy', 'context'] as const;
const optionsOf: Readonly<Record<SecretKind, readonly string[]>> = {
  'snmp-community': [],
  'ncdp2-token': [],
  'snmp-user': ownOptions,
  login: ['user'],
};
