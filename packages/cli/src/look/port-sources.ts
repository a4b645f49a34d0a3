import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { probePort } from '@quietport/library';
import type { PortLookup, PortPart, PortSources } from '@quietport/library/port';
import type { Context } from '../command.ts';
import type { Options } from '../options.ts';
import { readFleetNote } from './fleet-note.ts';
import { withHouse } from './open-house.ts';

/** Where `port` looks beyond the tables: this machine's sockets, the inventory, and a host that a person named. */
export async function portSources(
  context: Context,
  lookup: PortLookup,
  parts: readonly PortPart[],
  options: Options,
): Promise<PortSources> {
  const host = options.text('probe');
  const probed = host === undefined ? undefined : await probe(context, lookup, host, options);
  return {
    ...(probed === undefined ? {} : { probed }),
    ...(parts.includes('network') ? { devices: () => devicesOf(context) } : {}),
  };
}

/** The devices of the inventory; none where there is no inventory yet, and none is made for a question. */
async function devicesOf(context: Context) {
  const there = await access(join(context.settings.data, 'inventory.sqlite')).then(
    () => true,
    () => false,
  );
  return there ? withHouse(context, ({ store }) => store.devices.all()) : [];
}

async function probe(context: Context, lookup: PortLookup, host: string, options: Options) {
  const { settings, interfaces } = context;
  const fleet = await readFleetNote(settings.data);
  const request = {
    host,
    interfaces,
    exclude: settings.exclude,
    rate: settings.rate,
    community: settings.community.reveal(),
    iOwnThis: settings.iOwnThis,
    knockPrintPorts: options.flag('print-ports'),
    ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
    ...(fleet === undefined ? {} : { fleet }),
  };
  const probed = await withHouse(context, (house) => probePort(lookup, request, house, context.signal));
  const sent = probed.ledger.map(({ probe: by, port, transport, packets }) => `${by} ${transport} ${port}: ${packets}`);
  context.detail(`packets to ${host}: ${sent.length === 0 ? 'none' : sent.join(', ')}`);
  return probed;
}
