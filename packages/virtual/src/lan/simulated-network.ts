import {
  classOf,
  type Endpoint,
  Fault,
  type HttpAsked,
  type HttpOutcome,
  type HttpRequest,
  type HttpServed,
  type KnockOutcome,
  type Listening,
  type Network,
  type NetworkInterface,
  parseIp,
  type TcpStream,
  type TlsOutcome,
  type UdpOptions,
  type UdpSocket,
} from '@quietport/core';
import { answerHttp, simulatedHttp } from './simulated-http.ts';
import { SimulatedStream } from './simulated-stream.ts';
import { openSimulatedUdp } from './simulated-udp.ts';
import type { HostState, SimulatedInterface } from './world.ts';

/** The `Network` of one host in a simulated LAN. */
export class SimulatedNetwork implements Network {
  readonly #host: HostState;

  constructor(host: HostState) {
    this.#host = host;
  }

  async interfaces(): Promise<readonly NetworkInterface[]> {
    return this.#host.interfaces.map(({ segment: _, ...row }) => row);
  }

  async udp(options: UdpOptions): Promise<UdpSocket> {
    return openSimulatedUdp(this.#host, options);
  }

  async connect(
    to: Endpoint,
    signal: AbortSignal,
  ): Promise<TcpStream | Exclude<KnockOutcome, 'answered' | 'forbidden'>> {
    const host = this.#host;
    const ip = parseIp(to.address);
    const way = ip && host.wayTo(ip);
    if (ip === undefined || way === undefined || classOf(ip) === 'unspecified') return 'unreachable';
    if (signal.aborted) return 'silent';
    const target = way.loopback ? host : host.lan.on(way.segment).find((one) => one.has(to.address));
    const silent = target === undefined || target.faults.blackhole || target.faults.filtered?.includes(to.port);
    if (silent && !(way.loopback && classOf(ip) === 'loopback')) return untilAborted(signal);
    return this.#handshake(target ?? host, to, way, signal);
  }

  http(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome> {
    return simulatedHttp(this, request, signal);
  }

  /** There is no TLS in the simulated LAN: whoever asks for it finds garbage. */
  async tls(to: Endpoint, signal: AbortSignal): Promise<TlsOutcome> {
    const stream = await this.connect(to, signal);
    if (typeof stream === 'string') return { is: stream };
    stream.close();
    return { is: 'garbled' };
  }

  async listen(at: Endpoint, serve: (stream: TcpStream) => void): Promise<Listening> {
    const host = this.#host;
    const wildcard = at.address === '0.0.0.0' || at.address === '::';
    if (!wildcard && !host.has(at.address)) throw new Fault('network/no-such-address', { address: at.address });
    const clash = (port: number): boolean =>
      host.tcp.some((one) => one.port === port && overlaps(one.address, at.address));
    const port = at.port === 0 ? host.freePort(clash) : at.port;
    const local = { address: at.address, port, transport: 'tcp' as const };
    if (port < 1024 && !host.privileged) throw new Fault('network/not-permitted', local);
    if (clash(port)) throw new Fault('network/address-in-use', local);
    const open = new Set<SimulatedStream>();
    const listener = {
      address: at.address,
      port,
      accept(stream: SimulatedStream) {
        open.add(stream);
        serve(stream);
      },
    };
    host.tcp.push(listener);
    return {
      local,
      close: async () => {
        const place = host.tcp.indexOf(listener);
        if (place >= 0) host.tcp.splice(place, 1);
        for (const stream of open) stream.close();
      },
    };
  }

  serveHttp(at: Endpoint, serve: (asked: HttpAsked) => Promise<HttpServed>): Promise<Listening> {
    return this.listen(at, (stream) => void answerHttp(stream, serve));
  }

  /** Names are those of the hosts on our segments. */
  async resolve(name: string, signal: AbortSignal): Promise<readonly string[]> {
    if (signal.aborted) return [];
    if (parseIp(name)) return [name];
    if (name === 'localhost') return ['127.0.0.1', '::1'];
    const segments = new Set(this.#host.interfaces.map(({ segment }) => segment));
    const near = this.#host.lan.hosts.find(
      (host) => host.name === name && host.interfaces.some(({ segment }) => segments.has(segment)),
    );
    return near?.interfaces.slice(1).flatMap((row) => row.addresses.map(({ address }) => address)) ?? [];
  }

  #handshake(
    target: HostState,
    to: Endpoint,
    way: SimulatedInterface,
    signal: AbortSignal,
  ): Promise<TcpStream | 'refused' | 'silent'> {
    const host = this.#host;
    const { wire } = host.lan;
    const faults = way.loopback ? [] : [host.lan.faultsOf(way.segment), target.faults];
    const family = to.address.includes(':') ? 6 : 4;
    const own = way.loopback ? undefined : way.addresses.find((row) => row.family === family)?.address;
    const address =
      own ?? (classOf(parseIp(to.address)!) === 'loopback' ? (family === 4 ? '127.0.0.1' : '::1') : to.address);
    const from: Endpoint = { address, port: host.freePort(() => false), transport: 'tcp' };
    const remote: Endpoint = { ...to, transport: 'tcp' };
    return new Promise((resolve) => {
      const quit = (): void => resolve('silent');
      signal.addEventListener('abort', quit, { once: true });
      wire.after(wire.delayOfStream(faults), () => {
        signal.removeEventListener('abort', quit);
        if (signal.aborted) return;
        const listener = target.tcp.find((one) => one.port === to.port && serves(one.address, to.address));
        if (listener === undefined) return resolve('refused');
        const near = new SimulatedStream(from, remote, inOrder(wire.delayOfStream(faults), target, to.port));
        const far = new SimulatedStream(remote, from, inOrder(wire.delayOfStream(faults), host, from.port));
        near.join(far);
        far.join(near);
        listener.accept(far);
        resolve(near);
      });
    });

    function inOrder(ms: number, receiver: HostState, port: number) {
      let last = Promise.resolve();
      return (deliver: () => void, bytes: number): void => {
        const arrival = new Promise<void>((resolve) => wire.after(ms, resolve));
        last = last
          .then(() => arrival)
          .then(() => {
            receiver.count(port, 'tcp', bytes);
            deliver();
          });
      };
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<'silent'> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('silent'), { once: true }));
}

function overlaps(a: string, b: string): boolean {
  return a.includes(':') === b.includes(':') && (a === b || serves(a, b) || serves(b, a));
}

function serves(listening: string, asked: string): boolean {
  if (listening === '0.0.0.0') return !asked.includes(':');
  if (listening === '::') return asked.includes(':');
  return listening.replace(/%.*$/, '') === asked.replace(/%.*$/, '');
}
