import type { PinVerdict } from '../../contracts/credentials.ts';
import type { CertificatePin } from '../../contracts/vault.ts';
import type { Door } from './key-scope.ts';

/**
 * Whether the certificate is one of those that were pinned for that port of the device behind the door. Pins under its
 * earlier ids count.
 */
export function checkPin(
  pins: readonly CertificatePin[],
  { device }: Door,
  port: number,
  fingerprint: string,
): PinVerdict {
  if (device === undefined) return { is: 'none' };
  const own = pins.filter(
    (pin) =>
      (pin.device === device.id || device.aliases.includes(pin.device)) &&
      (pin.port === undefined || pin.port === port),
  );
  if (own.length === 0) return { is: 'none' };
  if (own.some((pin) => pin.fingerprint === fingerprint.toLowerCase())) return { is: 'same', device: device.id };
  return { is: 'changed', device: device.id, pinned: own.map((pin) => pin.fingerprint) };
}
