import { observedSpeakers, type PortProbed, probePort, type Speaker } from '@quietport/library';
import type { PortLookup } from '@quietport/library/port';
import type { Context } from '../command.ts';
import { hostRequest } from './host-request.ts';
import { isInventory } from './known-devices.ts';
import { withHouse, withNamedInterfaces } from './open-house.ts';

export { knownDevices as devicesOf } from './known-devices.ts';

/** Who spoke at watched ports, as the evidence has it. */
export async function speakersOf(context: Context): Promise<readonly Speaker[]> {
  if (!(await isInventory(context))) return [];
  return withHouse(context, ({ store, catalogue }) => observedSpeakers(store, catalogue));
}

/** Asks one host about the numbers of the question. */
export async function probe(
  context: Context,
  lookup: PortLookup,
  host: string,
  knockPrintPorts: boolean,
): Promise<PortProbed> {
  const request = await hostRequest(context, host, knockPrintPorts);
  const probed = await withNamedInterfaces(context, (house) => probePort(lookup, request, house, context.signal));
  const sent = probed.ledger.map((row) => `${row.probe} ${row.transport} ${row.port}: ${row.packets}`);
  context.detail(`packets to ${host}: ${sent.length === 0 ? 'none' : sent.join(', ')}`);
  return probed;
}
