import { Fault } from '@quietport/core/fault';

/** Where `--listen` says: `29260`, `127.0.0.1:29260`, `[::1]:29260`. Throws `usage/bad-value`. */
export function listenAddress(text: string | undefined): { readonly address: string; readonly port: number } {
  const [, six, four, digits = ''] = /^(?:\[([0-9a-f:]+)\]:|([\d.]+|localhost):)?(\d{1,5})$/i.exec(text ?? USUAL) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65_535)
    throw new Fault('usage/bad-value', {
      option: '--listen',
      value: text ?? '',
      expected: 'Give a port, or a loopback address and a port: 29260, 127.0.0.1:29260, [::1]:29260.',
    });
  return { address: six ?? (four === undefined || four === 'localhost' ? '127.0.0.1' : four), port };
}

// unassigned by IANA
const USUAL = '29259';
