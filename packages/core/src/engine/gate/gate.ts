import type { Clock } from '../../contracts/clock.ts';
import type { DatagramLine } from '../../contracts/datagram-line.ts';
import type {
  HttpOutcome,
  HttpRequest,
  KnockOutcome,
  Network,
  NetworkInterface,
  TcpStream,
  TlsOutcome,
  UdpOptions,
  UdpSocket,
} from '../../contracts/network.ts';
import type { Lead, PollProbe, Probe } from '../../contracts/protocol.ts';
import { Fault } from '../../model/fault.ts';
import { classOf } from '../../net/address-class.ts';
import type { Endpoint, Transport } from '../../net/endpoint.ts';
import { parseHttpUrl } from '../../net/http-url.ts';
import { parseIp } from '../../net/ip-address.ts';
import { type DatagramPermit, datagramLine } from './datagram-line.ts';
import { dialSecure, type SecureDialed } from './dial-secure.ts';
import { type JobLine, type JobPermit, jobLine } from './job-line.ts';
import { Ledger, type RefusalReason } from './ledger.ts';
import { Pace } from './pace.ts';
import { mayBeSaid, type PrintPortPermit, permits } from './print-port-permit.ts';
import { isPrintPort } from './print-ports.ts';
import { inScope, type Scope } from './scope.ts';
import type { SecurePermit } from './secure-permit.ts';

/** What a person's order allows. */
export interface GatePolicy {
  readonly scope: Scope;
  /** Packets a second, in all. */
  readonly rate: number;
  /** Packets that one host may get in one look. */
  readonly perHost: number;
  /** A person asked for the state of print ports: connect and close, never a byte. */
  readonly knockPrintPorts: boolean;
  /** A person asked one POS printer for its status over its print port: the one way past the rule that guards those. */
  readonly permit?: PrintPortPermit;
  /** The standard number of a port that a virtual fleet serves elsewhere; the same number on every real host. */
  standardPort(address: string, port: number): number;
}

/** One port's socket for thousands of hosts; what it sends is counted. */
export interface SweepSocket extends Pick<UdpSocket, 'listen' | 'close'> {
  sendEach(bytes: Uint8Array, addresses: readonly string[]): Promise<number>;
}

/** What a probe is handed in place of the network: every packet passes the checks and is counted. */
export interface GatedNetwork {
  udp(options: UdpOptions): Promise<GatedSocket>;
  http(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome>;
  knock(to: Endpoint, signal: AbortSignal): Promise<KnockOutcome>;
  /** A stream to talk on; each write is counted. */
  dial(to: Endpoint, signal: AbortSignal): Promise<TcpStream | Exclude<KnockOutcome, 'answered'>>;
  tls(to: Endpoint, signal: AbortSignal): Promise<TlsOutcome>;
}

export interface GatedSocket {
  readonly local: Endpoint;
  listen: UdpSocket['listen'];
  /** True: sent. A word: why not. */
  send(bytes: Uint8Array, to: Endpoint, signal: AbortSignal): Promise<true | 'forbidden' | 'unreachable'>;
  close(): void;
}

/**
 * The gate between engine and network. It alone holds the raw `Network`. A packet leaves only if its probe declared the
 * port (or the host itself told it as a lead and the probe follows leads), the port is no print port, the address is in
 * scope, and neither the host's share nor the rate in all is used up.
 */
export class Gate {
  readonly ledger: Ledger = new Ledger();
  readonly #network: Network;
  readonly #policy: GatePolicy;
  readonly #pace: Pace;
  readonly #hosts = new Map<string, number>();

  constructor(network: Network, policy: GatePolicy, clock: Clock) {
    this.#network = network;
    this.#policy = policy;
    this.#pace = new Pace(clock, policy.rate, burstOf(policy.rate));
  }

  interfaces(): Promise<readonly NetworkInterface[]> {
    return this.#network.interfaces();
  }

  /** Whether unicast may go there at all. */
  mayReach(address: string): boolean {
    return inScope(this.#policy.scope, address);
  }

  /** The network as this probe may use it; `leads` are the ports that the host told, if the probe follows leads. */
  for(probe: Probe | PollProbe, leads: readonly Lead[] = []): GatedNetwork {
    const followed = 'followsLeads' in probe && probe.followsLeads !== undefined ? leads : [];
    const check = (to: Endpoint): RefusalReason | undefined => this.#check(probe, followed, to);
    const refuse = (to: Endpoint, why: RefusalReason): 'forbidden' => {
      this.ledger.refused({ probe: probe.id, why, address: to.address, port: to.port, transport: to.transport });
      return 'forbidden';
    };
    const count = (port: number, transport: Transport, bytes: number) =>
      this.ledger.sent(probe.id, port, transport, bytes);
    return {
      udp: async (options) => {
        const socket = await this.#network.udp(options);
        return {
          local: socket.local,
          listen: (listener) => socket.listen(listener),
          close: () => socket.close(),
          send: async (bytes, to, signal) => {
            const why = check(to);
            if (why !== undefined) return refuse(to, why);
            for (let attempt = 0; attempt < 4; attempt++) {
              // most often there is no need to wait
              if (this.#pace.take(1) === 0) await this.#pace.turn(signal);
              if (signal.aborted) return 'unreachable';
              const failure = await socket.send(bytes, to);
              if (failure === undefined) {
                count(to.port, 'udp', bytes.length);
                return true;
              }
              if (failure !== 'full') return 'unreachable';
            }
            return 'unreachable';
          },
        };
      },
      http: async (request, signal) => {
        const url = parseHttpUrl(request.url);
        if (url === undefined) return { is: 'unreachable' };
        const to: Endpoint = { address: url.host, port: url.port, transport: 'tcp' };
        const why = check(to);
        if (why !== undefined) return { is: refuse(to, why) };
        await this.#pace.turn(signal);
        const outcome = await this.#network.http(request, signal);
        if (outcome.is !== 'unreachable') count(to.port, 'tcp', outcome.sent ?? 0);
        return outcome;
      },
      knock: async (to, signal) => {
        const why = check(to);
        if (why !== undefined && !(why === 'print-port' && this.#policy.knockPrintPorts)) return refuse(to, why);
        await this.#pace.turn(signal);
        const stream = await this.#network.connect(to, signal);
        // without a route nothing has left
        if (stream !== 'unreachable') count(to.port, 'tcp', 0);
        if (typeof stream === 'string') return stream;
        stream.close();
        return 'answered';
      },
      dial: async (to, signal) => {
        const permitted = permits(this.#policy.permit, probe.id, to);
        const why = this.#check(probe, followed, to, permitted);
        if (why !== undefined) return refuse(to, why);
        await this.#pace.turn(signal);
        const stream = await this.#network.connect(to, signal);
        if (stream !== 'unreachable') count(to.port, 'tcp', 0);
        if (typeof stream === 'string') return stream;
        return {
          remote: stream.remote,
          local: stream.local,
          read: (until) => stream.read(until),
          finish: (until) => stream.finish(until),
          close: () => stream.close(),
          write: async (bytes) => {
            await this.#pace.turn(signal);
            if (permitted && !mayBeSaid(this.#policy.permit, bytes)) {
              refuse(to, 'print-port');
              // what would have been said next is no better
              stream.close();
              throw new Fault('gate/not-permitted', { probe: probe.id, port: to.port });
            }
            await stream.write(bytes);
            count(to.port, 'tcp', bytes.length);
          },
        };
      },
      tls: async (to, signal) => {
        const why = check(to);
        if (why !== undefined) return { is: refuse(to, why) };
        await this.#pace.turn(signal);
        const outcome = await this.#network.tls(to, signal);
        if (outcome.is !== 'unreachable') count(to.port, 'tcp', 0);
        return outcome;
      },
    };
  }

  /**
   * A sweep's own way to the wire: the checks once for the probe and its port, then batches as the pace allows. The
   * caller asks `mayReach` for each address and takes an `allowance`.
   */
  async sweepSocket(
    probe: Probe,
    { address, port }: Pick<Endpoint, 'address' | 'port'>,
    options: UdpOptions,
  ): Promise<SweepSocket | 'forbidden'> {
    const standard = this.#policy.standardPort(address, port);
    const declared = probe.ports.some((use) => use.port === standard && use.transport === 'udp');
    if (!declared || isPrintPort(port, 'udp') || isPrintPort(standard, 'udp')) {
      const why = declared ? 'print-port' : 'not-declared';
      this.ledger.refused({ probe: probe.id, why, address: '*', port, transport: 'udp' });
      return 'forbidden';
    }
    const socket = await this.#network.udp(options);
    return {
      listen: (listener) => socket.listen(listener),
      close: () => socket.close(),
      sendEach: async (bytes, addresses) => {
        const sent = await socket.sendEach(bytes, addresses, port);
        if (sent > 0) this.ledger.sent(probe.id, port, 'udp', sent * bytes.length, sent);
        return sent;
      },
    };
  }

  /** A person's order: a stream inside TLS to the one place that the permit names. Each write is counted. */
  dialSecure(permit: SecurePermit, signal: AbortSignal): Promise<SecureDialed> {
    const { standardPort } = this.#policy;
    const may = (address: string) => this.mayReach(address);
    const gate = { network: this.#network, ledger: this.ledger, pace: this.#pace, standardPort, may };
    return dialSecure(permit, gate, signal);
  }

  /** A person's order: a job to the one place that the permit names. Everything is counted. */
  jobLine(permit: JobPermit): JobLine {
    const may = (address: string) => this.mayReach(address);
    return jobLine(permit, { network: this.#network, ledger: this.ledger, pace: this.#pace, may });
  }

  /** A person's order: datagrams to the one place that the permit names. Each is counted. */
  datagramLine(permit: DatagramPermit): Promise<DatagramLine | 'forbidden'> {
    const { standardPort } = this.#policy;
    const may = (address: string) => this.mayReach(address);
    return datagramLine(permit, { network: this.#network, ledger: this.ledger, pace: this.#pace, standardPort, may });
  }

  /** How many datagrams of a sweep may leave now. */
  allowance(wanted: number): number {
    return this.#pace.take(wanted);
  }

  #check(probe: Probe | PollProbe, leads: readonly Lead[], to: Endpoint, permitted = false): RefusalReason | undefined {
    const port = this.#policy.standardPort(to.address, to.port);
    if (!permitted && (isPrintPort(port, to.transport) || isPrintPort(to.port, to.transport))) return 'print-port';
    const fits = (use: { port: number; transport: Transport }, number: number) =>
      use.port === number && use.transport === to.transport;
    if (!probe.ports.some((use) => fits(use, port)) && !leads.some((lead) => fits(lead, to.port)))
      return 'not-declared';
    if (probe.reach === 'host') {
      if (!inScope(this.#policy.scope, to.address)) return 'out-of-scope';
      const had = this.#hosts.get(to.address) ?? 0;
      if (had >= this.#policy.perHost) return 'budget';
      this.#hosts.set(to.address, had + 1);
      return undefined;
    }
    return this.#segmentTarget(to) ? undefined : 'out-of-scope';
  }

  /** Groups and broadcasts of the segments; a follow-up to one host must be in scope like any unicast. */
  #segmentTarget(to: Endpoint): boolean {
    const address = parseIp(to.address);
    if (address === undefined) return false;
    const kind = classOf(address);
    return kind === 'multicast' || kind === 'broadcast' || inScope(this.#policy.scope, to.address);
  }
}

/** At once: 64 packets at most, or at an opened rate what falls due in five milliseconds, for timers are that coarse. */
function burstOf(rate: number): number {
  return Math.max(1, Math.min(rate / 10, Math.max(64, rate / 200)));
}
