import { type PortProbed, probePort } from '@quietport/library';
import type { PortLookup } from '@quietport/library/port';
import type { Context } from '../command.ts';
import { hostRequest } from './host-request.ts';
import { withHouse } from './open-house.ts';

export { knownDevices as devicesOf } from './known-devices.ts';

/** Asks one host about the numbers of the question. */
export async function probe(
  context: Context,
  lookup: PortLookup,
  host: string,
  knockPrintPorts: boolean,
): Promise<PortProbed> {
  const request = await hostRequest(context, host, knockPrintPorts);
  const probed = await withHouse(context, (house) => probePort(lookup, request, house, context.signal));
  const sent = probed.ledger.map((row) => `${row.probe} ${row.transport} ${row.port}: ${row.packets}`);
  context.detail(`packets to ${host}: ${sent.length === 0 ? 'none' : sent.join(', ')}`);
  return probed;
}
