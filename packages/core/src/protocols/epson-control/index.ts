import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { snmpObjects } from './answers.ts';
import { describeEpsonControl } from './describe.ts';
import { fromDump } from './dump.ts';
import { overhear } from './overhear.ts';
import { read } from './talk.ts';

const ports: readonly PortUse[] = [{ port: 161, transport: 'udp', service: 'snmp' }];

export const epsonControl: Protocol = {
  id: 'epson-control',
  title: 'Epson control channel over SNMP',
  ports,
  probes: [{ id: 'epson-control.read', reach: 'host', ports, rides: 'snmpGet', talk: read }],
  describe: describeEpsonControl,
  snmpObjects,
  fromDump,
  overhear,
};
