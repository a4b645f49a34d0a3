import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeEscl } from './describe.ts';
import { overhear } from './overhear.ts';
import { fromDump } from './replay.ts';
import { identify } from './talk.ts';

const ports: readonly PortUse[] = [
  { port: 80, transport: 'tcp', service: 'http' },
  { port: 443, transport: 'tcp', service: 'https' },
];

export const escl: Protocol = {
  id: 'escl',
  title: 'eSCL, scanning over HTTP',
  ports,
  probes: [{ id: 'escl.identify', reach: 'host', ports, followsLeads: ['escl', 'escls'], talk: identify }],
  describe: describeEscl,
  answers,
  fromDump,
  overhear,
};
