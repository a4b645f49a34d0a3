import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '@quietport/core';
import type { Context } from '../command.ts';
import { withHouse } from './open-house.ts';

/** The devices of the inventory; none where there is no inventory yet, and none is made for a question. */
export async function knownDevices(context: Context): Promise<readonly Device[]> {
  return (await isInventory(context)) ? withHouse(context, ({ store }) => store.devices.all()) : [];
}

/** Whether there is an inventory yet. */
export function isInventory(context: Context): Promise<boolean> {
  return access(join(context.settings.data, 'inventory.sqlite')).then(
    () => true,
    () => false,
  );
}
