import {
  actualPort,
  contains,
  type Device,
  Fault,
  type FleetScope,
  type IppPlace,
  type Lead,
  type Observation,
  type PrintWay,
  parseIp,
  placesOf,
  type Store,
} from '@quietport/core';

/** Where a device takes jobs, and how. */
export interface JobPlace {
  readonly way: PrintWay;
  readonly address: string;
  readonly port: number;
  /** Of IPP. */
  readonly ipp?: IppPlace;
}

/**
 * The ways to a device, best first: IPP inside TLS, IPP in the clear, then raw and LPD, which say nothing back; the last two only where
 * the device told of them, or its port was seen open. Throws `device/no-address` and `print/no-way`.
 */
export async function jobPlaces(
  device: Device,
  wanted: PrintWay | undefined,
  fleet: FleetScope | undefined,
  store: Pick<Store, 'observations'>,
): Promise<readonly JobPlace[]> {
  const addresses = device.interfaces.flatMap((row) => row.addresses);
  if (addresses.length === 0) throw new Fault('device/no-address', { id: device.id });
  const heard = await store.observations.some(device.observations);
  const places = addresses.flatMap((address) => placesAt(address, device, heard, fleet));
  const ways = places.filter(({ way }) => wanted === undefined || way === wanted);
  // one way to all addresses before the next way
  const best = ORDER.flatMap((way) => ways.filter((place) => place.way === way));
  if (best.length > 0) return best;
  const known = [...new Set(places.map(({ way }) => way))].join(', ') || 'none';
  throw new Fault('print/no-way', { id: device.id, known });
}

function placesAt(
  address: string,
  device: Device,
  heard: readonly Observation[],
  fleet: FleetScope | undefined,
): readonly JobPlace[] {
  const at = parseIp(address);
  const virtual = fleet !== undefined && at !== undefined && contains(fleet.prefix, at);
  const port = (standard: number): number => actualPort(fleet, virtual, standard);
  const leads = leadsAt(address, heard);
  const tellsIpp = device.ports.some(({ service, state, endpoint }) => {
    return endpoint.address === address && state === 'answered' && (service === 'ipp' || service === 'ipps');
  });
  const ipp = tellsIpp || leads.some(({ service }) => service.startsWith('ipp')) ? placesOf({ leads, port }) : [];
  const plain = (way: 'raw' | 'lpd', standard: number, service: string): readonly JobPlace[] => {
    const led = leads.find((lead) => lead.service === service);
    const open = device.ports.some(
      ({ endpoint, state }) => endpoint.address === address && endpoint.port === port(standard) && state === 'answered',
    );
    return led === undefined && !open ? [] : [{ way, address, port: led?.port ?? port(standard) }];
  };
  return [
    // paths that nobody told of are for looking, not for printing
    ...ipp
      .filter((place) => leads.some((lead) => lead.port === place.port && lead.resource === place.resource) || tellsIpp)
      .map((place): JobPlace => ({ way: place.tls ? 'ipps' : 'ipp', address, port: place.port, ipp: place })),
    ...plain('raw', 9100, 'raw'),
    ...plain('lpd', 515, 'lpd'),
  ];
}

/** What was told of services at that address, the newest first. */
function leadsAt(address: string, heard: readonly Observation[]): readonly Lead[] {
  return heard
    .toReversed()
    .filter(({ from, relayed }) => from.address === address && relayed !== true)
    .flatMap(({ claims }) =>
      claims.flatMap((claim): Lead[] => {
        if (claim.is !== 'service') return [];
        const { service, port, transport, resource } = claim;
        return [{ service, port, transport, ...(resource === undefined ? {} : { resource }) }];
      }),
    );
}

const ORDER: readonly PrintWay[] = ['ipps', 'ipp', 'raw', 'lpd'];
