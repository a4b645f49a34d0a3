import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeSnmp } from './describe.ts';
import { exposes } from './exposes.ts';
import { withoutSecrets } from './keeping.ts';
import { overhear } from './overhear.ts';
import { pollProbe } from './poll.ts';
import { fromDump, replay } from './replay.ts';
import { snmpGet } from './ride.ts';
import { sweep } from './sweep.ts';
import { discover, identify } from './talk.ts';

const ports: readonly PortUse[] = [{ port: 161, transport: 'udp', service: 'snmp' }];

export const snmp: Protocol = {
  id: 'snmp',
  title: 'SNMP, versions 1, 2c and 3',
  ports,
  probes: [
    { id: 'snmp.discover', reach: 'segment', ports, broadcast: true, groups: {}, talk: discover },
    { id: 'snmp.identify', reach: 'host', ports, talk: identify, sweep },
  ],
  poll: pollProbe,
  abilities: { snmpGet },
  describe: describeSnmp,
  answers,
  exposes,
  keeps: withoutSecrets,
  replay,
  fromDump,
  overhear,
};
