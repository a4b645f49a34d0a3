import type { Network } from '../../contracts/network.ts';
import type { SecureDialOutcome } from '../../contracts/secure-stream.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import type { Ledger } from './ledger.ts';
import type { Pace } from './pace.ts';
import { isPrintPort } from './print-ports.ts';
import type { SecurePermit } from './secure-permit.ts';

/** What of the gate this needs. */
export interface SecureGate {
  readonly network: Network;
  readonly ledger: Ledger;
  readonly pace: Pace;
  standardPort(address: string, port: number): number;
  /** Whether unicast may go there at all. */
  may(address: string): boolean;
}

export type SecureDialed = SecureDialOutcome | 'forbidden';

/** Opens a stream inside TLS where the permit and the scope allow it; nothing was said on it yet. */
export async function dialSecure(
  { order, address, port, alpn }: SecurePermit,
  { network, ledger, pace, standardPort, may }: SecureGate,
  signal: AbortSignal,
): Promise<SecureDialed> {
  const prints = isPrintPort(port, 'tcp') || isPrintPort(standardPort(address, port), 'tcp');
  if (prints || !may(address)) {
    ledger.refused({ probe: order, why: prints ? 'print-port' : 'out-of-scope', address, port, transport: 'tcp' });
    return 'forbidden';
  }
  await pace.turn(signal);
  const to: Endpoint = { address, port, transport: 'tcp' };
  const stream = (await network.secure?.dial(to, { alpn }, signal)) ?? 'unreachable';
  if (stream !== 'unreachable') ledger.sent(order, port, 'tcp', 0);
  if (typeof stream === 'string') return stream;
  return {
    remote: stream.remote,
    local: stream.local,
    ...(stream.fingerprint === undefined ? {} : { fingerprint: stream.fingerprint }),
    get unread() {
      return stream.unread;
    },
    read: (until) => stream.read(until),
    finish: (until) => stream.finish(until),
    write: async (bytes) => {
      // what was begun is said to its end, at the pace of all else
      await pace.turn(new AbortController().signal);
      await stream.write(bytes);
      ledger.sent(order, port, 'tcp', bytes.length);
    },
    keepAlive: () => stream.keepAlive(),
    close: () => stream.close(),
    destroy: () => stream.destroy(),
  };
}
