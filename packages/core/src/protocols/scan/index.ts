import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeScan } from './describe.ts';
import { overhear } from './overhear.ts';
import { welcome } from './talk.ts';

const ports: readonly PortUse[] = [{ port: 1865, transport: 'tcp', service: 'entp' }];

export const scan: Protocol = {
  id: 'scan',
  title: 'Epson network scan',
  ports,
  probes: [{ id: 'scan.welcome', reach: 'host', ports, followsLeads: ['scan'], talk: welcome }],
  describe: describeScan,
  answers,
  overhear,
};
