import {
  type Answering,
  type Catalogue,
  type Endpoint,
  Fault,
  type Network,
  replayed,
  type Transport,
  type VirtualDevice,
} from '@quietport/core';

/** What the rooms that a device speaks let it answer. */
export function answeringsOf(device: VirtualDevice, catalogue: Catalogue): readonly Answering[] {
  const { replays } = device;
  if (replays !== undefined) {
    const place = {
      address: device.address,
      recordedAddress: replays.address,
      port: (standard: number, transport: Transport) => device.port(standard, transport),
    };
    return catalogue.flatMap(({ id, replay }) => {
      const exchanges = replays.rooms[id] ?? [];
      if (exchanges.length === 0) return [];
      return replay === undefined ? replayed(exchanges) : replay(exchanges, place);
    });
  }
  const rooms = catalogue.filter(({ id }) => device.speaks.includes(id));
  const added = rooms.flatMap(({ snmpObjects }) => snmpObjects?.(device) ?? []);
  const equipped = added.length === 0 ? device : { ...device, snmpObjects: added };
  return rooms.flatMap((protocol) => protocol.answers?.(equipped) ?? []);
}

export function transportOf(answering: Answering): Transport {
  return answering.on === 'udp' ? 'udp' : 'tcp';
}

/**
 * The device with the ports where it can really serve: numbers below 1024 that may not be bound, or are taken, move up
 * by 20,000. This is tried before any room encodes a port into an answer (a DNS-SD SRV record names it).
 */
export async function withServedPorts(
  network: Network,
  device: VirtualDevice,
  catalogue: Catalogue,
): Promise<VirtualDevice> {
  const moved = new Map<string, number>();
  for (const answering of answeringsOf(device, catalogue)) {
    const transport = transportOf(answering);
    const wanted: Endpoint = { address: device.address, port: device.port(answering.port, transport), transport };
    const key = `${transport} ${answering.port}`;
    if (wanted.port >= SYSTEM_PORTS_END || moved.has(key)) continue;
    if (!(await canBind(network, wanted))) moved.set(key, wanted.port + MOVE);
  }
  return {
    ...device,
    port: (standard, transport) => moved.get(`${transport} ${standard}`) ?? device.port(standard, transport),
  };
}

async function canBind(network: Network, at: Endpoint): Promise<boolean> {
  try {
    if (at.transport === 'udp') {
      const family = at.address.includes(':') ? 6 : 4;
      (await network.udp({ family, address: at.address, port: at.port })).close();
    } else {
      await (await network.listen(at, (stream) => stream.close())).close();
    }
    return true;
  } catch (error) {
    if (error instanceof Fault && movable.has(error.code)) return false;
    throw error;
  }
}

const movable: ReadonlySet<string> = new Set(['network/not-permitted', 'network/address-in-use']);

// RFC 6335 section 6; product section 8: 161 becomes 20161
const SYSTEM_PORTS_END = 1024;
const MOVE = 20_000;
