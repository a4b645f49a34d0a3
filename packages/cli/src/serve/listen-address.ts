import { parseIp } from '@quietport/core';
import { Fault } from '@quietport/core/fault';

/** Where `--listen` says: `29260`, `127.0.0.1:29260`, `[::1]:29260`. Throws `usage/bad-value`. */
export function listenAddress(text: string | undefined): { readonly address: string; readonly port: number } {
  const [, six, four, digits = ''] = /^(?:\[([0-9a-f:]+)\]:|([\d.]+|localhost):)?(\d{1,5})$/i.exec(text ?? USUAL) ?? [];
  const port = Number(digits);
  const address = six ?? (four === undefined || four === 'localhost' ? '127.0.0.1' : four);
  if (digits === '' || port > 65_535 || parseIp(address) === undefined)
    throw new Fault('usage/bad-value', {
      option: '--listen',
      value: text ?? '',
      expected: 'Give a port, or an address and a port: 29260, 127.0.0.1:29260, [::1]:29260, 0.0.0.0:29260.',
    });
  return { address, port };
}

// unassigned by IANA
const USUAL = '29259';
