import type { DatagramLine } from '../../contracts/datagram-line.ts';
import type { Network } from '../../contracts/network.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import type { Ledger } from './ledger.ts';
import type { Pace } from './pace.ts';
import { isPrintPort } from './print-ports.ts';

/**
 * What a person's order lets through to one device by UDP. It is data, made for one run, after the identity of who is
 * there was read, and never for a print port. Probes have no way to one.
 */
export interface DatagramPermit {
  readonly for: 'order';
  /** What the ledger calls it: `manage.snmp`. */
  readonly order: string;
  readonly address: string;
  /** UDP. */
  readonly port: number;
}

/** What of the gate this needs. */
export interface DatagramGate {
  readonly network: Network;
  readonly ledger: Ledger;
  readonly pace: Pace;
  standardPort(address: string, port: number): number;
  /** Whether unicast may go there at all. */
  may(address: string): boolean;
}

/** `forbidden` where the port prints, or the address is out of scope. */
export async function datagramLine(
  { order, address, port }: DatagramPermit,
  { network, ledger, pace, standardPort, may }: DatagramGate,
): Promise<DatagramLine | 'forbidden'> {
  const to: Endpoint = { address, port, transport: 'udp' };
  const prints = isPrintPort(port, 'udp') || isPrintPort(standardPort(address, port), 'udp');
  if (prints || !may(address)) {
    ledger.refused({ probe: order, why: prints ? 'print-port' : 'out-of-scope', ...to });
    return 'forbidden';
  }
  const socket = await network.udp({ family: address.includes(':') ? 6 : 4 });
  return {
    listen: (listener) =>
      socket.listen(({ from, bytes }) => {
        if (from.address === address && from.port === port) listener(bytes);
      }),
    send: async (bytes, signal) => {
      await pace.turn(signal);
      if (signal.aborted) return false;
      const failure = await socket.send(bytes, to);
      if (failure !== undefined) return false;
      ledger.sent(order, port, 'udp', bytes.length);
      return true;
    },
    close: () => socket.close(),
  };
}
