import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeEscVpNet } from './describe.ts';
import { overhear } from './overhear.ts';
import { ask, discover } from './talk.ts';

const hello: readonly PortUse[] = [{ port: 3629, transport: 'udp', service: 'escvpnet' }];
const ports: readonly PortUse[] = [...hello, { port: 3629, transport: 'tcp', service: 'escvpnet' }];

export const escvpnet: Protocol = {
  id: 'escvpnet',
  title: 'ESC/VP.net, Epson projectors',
  ports,
  probes: [
    { id: 'escvpnet.discover', reach: 'segment', ports: hello, broadcast: true, groups: {}, talk: discover },
    { id: 'escvpnet.ask', reach: 'host', ports, talk: ask },
  ],
  describe: describeEscVpNet,
  answers,
  overhear,
};
