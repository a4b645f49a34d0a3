import { join } from 'node:path';
import { Fault } from '@quietport/core/fault';
import { type House, houseOn, openHouse as openRealHouse, VaultLocksmith } from '@quietport/library';
import { systemClock } from '@quietport/node';
import { openSqliteStore } from '@quietport/store';
import { demandRestored } from '../backup/demand-restored.ts';
import type { Context } from '../command.ts';
import { makeFolder } from './make-folder.ts';
import { vaultOf } from './open-vault.ts';

/**
 * The house of this call: the inventory in the data folder, the machine's network within the person's limits, or within
 * narrower ones.
 */
export async function openHouse(context: Context, interfaces = context.settings.interfaces): Promise<House> {
  const { data } = context.settings;
  await makeDataFolder(data);
  await demandRestored(data);
  const store = await openSqliteStore(join(data, 'inventory.sqlite'));
  const keeper = new VaultLocksmith({ vault: vaultOf(context), store, clock: systemClock });
  return openRealHouse({ store, locksmith: keeper, pins: keeper, allowedInterfaces: interfaces });
}

/** Opens the house, hands it to `work`, and closes the store whatever happens. */
export async function withHouse<T>(
  context: Context,
  work: (house: House) => Promise<T>,
  interfaces = context.settings.interfaces,
): Promise<T> {
  const house = await openHouse(context, interfaces);
  try {
    return await work(house);
  } finally {
    await house.store.close();
  }
}

/**
 * The house of an order that names its interfaces (`-i`): what it sends leaves by those only, also where another one
 * leads to the host. A name that is no interface, or that is beyond the person's limits, is left to the plan to refuse.
 */
export async function withNamedInterfaces<T>(context: Context, work: (house: House) => Promise<T>): Promise<T> {
  const { interfaces } = context;
  return withHouse(context, async (house) => {
    if (interfaces.length === 0) return work(house);
    const known = (await house.network.interfaces()).map(({ name }) => name);
    return work(interfaces.every((name) => known.includes(name)) ? houseOn(house, interfaces) : house);
  });
}

/** A home folder that cannot be written is the person's to mend, and no bug. */
async function makeDataFolder(data: string): Promise<void> {
  try {
    await makeFolder(data);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Fault('store/cannot-open', { path: data, detail }, error);
  }
}
