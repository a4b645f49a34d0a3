import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeDnsSd } from './describe.ts';
import { overhear } from './overhear.ts';
import { GROUPS } from './records.ts';
import { fromDump, replay } from './replay.ts';
import { browse, inspect, listen, PORT } from './talk.ts';

const ports: readonly PortUse[] = [{ port: PORT, transport: 'udp', service: 'mdns' }];

export const dnsSd: Protocol = {
  id: 'dns-sd',
  title: 'DNS-SD over multicast DNS',
  ports,
  probes: [
    {
      id: 'dns-sd.browse',
      reach: 'segment',
      ports,
      broadcast: false,
      groups: GROUPS,
      localPort: PORT,
      talk: browse,
    },
    { id: 'dns-sd.host', reach: 'host', ports, talk: inspect },
    { id: 'dns-sd.listen', reach: 'listen', ports, groups: GROUPS, talk: listen },
  ],
  describe: describeDnsSd,
  answers,
  replay,
  fromDump,
  overhear,
};
