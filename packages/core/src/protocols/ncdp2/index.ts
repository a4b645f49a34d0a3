import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { GROUP_4, GROUP_6, PORT } from './codec-tables.ts';
import { describeNcdp2 } from './describe.ts';
import { identify } from './identify.ts';
import { overhear } from './overhear.ts';
import { replay } from './replay.ts';
import { discover, listen } from './talk.ts';

const ports: readonly PortUse[] = [{ port: PORT, transport: 'udp', service: 'epncdp2' }];
const groups = { 4: GROUP_4, 6: GROUP_6 } as const;

export const ncdp2: Protocol = {
  id: 'ncdp2',
  title: 'NCDP/2 open profile',
  ports,
  probes: [
    {
      id: 'ncdp2.discover',
      reach: 'segment',
      ports,
      broadcast: true,
      groups,
      groupTtl: 1,
      hearsAnnouncements: true,
      talk: discover,
    },
    { id: 'ncdp2.identify', reach: 'host', ports, followsLeads: ['ncdp2'], talk: identify },
    { id: 'ncdp2.listen', reach: 'listen', ports, groups, onGroupAddress: true, talk: listen },
  ],
  describe: describeNcdp2,
  answers,
  replay,
  overhear,
};
