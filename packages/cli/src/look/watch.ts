import type { Device, NetworkInterface } from '@quietport/core';
import {
  chooseInterfaces,
  deviceDocument,
  emulateFleet,
  type FindRequest,
  type Found,
  find,
  findDocument,
  type House,
  loopbackHouse,
} from '@quietport/library';
import { systemClock } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import type { Context } from '../command.ts';
import { type LiveTable, openLiveTable } from '../output/live.ts';
import { deviceColumns } from './device-columns.ts';

/**
 * `find --watch`: looks again and again and shows what changes, until the person ends it. Over a virtual fleet it offers,
 * on a terminal, a look at the real network: one key, the interfaces named, and a yes. Without a terminal it asks nothing.
 */
export async function watch(context: Context, request: FindRequest, house: House, fleetName?: string): Promise<number> {
  const table = await openLiveTable<Device>(context, deviceColumns, {
    key: (device) => device.id,
    name: (device) => device.id,
    record: deviceDocument,
    document: () => (latest === undefined ? { schema: 'quietport/find@1', devices: [] } : findDocument(latest)),
  });
  let latest: Found | undefined;
  const seen = (found: Found) => {
    latest = found;
  };
  if (fleetName === undefined) return rounds(context, table, request, house, undefined, seen, context.signal);
  const consent = await watchFleet(context, table, fleetName, request, house, seen);
  if (consent === undefined) return 130;
  const real = { ...request, interfaces: consent.map((row) => row.name) };
  return rounds(context, table, real, house, undefined, seen, context.signal);
}

/** The virtual fleet, until the person ends it or consents to a look at the network: then the interfaces. */
async function watchFleet(
  context: Context,
  table: LiveTable<Device>,
  fleetName: string,
  request: FindRequest,
  house: House,
  seen: (found: Found) => void,
): Promise<readonly NetworkInterface[] | undefined> {
  const fleet = await emulateFleet(fleetName);
  // virtual devices never enter the inventory of real ones
  const fleetHouse = await loopbackHouse(openMemoryStore());
  const real = chooseInterfaces(await house.network.interfaces(), [], house.allowedInterfaces).interfaces.filter(
    (row) => !row.loopback,
  );
  const asked = new AbortController();
  const stop = () => asked.abort();
  context.signal.addEventListener('abort', stop, { once: true });
  let offer = context.canAsk && real.length > 0 ? `l: look at my network (${names(real)})` : '';
  let consent: readonly NetworkInterface[] | undefined;
  const release = context.onKey((key) => {
    if (offer === '') return;
    if (offer.startsWith('l:') && key.toLowerCase() === 'l')
      offer = `Look at ${names(real)}? y: yes, any other key: no`;
    else if (offer.startsWith('Look') && key.toLowerCase() === 'y') {
      consent = real;
      stop();
    } else offer = `l: look at my network (${names(real)})`;
  });
  try {
    context.say(
      `${fleet.devices.length} virtual devices on loopback, found through real sockets; nothing leaves this machine`,
    );
    const overFleet = { ...request, targets: [], interfaces: [], fleet: fleet.scope };
    const status = () => ['virtual fleet on loopback', offer, 'Ctrl-C: end'].filter((part) => part !== '').join(' · ');
    await rounds(context, table, overFleet, fleetHouse, status, seen, asked.signal);
  } finally {
    release();
    context.signal.removeEventListener('abort', stop);
    await fleet.close();
  }
  return consent;
}

async function rounds(
  context: Context,
  table: LiveTable<Device>,
  request: FindRequest,
  house: House,
  status: (() => string) | undefined,
  seen: (found: Found) => void,
  signal: AbortSignal,
): Promise<number> {
  let devices: readonly Device[] = [];
  let first = true;
  const show = () => table.show(devices, [status?.() ?? LOOKING]);
  while (!signal.aborted) {
    const found = await find(request, house, signal, {
      devices: (sofar) => {
        // the first look shows what it has; later ones would flicker between the old picture and a half of the new one
        if (first) table.show(sofar, [status?.() ?? LOOKING]);
      },
    });
    first = false;
    for (const trouble of found.troubles) context.detail(trouble);
    if (!signal.aborted || devices.length === 0) devices = found.devices;
    seen(found);
    show();
    // the status line answers keys between looks
    for (let tick = 0; tick < TICKS && !signal.aborted; tick++) {
      await systemClock.sleep(TICK_MS, signal);
      if (status !== undefined && context.screen().terminal) show();
    }
  }
  await table.end(devices);
  return context.signal.aborted ? 130 : 0;
}

const names = (interfaces: readonly NetworkInterface[]) => interfaces.map((row) => row.name).join(', ');

const LOOKING = 'looking · Ctrl-C: end';
const TICK_MS = 500;
const TICKS = 10;
