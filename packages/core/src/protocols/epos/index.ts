import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeEpos } from './describe.ts';
import { overhear } from './overhear.ts';
import { readStatus } from './talk.ts';

const ports: readonly PortUse[] = [
  { port: 80, transport: 'tcp', service: 'http' },
  { port: 443, transport: 'tcp', service: 'https' },
];

export const epos: Protocol = {
  id: 'epos',
  title: 'ePOS-Print status of receipt printers',
  ports,
  probes: [{ id: 'epos.status', reach: 'host', ports, talk: readStatus }],
  describe: describeEpos,
  answers,
  overhear,
};
