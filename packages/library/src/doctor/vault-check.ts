import { Fault, type Vault } from '@quietport/core';
import { type Check, type DoctorFacts, NOTHING_TO_DO, type VaultState } from './check.ts';

/** `undefined` where nothing was ever kept. */
export async function vaultState(vault: Vault): Promise<VaultState | undefined> {
  const { place } = vault;
  if (!(await vault.exists())) return undefined;
  try {
    const [{ sets, pins }] = await Promise.all([vault.keys.read(), vault.notes.read()]);
    return { place, sets: sets.length, pins: pins.length };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { place, trouble: { text: error.text, next: error.next } };
  }
}

/** Looks stop before the first packet where the credentials do not open. */
export function vaultChecks({ vault }: DoctorFacts): readonly Check[] {
  if (vault === undefined) return [];
  const { place, sets = 0, pins = 0, trouble } = vault;
  if (trouble !== undefined)
    return [{ check: 'credentials', state: 'problem', text: trouble.text, action: trouble.next }];
  const count = (number: number, one: string) => `${number} ${one}${number === 1 ? '' : 's'}`;
  const text = `The credentials in ${place} open: ${count(sets, 'set')}, ${count(pins, 'pinned certificate')}.`;
  return [{ check: 'credentials', state: 'ok', text, action: NOTHING_TO_DO }];
}
