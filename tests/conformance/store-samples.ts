import type { Attempt, Claim, Device, Known, Observation, RollEntry } from '@quietport/core';

/** Things to keep, with every awkward content that the types allow. */
export function observation(id: string, at: number, more: Partial<Observation> = {}): Observation {
  return {
    id,
    at,
    vantage: { host: 'desk', interface: 'eth0' },
    from: { address: 'fe80::226:abff:fe00:1%eth0', port: 3289, transport: 'udp' },
    protocol: 'enpc',
    claims: [{ is: 'mac', value: '00:26:ab:00:00:01', path: 'reply.mac' }],
    raw: new TextEncoder().encode(id),
    ...more,
  };
}

export const everyClaim: readonly Claim[] = [
  {
    is: 'fact',
    fact: 'name',
    value: 'Büro 3 — プリンター 🖨 "quoted" \\ \u0000 \u2028',
    path: 'reply.name',
    basis: 'told',
  },
  { is: 'fact', fact: 'make', value: 'Epson', path: 'prefix', basis: 'derived' },
  { is: 'mac', value: '00:26:ab:00:00:01', path: 'reply.mac' },
  { is: 'address', value: '192.0.2.9', path: 'reply.address' },
  { is: 'hostname', value: 'EPSON000001', path: 'reply.host' },
  { is: 'service', service: 'ipp', port: 631, transport: 'tcp', resource: 'ipp/print', path: 'srv[0]' },
  { is: 'service', service: 'raw', port: 9100, transport: 'tcp', path: 'srv[1]' },
  { is: 'state', word: 'stopped', reasons: ['media-empty', 'unpaired \ud800 surrogate'], path: 'state' },
];

export function attempt(at: number, outcome: Attempt['outcome']): Attempt {
  return {
    at,
    vantage: { host: 'desk', interface: 'eth0' },
    target: { address: '192.0.2.9', port: 161, transport: 'udp' },
    probe: 'snmp.identify',
    outcome,
  };
}

export function entry(id: string, more: Partial<RollEntry> = {}): RollEntry {
  return { id, first: 1000, keys: [`serial:epson:${id}`], ...more };
}

export function device(id: string, more: Partial<Device> = {}): Device {
  const make: Known<string> = {
    value: 'Epson',
    grade: 'confirmed',
    evidence: [{ observation: 'o1', protocol: 'enpc', path: 'reply.make', rule: 'told' }],
    against: [
      { value: 'Ep\u0000son', evidence: [{ observation: 'o2', protocol: 'snmp', path: 'sysDescr', rule: 'told' }] },
    ],
  };
  return {
    id,
    provisional: false,
    aliases: ['d-old'],
    kind: 'mfp',
    facts: { make },
    hostnames: ['EPSON000001'],
    interfaces: [
      { mac: '00:26:ab:00:00:01', addresses: ['192.0.2.9'], claimed: ['192.168.223.1'] },
      { addresses: [], claimed: [] },
    ],
    ports: [
      {
        endpoint: { address: '192.0.2.9', port: 9100, transport: 'tcp' },
        state: 'answered',
        service: 'raw',
        evidence: ['o1'],
      },
    ],
    state: { word: 'idle', reasons: [], since: 1000.25 },
    supplies: [],
    trays: [],
    counters: [],
    alerts: [],
    merges: [{ rule: 'same-serial', text: 'Both say W2AP010552.', evidence: ['o1', 'o2'] }],
    observations: ['o1', 'o2'],
    seen: { first: 1000, last: 2000 },
    ...more,
  };
}
