import { type Clock, canonicalIp, type Device, type Door, type Store } from '@quietport/core';

/** Which device of the inventory is behind an address, as far as is known. */
export interface Doors {
  at(address: string): Promise<Door>;
  /** The same for many addresses at once. */
  all(): Promise<(address: string) => Door>;
}

/** Reads the inventory anew when what it knows is half a minute old: a look of hours learns devices on its way. */
export function doorsOf(store: Pick<Store, 'devices'>, clock: Clock): Doors {
  let until = Number.NEGATIVE_INFINITY;
  let known: Promise<(address: string) => Door> | undefined;
  const all = (): Promise<(address: string) => Door> => {
    if (known === undefined || clock.monotonic() >= until) {
      until = clock.monotonic() + FRESH_MS;
      known = store.devices.all().then(doorsIn);
    }
    return known;
  };
  return { all, at: async (address) => (await all())(address) };
}

/** Of several devices that were heard at one address, the one that was heard last is taken to be there now. */
export function doorsIn(devices: readonly Device[]): (address: string) => Door {
  const byAddress = new Map<string, Device>();
  for (const device of devices.toSorted((a, b) => a.seen.last - b.seen.last))
    for (const { addresses } of device.interfaces) for (const each of addresses) byAddress.set(each, device);
  return (text) => {
    const address = canonicalIp(text);
    const device = byAddress.get(address);
    return device === undefined ? { address } : { address, device: { id: device.id, aliases: device.aliases } };
  };
}

const FRESH_MS = 30_000;
