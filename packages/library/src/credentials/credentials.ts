import {
  allDoors,
  byOrder,
  type Clock,
  type CredentialSet,
  deviceScope,
  Fault,
  forgetSet,
  type KeyNotes,
  parseScopePart,
  type Secret,
  type Store,
  type Vault,
} from '@quietport/core';
import { findDevice } from '../inventory.ts';

/** A set of credentials as it may be shown: all but its secrets. */
export interface ShownCredential {
  readonly name: string;
  readonly kind: Secret['for'];
  readonly scope: readonly string[];
  readonly order: number;
  /** Of a login or an SNMP user. */
  readonly user?: string;
  readonly auth?: string;
  readonly privacy?: string;
  readonly context?: string;
  readonly changedAt: number;
  readonly doors: readonly ShownDoor[];
}

/** What a set came to at one door. */
export interface ShownDoor {
  /** A device's id, or the address where no device is known. */
  readonly door: string;
  /** `tried`: nothing came of it. */
  readonly outcome: 'worked' | 'refused' | 'tried';
  readonly at: number;
  readonly why?: string;
}

/** What can be changed of a set. */
export interface CredentialChange {
  readonly scope?: readonly string[] | undefined;
  readonly order?: number | undefined;
  readonly secret?: Secret | undefined;
}

/** All sets in the order in which they are tried. */
export async function listCredentials(vault: Vault): Promise<readonly ShownCredential[]> {
  const [{ sets }, notes] = await Promise.all([vault.keys.read(), vault.notes.read()]);
  return sets.toSorted(byOrder).map((set) => shown(set, notes));
}

/** Throws `Fault` `credentials/not-found`. */
export async function showCredential(name: string, vault: Vault): Promise<ShownCredential> {
  return shown(await findSet(name, vault), await vault.notes.read());
}

/** Throws `Fault` `credentials/exists`, `device/not-found`, `device/ambiguous`. */
export async function addCredential(
  given: { readonly name: string; readonly secret: Secret; readonly scope: readonly string[]; readonly order?: number },
  vault: Vault,
  { clock, store }: { readonly clock: Clock; readonly store: Store },
): Promise<ShownCredential> {
  const scope = await readScope(given.scope, store);
  const { name, secret } = given;
  const set = await vault.keys.change((keys) => {
    if (keys.sets.some((each) => each.name === name)) throw new Fault('credentials/exists', { name });
    const order = given.order ?? Math.max(0, ...keys.sets.map((each) => each.order)) + 1;
    const made: CredentialSet = { name, secret, scope, order, changedAt: clock.now() };
    return { value: { ...keys, sets: [...keys.sets, made] }, result: made };
  });
  return shown(set, await vault.notes.read());
}

/** Another scope, order or secret; a new secret of another kind is another set. Throws as `addCredential` does. */
export async function changeCredential(
  name: string,
  change: CredentialChange,
  vault: Vault,
  { clock, store }: { readonly clock: Clock; readonly store: Store },
): Promise<ShownCredential> {
  const scope = change.scope === undefined ? undefined : await readScope(change.scope, store);
  const set = await vault.keys.change((keys) => {
    const before = keys.sets.find((each) => each.name === name);
    if (before === undefined) throw notFound(name, keys.sets);
    const after: CredentialSet = {
      ...before,
      ...(scope === undefined ? {} : { scope }),
      ...(change.order === undefined ? {} : { order: change.order }),
      ...(change.secret === undefined ? {} : { secret: change.secret, changedAt: clock.now() }),
    };
    return { value: { ...keys, sets: keys.sets.map((each) => (each === before ? after : each)) }, result: after };
  });
  return shown(set, await vault.notes.read());
}

/** Throws `Fault` `credentials/not-found`. */
export async function removeCredential(name: string, vault: Vault): Promise<void> {
  await vault.keys.change((keys) => {
    if (!keys.sets.some((each) => each.name === name)) throw notFound(name, keys.sets);
    return { value: { ...keys, sets: keys.sets.filter((each) => each.name !== name) }, result: undefined };
  });
  await vault.notes.change((notes) => ({ value: forgetSet(notes, name), result: undefined }));
}

/** Throws `Fault` `credentials/not-found`. */
export async function findSet(name: string, vault: Vault): Promise<CredentialSet> {
  const { sets } = await vault.keys.read();
  const set = sets.find((each) => each.name === name);
  if (set === undefined) throw notFound(name, sets);
  return set;
}

/** Prefixes, ranges and addresses as they are; any other word is a device of the inventory. */
async function readScope(texts: readonly string[], store: Store): Promise<readonly string[]> {
  const parts: string[] = [];
  for (const text of texts)
    parts.push(parseScopePart(text) ?? deviceScope((await findDevice(store, text.replace(/^device:/, ''))).id));
  return [...new Set(parts)];
}

function notFound(name: string, sets: readonly CredentialSet[]): Fault {
  const known = sets.length === 0 ? 'none' : sets.map((each) => each.name).join(', ');
  return new Fault('credentials/not-found', { name, known });
}

function shown({ name, secret, scope, order, changedAt }: CredentialSet, notes: KeyNotes): ShownCredential {
  const open = { name, kind: secret.for, scope, order, changedAt, doors: doorsOf(name, notes) };
  if (secret.for === 'snmp-community' || secret.for === 'ncdp2-token') return open;
  if (secret.for === 'login') return { ...open, user: secret.user };
  return {
    ...open,
    user: secret.user,
    ...(secret.auth === undefined ? {} : { auth: secret.auth.protocol }),
    ...(secret.privacy === undefined ? {} : { privacy: secret.privacy.protocol }),
    ...(secret.context === undefined ? {} : { context: secret.context }),
  };
}

function doorsOf(name: string, notes: KeyNotes): readonly ShownDoor[] {
  return allDoors(notes).flatMap(([key, row]): ShownDoor[] => {
    const door = key.replace(/^device:/, '');
    const worked = row.worked.find((each) => each.name === name);
    if (worked !== undefined) return [{ door, outcome: 'worked', at: worked.at }];
    const last = row.tries.findLast((each) => each.name === name);
    if (last === undefined) return [];
    const outcome = last.refusedAt === undefined ? 'tried' : 'refused';
    return [{ door, outcome, at: last.at, ...(last.why === undefined ? {} : { why: last.why }) }];
  });
}
