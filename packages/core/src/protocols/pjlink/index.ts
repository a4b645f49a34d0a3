import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { replayed } from '../../contracts/replay.ts';
import { answers } from './answers.ts';
import { describePjLink } from './describe.ts';
import { overhear } from './overhear.ts';
import { sameQuestion, withoutDigest } from './replay.ts';
import { ask, discover } from './talk.ts';

const searched: readonly PortUse[] = [{ port: 4352, transport: 'udp', service: 'pjlink' }];
const ports: readonly PortUse[] = [{ port: 4352, transport: 'tcp', service: 'pjlink' }];

export const pjlink: Protocol = {
  id: 'pjlink',
  title: 'PJLink, projectors of all makers',
  ports: [...ports, ...searched],
  probes: [
    { id: 'pjlink.discover', reach: 'segment', ports: searched, broadcast: true, groups: {}, talk: discover },
    { id: 'pjlink.ask', reach: 'host', ports, talk: ask },
  ],
  describe: describePjLink,
  answers,
  keeps: withoutDigest,
  overhear,
  replay: (exchanges) => replayed(exchanges, { same: sameQuestion, fit: (answer) => answer }),
};
