import { discoveryZone, zoneDocument } from '@quietport/library';
import type { Context } from '../command.ts';
import { withHouse } from './open-house.ts';

/** The zone goes to standard output as it is, ready for a file; what it lacks is said beside it. Exits 1 where it is empty. */
export async function printZone(context: Context, domain: string): Promise<0 | 1> {
  return withHouse(context, async ({ store }) => {
    const zone = await discoveryZone(domain, store);
    if (context.output === 'table') context.write(zone.text);
    else context.printDocument(zoneDocument(zone));
    for (const { device, why } of zone.leftOut) context.say(`left out ${device}: ${why}`);
    if (zone.services.length > 0) return 0;
    context.say('No device of the inventory tells a service for it. quietport find looks for devices.');
    return 1;
  });
}
