import { type CertificatePin, type Device, Fault, type Vault } from '@quietport/core';
import type { House } from '../house.ts';
import { type InspectRequest, planInspect } from '../inspect.ts';
import { findDevice } from '../inventory.ts';
import type { FindPlan } from '../plan.ts';
import { runPlan } from '../run.ts';
import { certificatesIn } from './pin-troubles.ts';

export interface PinRequest extends Omit<InspectRequest, 'host'> {
  /** A device of the inventory by any of its names. */
  readonly target: string;
  /** SHA-256 of the certificate, hex; the device is asked for its certificate if absent. */
  readonly fingerprint?: string;
}

/**
 * Pins the certificate that a device shows, or the one that a person names: from then on another one is reported. What was
 * pinned for it before is replaced. Throws `Fault` `device/not-found`, `device/ambiguous`, `credentials/no-certificate`.
 */
export async function pinCertificate(
  request: PinRequest,
  vault: Vault,
  house: House,
  signal: AbortSignal,
  planned: (plan: FindPlan) => void = () => undefined,
): Promise<readonly CertificatePin[]> {
  const { target, fingerprint, ...how } = request;
  const device = await findDevice(house.store, target);
  const shown =
    fingerprint === undefined ? await certificatesOf(device, how, house, signal, planned) : [{ fingerprint }];
  const pinnedAt = house.clock.now();
  const pins = shown.map((each): CertificatePin => ({ device: device.id, ...each, pinnedAt }));
  await vault.keys.change((keys) => ({
    value: { ...keys, pins: [...keys.pins.filter((pin) => !isOf(pin, device)), ...pins] },
    result: undefined,
  }));
  return pins;
}

/** Throws `Fault` `credentials/not-pinned`. `target` is a device, or the id under which it was pinned. */
export async function unpinCertificate(target: string, vault: Vault, { store }: Pick<House, 'store'>): Promise<number> {
  const device = await findDevice(store, target).catch((error: unknown) => {
    // a device that left the inventory keeps its pin until somebody takes it away
    if (error instanceof Fault && error.code === 'device/not-found') return { id: target, aliases: [] };
    throw error;
  });
  return vault.keys.change((keys) => {
    const pins = keys.pins.filter((pin) => !isOf(pin, device));
    const removed = keys.pins.length - pins.length;
    if (removed === 0) throw new Fault('credentials/not-pinned', { id: device.id });
    return { value: { ...keys, pins }, result: removed };
  });
}

export async function listPins(vault: Vault): Promise<readonly CertificatePin[]> {
  return (await vault.keys.read()).pins;
}

async function certificatesOf(
  device: Device,
  how: Omit<InspectRequest, 'host'>,
  house: House,
  signal: AbortSignal,
  planned: (plan: FindPlan) => void,
): Promise<readonly Pick<CertificatePin, 'fingerprint' | 'port'>[]> {
  const address = device.interfaces.flatMap((row) => row.addresses)[0];
  if (address === undefined) throw new Fault('device/no-address', { id: device.id });
  // by every room: where TLS is spoken besides 443, the others tell
  const plan = await planInspect({ ...how, host: address }, house, signal);
  planned(plan);
  const { observations } = await runPlan(plan, house, signal);
  const shown = new Map(
    certificatesIn(observations)
      .filter(({ from }) => from.address === address)
      .map(({ from: { port }, fingerprint }) => [`${port} ${fingerprint}`, { port, fingerprint }] as const),
  );
  if (shown.size === 0) throw new Fault('credentials/no-certificate', { host: address });
  return [...shown.values()];
}

function isOf(pin: CertificatePin, device: Pick<Device, 'id' | 'aliases'>): boolean {
  return pin.device === device.id || device.aliases.includes(pin.device);
}
