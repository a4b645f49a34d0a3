import type { Basis } from '../../model/claim.ts';
import type { Observation } from '../../model/observation.ts';

/** How deep a source sits in the device (0 is deepest), and the rule by which its word counts. */
export interface Trust {
  readonly rank: number;
  readonly rule: 'device-id' | 'told' | 'relayed' | 'derived';
}

/**
 * Whom to believe: the device ID and Epson's status block before IPP, before SNMP, before what is announced and described
 * (DNS-SD, WS-Discovery, eSCL, SSDP), before ENPC; what a server relays comes after what the device says, and what we
 * derive after all that anybody says. Pages, certificates, names and the neighbour table come last, in this order. Print servers and network
 * cards borrow identities on the outer layers, hardly ever in the device ID.
 */
export function trustOf(observation: Observation, path: string, basis: Basis): Trust {
  const source = sources.get(observation.protocol) ?? otherSource;
  if (basis === 'derived') return { rank: 200 + source, rule: 'derived' };
  const deviceId = deviceIds.test(path);
  const rank = deviceId ? 0 : source;
  if (observation.relayed === true) return { rank: 100 + rank, rule: 'relayed' };
  return { rank, rule: deviceId ? 'device-id' : 'told' };
}

// `deviceId.name` is the name beside it
const deviceIds = /(device-?id|1284)(?!\.name)/i;
const sources = new Map([
  // Epson's status block comes from the print mechanism itself: it goes with the device ID
  ['epson-control', 0],
  ['ipp', 1],
  ['snmp', 2],
  ['escpos', 3],
  ['pjlink', 4],
  ['escvpnet', 5],
  ['dns-sd', 6],
  ['wsd', 7],
  ['escl', 8],
  ['ssdp', 9],
  ['enpc', 11],
  ['web', 12],
  ['tls', 13],
  ['netbios', 14],
  ['llmnr', 15],
  ['neighbours', 16],
]);
// protocols that are not ranked stand between announcements and ENPC
const otherSource = 10;
