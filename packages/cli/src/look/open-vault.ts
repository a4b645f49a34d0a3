import { join } from 'node:path';
import type { Vault } from '@quietport/core';
import { openVault, systemClock, systemDice } from '@quietport/node';
import type { Context } from '../command.ts';

/** The vault of this call: sealed files in the data folder, their key from where the settings say. Nothing is opened yet. */
export function vaultOf({ settings }: Pick<Context, 'settings'>): Vault {
  const { data, key, keyFile, credentialsFolder } = settings;
  const given = key === undefined ? undefined : { text: key.reveal(), from: 'QUIETPORT_KEY' };
  return openVault(
    { folder: join(data, 'credentials'), key: { given, folder: credentialsFolder, file: keyFile } },
    { clock: systemClock, dice: systemDice },
  );
}
