import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeEnpc } from './describe.ts';
import { overhear } from './overhear.ts';
import { fromDump, replay } from './replay.ts';
import { discover, identify, listen, sweep } from './talk.ts';

const ports: readonly PortUse[] = [{ port: 3289, transport: 'udp', service: 'enpc' }];

export const enpc: Protocol = {
  id: 'enpc',
  title: 'ENPC, Epson discovery',
  ports,
  probes: [
    { id: 'enpc.discover', reach: 'segment', ports, broadcast: true, groups: {}, talk: discover },
    { id: 'enpc.identify', reach: 'host', ports, talk: identify, sweep },
    { id: 'enpc.listen', reach: 'listen', ports, groups: {}, talk: listen },
  ],
  describe: describeEnpc,
  answers,
  replay,
  fromDump,
  overhear,
};
