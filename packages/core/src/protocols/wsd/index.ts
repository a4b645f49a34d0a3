import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers, GROUPS } from './answers.ts';
import { describeWsd } from './describe.ts';
import { fromDump } from './dump.ts';
import { readMetadata } from './metadata.ts';
import { overhear } from './overhear.ts';
import { replay } from './replay.ts';
import { discover, inspect, listen, PORT } from './talk.ts';

const discovery: readonly PortUse[] = [{ port: PORT, transport: 'udp', service: 'ws-discovery' }];
const metadata: readonly PortUse[] = [{ port: 5357, transport: 'tcp', service: 'wsdapi' }];

export const wsd: Protocol = {
  id: 'wsd',
  title: 'WS-Discovery and device metadata',
  ports: [...discovery, ...metadata],
  probes: [
    {
      id: 'wsd.discover',
      reach: 'segment',
      ports: discovery,
      broadcast: false,
      groups: GROUPS,
      groupTtl: 1,
      talk: discover,
    },
    { id: 'wsd.host', reach: 'host', ports: discovery, talk: inspect },
    {
      id: 'wsd.metadata',
      reach: 'host',
      ports: metadata,
      followsLeads: ['wsd', 'wsds'],
      onlyByLead: true,
      talk: readMetadata,
    },
    { id: 'wsd.listen', reach: 'listen', ports: discovery, groups: GROUPS, talk: listen },
  ],
  describe: describeWsd,
  answers,
  replay,
  fromDump,
  overhear,
};
