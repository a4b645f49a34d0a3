// Devices that no network has, as many as a bench of the console wants.

/** A device with four supplies and eighteen ports: 4 kB as a document, between a receipt printer's 2 and an office printer's 7. */
export function deviceOf(index, revision) {
  const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
  const at = Date.UTC(2026, 10, 1) + revision * 1000;
  const evidence = [0, 1, 2].map((number) => ({
    observation: `o${index}.${number}`,
    protocol: ['snmp', 'ipp', 'mdns'][number],
    path: 'varbinds[0].value',
    rule: 'told',
  }));
  const read = { source: 'snmp', observedAt: at, evidence: evidence[0] };
  const facts = {
    name: `${ROOMS[index % ROOMS.length]} ${index}`,
    make: MAKES[index % MAKES.length],
    model: `${MODELS[index % MODELS.length]} Series`,
    serial: `X${(index * 7919).toString(36).toUpperCase()}`,
    location: `Building ${index % 40}, floor ${index % 7}`,
    firmware: `0${index % 9}.12.FX${index % 31}`,
    uuid: `cfe92100-67c4-11d4-a45f-${index.toString(16).padStart(12, '0')}`,
  };
  return {
    id: `d${index.toString(36)}`,
    provisional: false,
    aliases: [],
    kind: KINDS[index % KINDS.length],
    revision,
    facts: Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, { value, grade: 'claimed', evidence, against: [] }]),
    ),
    hostnames: [`prn${index}.local`],
    interfaces: [{ mac: macOf(index), addresses: [address], claimed: [] }],
    ports: Array.from({ length: 18 }, (_, place) => ({
      endpoint: { address, port: 80 + place * 61, transport: 'tcp' },
      state: place % 3 === 0 ? 'answered' : 'refused',
      evidence: [],
    })),
    state: { word: STATES[(index + revision) % STATES.length], reasons: [], since: at, evidence: [] },
    supplies: ['black', 'cyan', 'magenta', 'yellow'].map((colorant, place) => ({
      name: colorant,
      kind: 'ink',
      colorant,
      direction: 'consumed',
      level: { type: 'exact', ratio: ((index * 7 + place * 23 + revision) % 101) / 100 },
      raw: { level: 1, max: 100, unit: 'percent' },
      ...read,
      also: [],
      against: [],
    })),
    trays: [],
    counters: [],
    alerts: [],
    observations: [],
    merges: [],
    seen: { first: at, last: at },
  };
}

function macOf(index) {
  const tail = index.toString(16).padStart(6, '0');
  return `00:26:ab:${tail.slice(0, 2)}:${tail.slice(2, 4)}:${tail.slice(4)}`;
}

const ROOMS = ['Office', 'Reception', 'Copy room', 'Till', 'Warehouse', 'Ward', 'Library'];
const MAKES = ['EPSON', 'HP', 'KYOCERA', 'Brother'];
const MODELS = ['WF-C5790', 'LaserJet M507', 'TASKalfa 3554ci', 'HL-L6400DW', 'ET-4850'];
const KINDS = ['printer', 'mfp', 'label-printer', 'scanner'];
const STATES = ['idle', 'idle', 'asleep', 'processing', 'stopped', 'unreachable'];
