import {
  type Answering,
  broadcastOf,
  type Datagram,
  formatIp,
  type NetworkInterface,
  parsePrefix,
  type UdpSocket,
} from '@quietport/core';
import type { Closable, Place } from './place.ts';

type UdpAnswering = Answering & { readonly on: 'udp' };

/**
 * The datagrams of one port: a socket on the device's own address, which alone speaks, and an ear for each broadcast
 * address and group. Ears stand on those very addresses, so that on loopback nothing of a real segment is heard.
 */
export async function serveUdp(place: Place, standard: number, rooms: readonly UdpAnswering[]): Promise<Closable> {
  const { network, device, on } = place;
  const family = device.address.includes(':') ? 6 : 4;
  const port = device.port(standard, 'udp');
  const listensToMany = rooms.some(({ broadcast, groups }) => broadcast || groups.length > 0);
  const end = new AbortController();
  const mouth = await network.udp({
    family,
    interface: on.name,
    address: device.address,
    port,
    shared: listensToMany,
    broadcast: true,
    multicastTtl: Math.min(...rooms.map(({ groupTtl = LINK_TTL }) => groupTtl)),
  });
  const open: UdpSocket[] = [mouth];
  const hear = (socket: UdpSocket, answering: readonly UdpAnswering[]): void => {
    socket.listen((datagram) => {
      const { from } = datagram;
      const ownEcho = from.address === device.address && from.port === port;
      if (ownEcho || !place.admits(from.address)) return;
      place.counters.add(standard, 'udp', datagram.bytes.length);
      for (const room of answering) answer(room, datagram, mouth, place, end.signal);
    });
  };
  hear(mouth, rooms);
  try {
    for (const address of family === 4 ? broadcastsOf(on) : []) {
      const wanted = rooms.filter(({ broadcast }) => broadcast);
      if (wanted.length === 0) continue;
      const ear = await network.udp({ family, interface: on.name, address, port, shared: true });
      open.push(ear);
      hear(ear, wanted);
    }
    for (const group of new Set(rooms.flatMap(({ groups }) => groups))) {
      if (group.includes(':') !== (family === 6)) continue;
      const wanted = rooms.filter(({ groups }) => groups.includes(group));
      const ear = await network.udp({
        family,
        interface: on.name,
        address: group,
        port,
        shared: true,
        groups: [group],
      });
      open.push(ear);
      hear(ear, wanted);
    }
  } catch (error) {
    for (const socket of open) socket.close();
    throw error;
  }
  for (const { bytes, to } of rooms.flatMap(({ announce = [] }) => announce)) await mouth.send(bytes, to);
  return {
    close: async () => {
      end.abort();
      for (const { bytes, to } of rooms.flatMap(({ farewell = [] }) => farewell)) await mouth.send(bytes, to);
      for (const socket of open) socket.close();
    },
  };
}

function answer(room: UdpAnswering, datagram: Datagram, mouth: UdpSocket, place: Place, signal: AbortSignal): void {
  for (const { bytes, to = datagram.from, delayMs = 0 } of room.answer(datagram)) {
    if (delayMs <= 0) void mouth.send(bytes, to);
    else void place.clock.sleep(delayMs, signal).then(() => (signal.aborted ? undefined : mouth.send(bytes, to)));
  }
}

/** On a segment the limited broadcast as well; on loopback it would mean hearing others. */
function broadcastsOf(on: NetworkInterface): readonly string[] {
  const directed = on.addresses.flatMap(({ address, family, prefixLength }) => {
    const prefix = family === 4 ? parsePrefix(`${address}/${prefixLength}`) : undefined;
    const broadcast = prefix && broadcastOf(prefix);
    return broadcast === undefined ? [] : [formatIp(broadcast)];
  });
  return [...new Set(on.loopback ? directed : [...directed, '255.255.255.255'])];
}

// RFC 6762 section 11 asks for it; the groups of a link go no further than the link anyway
const LINK_TTL = 255;
