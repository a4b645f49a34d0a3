import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeWeb } from './describe.ts';
import { fromDump } from './dump.ts';
import { exposes } from './exposes.ts';
import { overhear } from './overhear.ts';
import { identify } from './talk.ts';

const ports: readonly PortUse[] = [
  { port: 80, transport: 'tcp', service: 'http' },
  { port: 443, transport: 'tcp', service: 'https' },
];

export const web: Protocol = {
  id: 'web',
  title: 'Admin pages over HTTP',
  ports,
  probes: [{ id: 'web.pages', reach: 'host', ports, followsLeads: ['http', 'https'], talk: identify }],
  describe: describeWeb,
  answers,
  exposes,
  fromDump,
  overhear,
};
