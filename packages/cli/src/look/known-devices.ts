import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '@quietport/core';
import type { Context } from '../command.ts';
import { withHouse } from './open-house.ts';

/** The devices of the inventory; none where there is no inventory yet, and none is made for a question. */
export async function knownDevices(context: Context): Promise<readonly Device[]> {
  const there = await access(join(context.settings.data, 'inventory.sqlite')).then(
    () => true,
    () => false,
  );
  return there ? withHouse(context, ({ store }) => store.devices.all()) : [];
}
