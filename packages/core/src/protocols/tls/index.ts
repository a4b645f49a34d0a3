import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeTls } from './describe.ts';
import { look } from './talk.ts';

const ports: readonly PortUse[] = [
  { port: 443, transport: 'tcp', service: 'https' },
  { port: 631, transport: 'tcp', service: 'ipps' },
];

export const tls: Protocol = {
  id: 'tls',
  title: 'Certificates shown in TLS',
  ports,
  probes: [{ id: 'tls.certificate', reach: 'host', ports, followsLeads: ['https', 'ipps', 'uscans'], talk: look }],
  describe: describeTls,
  answers,
};
