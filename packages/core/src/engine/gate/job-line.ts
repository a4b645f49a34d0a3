import type { HttpOutcome, HttpRequest, KnockOutcome, Network, TcpStream } from '../../contracts/network.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { parseHttpUrl } from '../../net/http-url.ts';
import type { Ledger } from './ledger.ts';
import type { Pace } from './pace.ts';

/**
 * What a person's order to print lets through: a job to one address and one TCP port, a print port too. It is data, made
 * for one job, after the identity of who is there was read.
 */
export interface JobPermit {
  readonly for: 'job';
  /** What the ledger calls it: `print.ipp`, `print.raw`. */
  readonly order: string;
  readonly address: string;
  readonly port: number;
}

/** The one place that a job may talk to. Connections are paced; what goes through them goes as fast as it is taken. */
export interface JobLine {
  http(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome>;
  dial(signal: AbortSignal): Promise<TcpStream | Exclude<KnockOutcome, 'answered'>>;
}

/** What of the gate this needs. */
export interface JobGate {
  readonly network: Network;
  readonly ledger: Ledger;
  readonly pace: Pace;
  /** Whether unicast may go there at all. */
  may(address: string): boolean;
}

export function jobLine({ order, address, port }: JobPermit, { network, ledger, pace, may }: JobGate): JobLine {
  const to: Endpoint = { address, port, transport: 'tcp' };
  const refuse = (): 'forbidden' => {
    ledger.refused({ probe: order, why: 'out-of-scope', ...to });
    return 'forbidden';
  };
  return {
    http: async (request, signal) => {
      const url = parseHttpUrl(request.url);
      if (url?.host !== address || url.port !== port || !may(address)) return { is: refuse() };
      await pace.turn(signal);
      const outcome = await network.http(request, signal);
      if (outcome.is !== 'unreachable') ledger.sent(order, port, 'tcp', outcome.sent ?? 0);
      return outcome;
    },
    dial: async (signal) => {
      if (!may(address)) return refuse();
      await pace.turn(signal);
      const stream = await network.connect(to, signal);
      if (stream !== 'unreachable') ledger.sent(order, port, 'tcp', 0);
      if (typeof stream === 'string') return stream;
      return {
        remote: stream.remote,
        local: stream.local,
        read: (until) => stream.read(until),
        finish: (until) => stream.finish(until),
        close: () => stream.close(),
        write: async (bytes) => {
          await stream.write(bytes);
          ledger.sent(order, port, 'tcp', bytes.length);
        },
      };
    },
  };
}
