import { type Checked, type CheckMarks, checkDevice, type Device, Fault } from '@quietport/core';
import { askEscPos, type EscPosAsked } from './escpos-order.ts';
import { type FindProgress, find } from './find.ts';
import { type DeviceForecast, forecastDevice } from './forecast/device-forecast.ts';
import type { House } from './house.ts';
import { byAddress, findDevice } from './inventory.ts';
import type { FindRequest } from './plan.ts';
import { poll } from './poll.ts';

export interface StatusRequest {
  /** Devices by any name that `findDevice` takes; all of the inventory if none. */
  readonly ids?: readonly string[];
  readonly marks: CheckMarks;
  /** Asks the devices again first, at the addresses where they were heard. */
  readonly look?: Omit<FindRequest, 'targets'>;
  /** Polls the devices first: a few packets each to those that can be polled, a look at the others. */
  readonly poll?: Omit<FindRequest, 'targets'>;
  /** Asks one POS printer, which `ids` names alone, over its print port: a person's order. */
  readonly escpos?: Omit<FindRequest, 'targets'>;
}

export interface Status {
  /** When it was put together: ages are counted from here. */
  readonly at: number;
  readonly devices: readonly {
    readonly device: Device;
    readonly checked: Checked;
    /** Of devices that were named: what their history says of the days to come. */
    readonly forecast?: DeviceForecast;
  }[];
  /** Where a POS printer was asked over its print port. */
  readonly escpos?: EscPosAsked;
}

/**
 * How devices are, from the inventory or asked anew. Throws `device/not-found` and `device/ambiguous`, and with `escpos`
 * what `askEscPos` throws.
 */
export async function status(
  request: StatusRequest,
  house: House,
  signal: AbortSignal,
  progress: FindProgress = {},
): Promise<Status> {
  const before = await meant(request, house);
  if (request.look !== undefined && before.length > 0) {
    const addresses = before.flatMap(({ interfaces }) => interfaces.flatMap((row) => row.addresses));
    await find({ ...request.look, targets: [...new Set(addresses)] }, house, signal, progress);
  }
  if (request.poll !== undefined && before.length > 0) await pollOrLook(request.poll, before, house, signal, progress);
  const escpos = request.escpos === undefined ? undefined : await ordered(request, request.escpos, house, signal);
  const at = house.clock.now();
  // an id stays valid, whatever the look has joined
  const ids = new Set(before.map(({ id }) => id));
  const now =
    request.look === undefined && request.poll === undefined && escpos === undefined
      ? before
      : (await house.store.devices.all()).filter((row) => isOneOf(row, ids));
  const devices = [];
  for (const device of byAddress(now)) {
    const checked = checkDevice(device, at, request.marks);
    const named = (request.ids ?? []).length > 0;
    devices.push({ device, checked, ...(named ? { forecast: await forecastDevice(device, house.store, at) } : {}) });
  }
  return {
    at,
    devices,
    ...(escpos === undefined ? {} : { escpos }),
  };
}

/** Whoever cannot be polled is looked at, and so is whoever is not what it was. */
async function pollOrLook(
  how: Omit<FindRequest, 'targets'>,
  devices: readonly Device[],
  house: House,
  signal: AbortSignal,
  progress: FindProgress,
): Promise<void> {
  const { lookAt } = await poll({ ...how, ids: devices.map(({ id }) => id) }, house, signal, {
    ...(progress.planned === undefined ? {} : { planned: progress.planned }),
  });
  if (lookAt.length > 0 && !signal.aborted) await find({ ...how, targets: lookAt }, house, signal, progress);
}

/** The order names one device; after a look it may have another id. */
async function ordered(
  { ids = [] }: StatusRequest,
  how: NonNullable<StatusRequest['escpos']>,
  house: House,
  signal: AbortSignal,
): Promise<EscPosAsked> {
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0)
    throw new Fault('usage/bad-arguments', {
      detail: '--escpos is for one device',
      next: 'Name one POS printer: quietport status ID --escpos.',
    });
  return askEscPos(await findDevice(house.store, id), how, house, signal);
}

async function meant({ ids = [] }: StatusRequest, house: House): Promise<readonly Device[]> {
  if (ids.length === 0) return house.store.devices.all();
  const found = new Map<string, Device>();
  for (const id of ids) {
    const device = await findDevice(house.store, id);
    found.set(device.id, device);
  }
  return [...found.values()];
}

function isOneOf({ id, aliases }: Device, ids: ReadonlySet<string>): boolean {
  return ids.has(id) || aliases.some((alias) => ids.has(alias));
}
