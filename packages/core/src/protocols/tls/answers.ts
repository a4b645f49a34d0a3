import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';

/**
 * A certificate needs a private key, and none is kept here: so a virtual device shows none. Quirk `tls.broken`: something
 * listens on 443 that breaks the handshake off with bytes that are no TLS.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  if (device.quirks['tls.broken'] === undefined) return [];
  return [{ on: 'tcp', port: 443, open: () => ({ greet: () => [], take: () => [NO_TLS] }) }];
}

const NO_TLS = Uint8Array.of(0x16, 0x03, 0x09, 0xff, 0xff, 0x00, 0x00);
