import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { encodePushScan } from './codec.ts';
import { GROUP, PORT } from './talk.ts';

/**
 * The device side: it asks the segment for computers once, when it starts. What they answer is taken and means nothing
 * here. Quirk `push-scan.product` is the product id; the default is that of a captured ET-4950.
 */
export function answers({ port, quirks }: VirtualDevice): readonly Answering[] {
  const product = `PID ${quirks['push-scan.product'] ?? '11D1'}`;
  const bytes = encodePushScan({ xid: 1, product, wanted: ['ClientName', 'IPAddress', 'EventPort'] });
  const to = { address: GROUP, port: port(PORT, 'udp'), transport: 'udp' } as const;
  return [{ on: 'udp', port: PORT, broadcast: false, groups: [GROUP], answer: () => [], announce: [{ bytes, to }] }];
}
