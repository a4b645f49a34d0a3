import {
  type Clock,
  DNS_SD_GROUPS,
  DNS_SD_PORT,
  Fault,
  type Network,
  type NetworkInterface,
  type OfferedService,
  type Reply,
  respondFor,
  type UdpSocket,
} from '@quietport/core';

export interface ResponderOptions {
  readonly network: Pick<Network, 'udp'>;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Less the addresses, which are each interface's own. */
  readonly service: Omit<OfferedService, 'addresses'>;
}

export interface DnsSdResponder {
  /** Why the service is not told by multicast DNS: one sentence for each interface and family. */
  readonly gaps: readonly string[];
  /** Says goodbye. */
  close(): Promise<void>;
}

/**
 * Tells a service by multicast DNS on each interface, beside whoever else does on this machine: it stands on the groups
 * alone, so that single datagrams for port 5353 stay theirs.
 */
export async function respondOn(
  interfaces: readonly NetworkInterface[],
  { network, clock, service }: ResponderOptions,
): Promise<DnsSdResponder> {
  const end = new AbortController();
  const gaps: string[] = [];
  const open: { readonly socket: UdpSocket; readonly farewell: readonly Reply[] }[] = [];
  const say = async (socket: UdpSocket, { bytes, to, delayMs = 0 }: Reply): Promise<void> => {
    await clock.sleep(delayMs, end.signal);
    if (to !== undefined && !end.signal.aborted) await socket.send(bytes, to);
  };
  for (const { name, addresses } of interfaces)
    for (const family of [4, 6] as const) {
      if (!addresses.some((own) => own.family === family)) continue;
      const group = DNS_SD_GROUPS[family];
      // a link's group has a zone
      const address = family === 6 ? `${group}%${name}` : group;
      const at = { family, interface: name, address, port: DNS_SD_PORT, shared: true, groups: [group] };
      try {
        const socket = await network.udp({ ...at, multicastTtl: GROUP_TTL });
        const own = addresses.map((row) => row.address.replace(/%.*$/, ''));
        const { announce, answer, farewell } = respondFor({ ...service, addresses: own }, family);
        socket.listen((datagram) => {
          for (const reply of answer(datagram)) void say(socket, { ...reply, to: reply.to ?? datagram.from });
        });
        open.push({ socket, farewell });
        void (async () => {
          // a second apart (RFC 6762 section 8.3)
          for (const [i, row] of announce.entries()) await say(socket, { ...row, delayMs: i === 0 ? 0 : SECOND_MS });
        })();
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        gaps.push(`Not told by multicast DNS on ${name} (IPv${family}): ${error.text}`);
      }
    }
  return {
    gaps,
    close: async () => {
      end.abort();
      for (const { socket, farewell } of open) {
        for (const { bytes, to } of farewell) if (to !== undefined) await socket.send(bytes, to);
        socket.close();
      }
    },
  };
}

/** RFC 6762 section 11. */
const GROUP_TTL = 255;
const SECOND_MS = 1000;
