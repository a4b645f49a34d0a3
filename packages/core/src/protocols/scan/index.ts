import type { Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeScan } from './describe.ts';

export const scan: Protocol = {
  id: 'scan',
  title: 'Epson network scan',
  ports: [{ port: 1865, transport: 'tcp', service: 'entp' }],
  probes: [],
  describe: describeScan,
  answers,
};
