import {
  type Clock,
  type Datagram,
  type Endpoint,
  Fault,
  formatEndpoint,
  formatHex,
  type Host,
  isNcdp2,
  NCDP2_GROUPS,
  type Network,
  type NetworkInterface,
  type UdpSocket,
} from '@quietport/core';
import { holderText } from '../doctor/holders-check.ts';

export interface CourtesyRequest {
  readonly port: number;
  /** The interfaces that are to be served. */
  readonly interfaces: readonly NetworkInterface[];
  /** Passes over what was heard (not over a port that is held). */
  readonly force: boolean;
}

export interface CourtesyWorld {
  readonly network: Pick<Network, 'udp' | 'listen'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly host: Host;
}

/** Somebody else's traffic on the port: who, and how it begins. */
export interface Foreign {
  readonly from: string;
  readonly bytes: string;
}

/**
 * Section 1 of the profile: the port belongs to whoever holds it, here or on the segment. Binds it without reuse, over
 * UDP and TCP, and listens for a second without a word. Gives what was heard where `force` passed over it. Throws
 * `announce/port-held` and `announce/others-speak`.
 */
export async function askLeave(
  request: CourtesyRequest,
  world: CourtesyWorld,
  signal: AbortSignal,
): Promise<Foreign | undefined> {
  const { port, interfaces, force } = request;
  const ears: UdpSocket[] = [];
  try {
    for (const family of [4, 6] as const) {
      const joinOn = interfaces.filter(({ addresses }) => addresses.some((own) => own.family === family));
      if (joinOn.length === 0) continue;
      const groups = [NCDP2_GROUPS[family]];
      ears.push(await world.network.udp({ family, port, groups, joinOn: joinOn.map(({ name }) => name) }));
    }
    for (const { addresses } of interfaces)
      for (const { address } of addresses) await tryTcp(world.network, { address, port, transport: 'tcp' });
    const heard = await listenFor(ears, world.clock, signal);
    if (heard === undefined || force) return heard;
    throw new Fault('announce/others-speak', { port, from: heard.from, bytes: heard.bytes });
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'network/address-in-use') throw error;
    for (const ear of ears.splice(0)) ear.close();
    throw await heldFault(port, world, error, signal);
  } finally {
    for (const ear of ears) ear.close();
  }
}

/** Who answers meanwhile is let go without a word. An address that the system has not got ready is tried later. */
async function tryTcp(network: Pick<Network, 'listen'>, at: Endpoint): Promise<void> {
  try {
    const listening = await network.listen(at, (stream) => stream.close());
    await listening.close();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'network/no-such-address') throw error;
  }
}

async function listenFor(
  ears: readonly UdpSocket[],
  clock: Pick<Clock, 'sleep'>,
  signal: AbortSignal,
): Promise<Foreign | undefined> {
  let foreign: Foreign | undefined;
  const over = new AbortController();
  const end = (): void => over.abort();
  signal.addEventListener('abort', end, { once: true });
  for (const ear of ears)
    ear.listen(({ from, bytes }: Datagram) => {
      if (foreign !== undefined || isNcdp2(bytes)) return;
      foreign = { from: formatEndpoint(from), bytes: formatHex(bytes.subarray(0, SHOWN_BYTES)) };
      end();
    });
  await clock.sleep(LISTEN_MS, over.signal);
  signal.removeEventListener('abort', end);
  return foreign;
}

async function heldFault(port: number, world: CourtesyWorld, cause: Fault, signal: AbortSignal): Promise<Fault> {
  const { sockets } = await world.host.sockets({ ports: [port] }, signal);
  const holders = [...new Set(sockets.map(holderText))].join(' and ');
  const other = await freePort(world.network, port);
  return new Fault(
    'announce/port-held',
    { port, holder: holders === '' ? 'a program that the system does not name' : holders, other },
    cause,
  );
}

/** Another number that nobody holds here. */
async function freePort(network: Pick<Network, 'udp'>, held: number): Promise<number> {
  for (const port of others) {
    if (port === held) continue;
    try {
      (await network.udp({ family: 4, port })).close();
      return port;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
  return others[0];
}

const LISTEN_MS = 1000;
const SHOWN_BYTES = 16;
// unassigned by IANA, and below the numbers that systems give to clients
const others = [23259, 23260, 23261, 23262] as const;
