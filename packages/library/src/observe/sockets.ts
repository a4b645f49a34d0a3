import {
  Fault,
  formatEndpoint,
  type Host,
  type Listening,
  type NetworkInterface,
  parseIp,
  type TcpStream,
  type Transport,
  type UdpSocket,
} from '@quietport/core';
import type { House } from '../house.ts';
import type { ObserveRequest, ObserveTools, Source, TakeEvent } from './observed.ts';
import { addressesOf, interfaceOf } from './own-interfaces.ts';

/**
 * Takes the port with sockets of our own, without reuse: who holds it keeps it. UDP is heard and never answered. A TCP
 * connection is taken, for a socket that listens cannot do otherwise; not a byte is ever written to it. Throws
 * `observe/port-held` and the faults of `Network`.
 */
export async function openSockets(
  request: ObserveRequest,
  house: House,
  { host, lostDatagrams }: ObserveTools,
  take: TakeEvent,
  signal: AbortSignal,
): Promise<Source> {
  const { port, transport, groups = [] } = request;
  const interfaces = await house.network.interfaces();
  const udp: UdpSocket[] = [];
  const tcp: Listening[] = [];
  const notes: string[] = [];
  let open = 0;
  const close = async () => {
    for (const socket of udp) socket.close();
    await Promise.all(tcp.map((server) => server.close()));
  };
  const heldBy = (error: unknown, over: Transport) => faultOf(error, over, port, host, signal);
  try {
    if (transport !== 'tcp')
      for (const family of [4, 6] as const) {
        const joined = groups.filter((group) => parseIp(group)?.family === family);
        const socket = await orNote(
          () => house.network.udp({ family, port, groups: joined, receiveBuffer: RECEIVE_BUFFER }),
          family,
          notes,
        );
        if (socket === undefined) continue;
        udp.push(socket);
        socket.listen(({ from, bytes }) =>
          take({
            ...{ what: 'datagram', at: house.clock.now(), from, bytes, way: 'in' },
            interface: interfaceOf(from.address, interfaces),
          }),
        );
      }
  } catch (error) {
    await close();
    throw await heldBy(error, 'udp');
  }
  try {
    if (transport !== 'udp')
      for (const address of house.allowedInterfaces === undefined ? WILDCARDS : addressesOf(interfaces)) {
        const at = { address, port, transport: 'tcp' as const };
        const serve = (stream: TcpStream) => {
          // beyond so many at a time a connection is noted and closed unread, as it is without `accept`
          const accept = request.accept === true && open < MOST_OPEN;
          open++;
          void attend(stream, { ...request, accept }, house, interfaces, take, signal).finally(() => open--);
        };
        const server = await orNote(() => house.network.listen(at, serve), address.includes(':') ? 6 : 4, notes);
        if (server !== undefined) tcp.push(server);
      }
  } catch (error) {
    await close();
    throw await heldBy(error, 'tcp');
  }
  if (udp.length + tcp.length === 0) throw new Fault('scope/nothing-to-look-at');
  const lost = async () => (udp.length === 0 ? 0 : ((await lostDatagrams(port)) ?? 0));
  const where = [...udp, ...tcp].map(({ local }) => `${local.transport} ${formatEndpoint(local)}`);
  return { by: 'sockets', where, notes, over: new Promise(() => undefined), lost, close };
}

/** One connection. What is said on it is read only where that was asked for, and nothing is ever said. */
async function attend(
  stream: TcpStream,
  { accept = false, connectionMs = CONNECTION_MS }: ObserveRequest,
  { clock }: House,
  interfaces: readonly NetworkInterface[],
  take: TakeEvent,
  signal: AbortSignal,
): Promise<void> {
  const { remote: from, local: to } = stream;
  const on = interfaces.find(({ addresses }) => addresses.some(({ address }) => address === to.address))?.name;
  const tell = (what: 'connect' | 'piece' | 'end', bytes: Uint8Array) =>
    take({ ...{ what, at: clock.now(), from, to, bytes, way: 'in' }, interface: on ?? 'unknown' });
  tell('connect', new Uint8Array());
  if (accept) {
    const until = clock.timeout(connectionMs, signal);
    for (let size = 0; size < MOST_OF_ONE; ) {
      const bytes = await stream.read(until);
      if (bytes === undefined) break;
      size += bytes.length;
      tell('piece', bytes);
    }
    if (!until.aborted) tell('end', new Uint8Array());
  }
  stream.close();
}

/** A machine without IPv6, or an address that is gone by now, is no reason to hear nothing. */
async function orNote<T>(open: () => Promise<T>, family: 4 | 6, notes: string[]): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'network/no-such-address' || family === 4) throw error;
    notes.push(`${error.text} Nothing is heard there.`);
    return undefined;
  }
}

/** Who holds the port, by name where this user may see it. */
async function faultOf(
  error: unknown,
  transport: Transport,
  port: number,
  host: Host,
  signal: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof Fault) || error.code !== 'network/address-in-use') return error;
  const { sockets } = await host.sockets({ ports: [port], transport }, signal);
  const holder = sockets.find(({ process }) => process !== null) ?? sockets[0];
  const name = holder?.process ?? (holder === undefined ? 'somebody' : 'a process that this user may not see');
  const pid = holder?.pid == null ? '' : ` (pid ${holder.pid})`;
  return new Fault('observe/port-held', { transport: transport.toUpperCase(), port, holder: `${name}${pid}` }, error);
}

const WILDCARDS = ['0.0.0.0', '::'];
const CONNECTION_MS = 60_000;
const MOST_OF_ONE = 1024 * 1024;
const MOST_OPEN = 64;
const RECEIVE_BUFFER = 4 * 1024 * 1024;
