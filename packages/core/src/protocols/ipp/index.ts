import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { describeIpp } from './describe.ts';
import { exposes } from './exposes.ts';
import { overhear } from './overhear.ts';
import { fromDump, replay } from './replay.ts';
import { identify } from './talk.ts';

const ports: readonly PortUse[] = [{ port: 631, transport: 'tcp', service: 'ipp' }];

export const ipp: Protocol = {
  id: 'ipp',
  title: 'IPP, Internet Printing Protocol',
  ports,
  probes: [{ id: 'ipp.identify', reach: 'host', ports, followsLeads: ['ipp', 'ipps'], talk: identify }],
  describe: describeIpp,
  answers,
  exposes,
  replay,
  fromDump,
  overhear,
};
