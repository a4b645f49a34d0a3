import { emulateFleet, type FindRequest, type House, loopbackHouse } from '@quietport/library';
import { openMemoryStore } from '@quietport/store';

/**
 * Starts a virtual fleet for one look at it, and hands that look a house that reaches loopback alone: whatever the person
 * may look at otherwise, nothing leaves this machine. Virtual devices never enter the inventory of real ones.
 */
export async function overFleet<T>(
  name: string,
  request: FindRequest,
  look: (request: FindRequest, house: House) => Promise<T>,
): Promise<T> {
  const fleet = await emulateFleet(name);
  try {
    return await look(
      { ...request, targets: [], interfaces: [], fleet: fleet.scope },
      await loopbackHouse(openMemoryStore()),
    );
  } finally {
    await fleet.close();
  }
}
