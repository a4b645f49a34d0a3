import { vendorOf } from '@quietport/knowledge/vendors';

/** What the prefix of a MAC tells, for people: of the network card, never of the device. Empty where it tells nothing. */
export function macVendorText(mac: string): string {
  const { maker, locallyAdministered } = vendorOf(mac);
  if (locallyAdministered) return '  (locally administered: no maker gave it)';
  return maker === undefined ? '' : `  (network card by ${maker}, by its prefix)`;
}
