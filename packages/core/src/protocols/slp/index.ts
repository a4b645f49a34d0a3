import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeSlp } from './describe.ts';
import { overhear } from './overhear.ts';
import { GROUP, listen, PORT } from './talk.ts';

const ports: readonly PortUse[] = [{ port: PORT, transport: 'udp', service: 'svrloc' }];

export const slp: Protocol = {
  id: 'slp',
  title: 'SLP, Service Location Protocol',
  ports,
  probes: [{ id: 'slp.listen', reach: 'listen', ports, groups: { 4: GROUP }, talk: listen }],
  describe: describeSlp,
  answers,
  overhear,
};
