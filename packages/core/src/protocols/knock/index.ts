import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { knockOn, knockUntilAnswered } from './talk.ts';

const tcp = (port: number, service: string): PortUse => ({ port, transport: 'tcp', service });

const ports: readonly PortUse[] = [
  tcp(80, 'http'),
  tcp(443, 'https'),
  tcp(631, 'ipp'),
  tcp(1865, 'entp'),
  tcp(3259, 'epncdp2'),
  tcp(8008, 'http-alt'),
  tcp(8043, 'fs-server'),
];
const printPorts: readonly PortUse[] = [tcp(515, 'printer'), tcp(9100, 'pdl-datastream')];
// a printer on the network has the first; the second is the number of the one who has nothing else, and is asked about
const sign: readonly PortUse[] = [tcp(631, 'ipp'), tcp(3259, 'epncdp2')];

export const knock: Protocol = {
  id: 'knock',
  title: 'TCP connect and close',
  ports: [],
  probes: [
    { id: 'knock.presence', reach: 'host', ports: sign, knocks: true, presence: true, talk: knockUntilAnswered(sign) },
    { id: 'knock.ports', reach: 'host', ports, knocks: true, talk: knockOn(ports) },
    {
      id: 'knock.print-ports',
      reach: 'host',
      ports: printPorts,
      knocks: true,
      onRequest: true,
      talk: knockOn(printPorts),
    },
  ],
  decodes: false,
  answers: (device) =>
    (device.quirks['knock.open'] ?? '')
      .split(',')
      .filter((port) => port !== '')
      .map((port) => ({ on: 'sink', port: Number(port) }) as const),
  describe: () => ({ ok: false, error: { code: 'bad-magic', offset: 0, field: 'knock' }, fields: [] }),
};
