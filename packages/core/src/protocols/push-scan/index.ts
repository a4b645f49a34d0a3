import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describePushScan } from './describe.ts';
import { overhear } from './overhear.ts';
import { GROUP, listen, PORT } from './talk.ts';

const ports: readonly PortUse[] = [{ port: PORT, transport: 'udp', service: 'enpp' }];

export const pushScan: Protocol = {
  id: 'push-scan',
  title: 'Epson push scan announcements',
  ports,
  probes: [{ id: 'push-scan.listen', reach: 'listen', ports, groups: { 4: GROUP }, talk: listen }],
  describe: describePushScan,
  answers,
  overhear,
};
