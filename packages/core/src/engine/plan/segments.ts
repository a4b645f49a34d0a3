import type { NetworkInterface } from '../../contracts/network.ts';
import { formatIp, parseIp } from '../../net/ip-address.ts';
import { broadcastOf, type Prefix, prefixOf } from '../../net/prefix.ts';
import type { SegmentPlan } from './order.ts';

/** The segments of these interfaces, one for each family that has an address there. */
export function segmentsOf(interfaces: readonly NetworkInterface[]): readonly SegmentPlan[] {
  return interfaces.flatMap((row) => ([4, 6] as const).flatMap((family) => segmentOf(row, family)));
}

function segmentOf(row: NetworkInterface, family: 4 | 6): readonly SegmentPlan[] {
  const own = row.addresses.filter((address) => address.family === family);
  if (own.length === 0) return [];
  const prefixes = own.flatMap(({ address, prefixLength }) => {
    const parsed = parseIp(address);
    return parsed === undefined ? [] : [prefixOf(parsed, prefixLength)];
  });
  return [
    {
      interface: row.name,
      family,
      loopback: row.loopback,
      own: own.map(({ address }) => address),
      prefixes,
      broadcasts: family === 6 ? [] : broadcasts(prefixes, row.loopback),
    },
  ];
}

/** The limited address and each prefix's own; on loopback the prefix's alone, for the limited one would leave elsewhere. */
function broadcasts(prefixes: readonly Prefix[], loopback: boolean): string[] {
  const directed = prefixes.flatMap((prefix) => {
    const address = broadcastOf(prefix);
    return address === undefined ? [] : [formatIp(address)];
  });
  return [...new Set(loopback ? directed : ['255.255.255.255', ...directed])];
}
