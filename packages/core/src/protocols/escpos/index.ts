import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeEscPos } from './describe.ts';
import { askStatus } from './talk.ts';

const ports: readonly PortUse[] = [{ port: 9100, transport: 'tcp', service: 'pdl-datastream' }];

export const escpos: Protocol = {
  id: 'escpos',
  title: 'ESC/POS status of receipt printers',
  ports,
  probes: [],
  orders: [{ id: 'escpos.status', reach: 'host', ports, talk: askStatus }],
  describe: describeEscPos,
  answers,
};
