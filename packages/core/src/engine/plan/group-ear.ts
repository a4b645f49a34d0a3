import type { UdpOptions } from '../../contracts/network.ts';
import { Fault } from '../../model/fault.ts';
import type { GatedNetwork, GatedSocket } from '../gate/gate.ts';

/**
 * Hears a group at its port without taking the unicast of a server on this machine: the socket stands on the group's own
 * address. Where a system refuses that (Windows), it stands on the wildcard, shared.
 */
export async function openGroupEar(
  network: GatedNetwork,
  {
    family,
    interface: name,
    group,
    port,
  }: Pick<UdpOptions, 'family'> & { interface: string; group: string; port: number },
): Promise<GatedSocket> {
  const options: UdpOptions = { family, interface: name, port, shared: true, groups: [group] };
  try {
    return await network.udp({ ...options, address: family === 6 ? `${group}%${name}` : group });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return network.udp(options);
  }
}

/** One socket that speaks and hears by `mouth`, and hears by `ear` as well. */
export function joined(mouth: GatedSocket, ear: GatedSocket): GatedSocket {
  return {
    local: mouth.local,
    listen: (listener) => {
      mouth.listen(listener);
      ear.listen(listener);
    },
    send: (bytes, to, signal) => mouth.send(bytes, to, signal),
    close: () => {
      mouth.close();
      ear.close();
    },
  };
}
