import type { Device, Evidence, Known, RaisedAlert } from '@quietport/core';

/** What a device on the network may call itself: everything that ever broke a page. */
export const oddTexts: readonly string[] = [
  '<script>window.broken = 1</script>',
  '<img src=x onerror="window.broken = 1">',
  '"><svg onload=window.broken=1>',
  '{{constructor.constructor("window.broken=1")()}}',
  'javascript:window.broken=1',
  '\u202Etxet desrever\u202D \u2066isle\u2069',
  `Z${'\u0301\u0300\u0316'.repeat(300)}algo`,
  'x'.repeat(10_000),
  'word '.repeat(2_000),
  'broken \uD800 half, \uFFFD, \u0000 nothing, \u0007 bell',
  'مكتب الطباعة الثاني',
  '   ',
  '__proto__',
];

/** A device of which every word is that text. */
export function oddDevice(text: string, index: number): Device {
  return madeDevice(`odd${index}`, index, {
    name: text,
    make: text,
    model: text,
    serial: text,
    location: text,
    firmware: text,
  });
}

/** One of many: facts, supplies, ports and states that differ by its number. */
export function madeDevice(id: string, index: number, facts: Readonly<Record<string, string>>): Device {
  const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
  const reading = { source: 'snmp', observedAt: AT, evidence: EVIDENCE };
  return {
    id,
    provisional: false,
    aliases: [],
    kind: KINDS[index % KINDS.length]!,
    revision: 1,
    facts: Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, known(value)])),
    hostnames: [facts['name'] ?? id],
    interfaces: [{ mac: '00:26:ab:00:00:01', addresses: [address], claimed: [] }],
    ports: [161, 631, 9100].map((port) => ({
      endpoint: { address, port, transport: port === 161 ? 'udp' : 'tcp' },
      state: port === 9100 ? 'untested' : 'answered',
      evidence: [],
    })),
    state: { word: STATES[index % STATES.length]!, reasons: [facts['name'] ?? 'none'], since: AT, evidence: [] },
    supplies: ['black', 'cyan', 'magenta', 'yellow'].map((colorant, place) => ({
      name: facts['name'] ?? colorant,
      kind: 'ink',
      colorant,
      direction: 'consumed',
      level: { type: 'exact', ratio: ((index * 7 + place * 23) % 101) / 100 },
      raw: { level: 1, max: 100, unit: 'percent' },
      ...reading,
      also: [],
      against: [],
    })),
    trays: [],
    counters: [],
    alerts: [],
    observations: [],
    merges: [],
    seen: { first: AT, last: AT },
    // a whole device but for what no screen shows
  } as unknown as Device;
}

/** An alert of which every word is that text. */
export function madeAlert(id: string, text: string): RaisedAlert {
  return {
    id,
    rule: 'device-error',
    severity: 'critical',
    device: 'd1',
    deviceName: text,
    cause: text,
    text,
    told: [text],
    next: text,
    since: AT,
    raisedAt: AT,
    changedAt: AT,
    evidence: [],
  };
}

function known(value: string): Known<string> {
  return { value, grade: 'claimed', evidence: [EVIDENCE], against: [{ value, evidence: [EVIDENCE] }] };
}

const EVIDENCE: Evidence = { observation: 'o1', protocol: 'snmp', path: 'sysName', rule: 'told' };
const AT = Date.UTC(2026, 0, 1);
const KINDS = ['printer', 'mfp', 'label-printer', 'scanner'] as const;
const STATES = ['idle', 'stopped', 'asleep', 'processing', 'unreachable'] as const;
