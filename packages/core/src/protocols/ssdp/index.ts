import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers, GROUPS } from './answers.ts';
import { describeSsdp } from './describe.ts';
import { overhear } from './overhear.ts';
import { discover, listen, PORT, readDescription } from './talk.ts';

const ports: readonly PortUse[] = [{ port: PORT, transport: 'udp', service: 'ssdp' }];

export const ssdp: Protocol = {
  id: 'ssdp',
  title: 'SSDP and UPnP device descriptions',
  ports,
  probes: [
    { id: 'ssdp.discover', reach: 'segment', ports, broadcast: false, groups: GROUPS, groupTtl: 2, talk: discover },
    {
      id: 'ssdp.description',
      reach: 'host',
      ports: [],
      followsLeads: ['upnp', 'upnps'],
      onlyByLead: true,
      talk: readDescription,
    },
    { id: 'ssdp.listen', reach: 'listen', ports, groups: GROUPS, talk: listen },
  ],
  describe: describeSsdp,
  answers,
  overhear,
};
