// How long it takes to conclude devices from evidence: 5,000 devices, each heard twenty times over three protocols.
import { performance } from 'node:perf_hooks';
import { fuse } from '../packages/core/dist/index.js';
import { figure, median, table } from './measure.mjs';

export async function fusion({ small }) {
  const devices = small ? 200 : 5_000;
  const observations = evidence(devices, 20);
  const times = [];
  let found = 0;
  for (let i = 0; i < (small ? 1 : 5); i++) {
    const start = performance.now();
    found = fuse(observations, []).devices.length;
    times.push((performance.now() - start) / 1000);
  }
  if (found !== devices) throw new Error(`${found} devices were concluded from the evidence of ${devices}`);
  const rows = [{ observations: observations.length, devices, seconds: Number(median(times).toFixed(3)) }];
  return {
    name: 'fusion',
    rows,
    missing: [],
    markdown: table(
      ['observations', 'devices', 'seconds', 'observations a second'],
      rows.map((row) => [
        figure(row.observations),
        figure(row.devices),
        figure(row.seconds, 2),
        figure(row.observations / row.seconds),
      ]),
    ),
  };
}

function evidence(devices, each) {
  const rows = [];
  for (let round = 0; round < each; round++) {
    for (let n = 0; n < devices; n++) {
      const protocol = PROTOCOLS[round % PROTOCOLS.length];
      const address = `10.${64 + (n >> 16)}.${(n >> 8) & 0xff}.${n & 0xff}`;
      const mac = `00:26:ab:${hex(n >> 16)}:${hex(n >> 8)}:${hex(n)}`;
      const fact = (name, value) => ({ is: 'fact', fact: name, value, path: `p.${name}`, basis: 'told' });
      rows.push({
        id: `b-${round}-${n}`,
        at: START + 60_000 * round + n,
        vantage: { host: 'bench', interface: 'eth0' },
        from: { address, port: 161, transport: 'udp' },
        protocol,
        raw: EMPTY,
        claims: [
          fact('make', 'Epson'),
          fact('model', 'TM-m30II'),
          { is: 'mac', value: mac, path: 'p.mac' },
          ...(protocol === 'ipp' ? [fact('serial', `X7B${n}`)] : []),
          ...(protocol === 'snmp' ? [fact('name', `printer-${n}`)] : []),
        ],
      });
    }
  }
  return rows;
}

const hex = (value) => (value & 0xff).toString(16).padStart(2, '0');
const PROTOCOLS = ['enpc', 'snmp', 'ipp'];
const START = Date.UTC(2026, 0, 1);
const EMPTY = new Uint8Array();
