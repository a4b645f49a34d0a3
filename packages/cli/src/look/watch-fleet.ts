import type { NetworkInterface } from '@quietport/core';
import { chooseInterfaces, emulateFleet, type FindRequest, type House, loopbackHouse } from '@quietport/library';
import { openMemoryStore } from '@quietport/store';
import type { Context } from '../command.ts';
import { askForConsent } from './ask-for-consent.ts';
import type { WatchScreen } from './watch-screen.ts';

/**
 * Watches a virtual fleet until the person ends it, or consents to a look at the network: one key, the interfaces named,
 * and a yes. Then it gives these interfaces.
 */
export async function watchFleet(
  context: Context,
  screen: WatchScreen,
  request: FindRequest,
  house: House,
  fleetName: string,
): Promise<readonly NetworkInterface[] | undefined> {
  const fleet = await emulateFleet(fleetName);
  // virtual devices never enter the inventory of real ones
  const fleetHouse = await loopbackHouse(openMemoryStore());
  const real = chooseInterfaces(await house.network.interfaces(), [], house.allowedInterfaces).interfaces.filter(
    (row) => !row.loopback,
  );
  const over = new AbortController();
  const end = () => over.abort();
  context.signal.addEventListener('abort', end, { once: true });
  const consent = askForConsent(
    context,
    real.map((row) => row.name),
    () => screen.refresh(),
    end,
  );
  try {
    context.say(
      `${fleet.devices.length} virtual devices on loopback, found through real sockets; nothing leaves this machine`,
    );
    const overFleet = { ...request, targets: [], interfaces: [], fleet: fleet.scope };
    const status = () =>
      ['virtual fleet on loopback', consent.offer(), 'Ctrl-C: end'].filter((part) => part !== '').join(' · ');
    if (context.signal.aborted) end();
    await screen.follow(overFleet, fleetHouse, over.signal, status);
  } finally {
    consent.release();
    context.signal.removeEventListener('abort', end);
    await fleet.close();
  }
  return consent.given() && !context.signal.aborted ? real : undefined;
}
