// Printers of our own on loopback, in a process of their own: 66 objects of the Printer-MIB and a system group each.
//   node bench/poll-agents.mjs COUNT     (as a process; it ends with its parent's pipe, or after two minutes)
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../packages/core/dist/index.js';

export function startAgents(count) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the agents on loopback ended with ${code}`)));
    child.stdout.once('data', (chunk) =>
      resolve({ ...JSON.parse(chunk.toString('utf8')), stop: () => child.stdin.end() }),
    );
  });
}

async function serve(count) {
  const addresses = Array.from({ length: count }, (_, i) =>
    `127.43.${i >> 8}.${(i & 0xff) + 1}`.replace('.256', '.255'),
  );
  const { answers } = catalogue.find(({ id }) => id === 'snmp');
  let port = 0;
  for (const [i, address] of addresses.entries()) {
    const [agent] = answers({ id: address, recordings: { snmp: recording(i) }, quirks: {}, snmpObjects: [] });
    const socket = createSocket('udp4');
    socket.on('message', (bytes, { port: back, address: asker }) => {
      const from = { address: asker, port: back, transport: 'udp' };
      for (const reply of agent.answer({ bytes, from })) socket.send(reply.bytes, back, asker);
    });
    await new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, address, resolve);
    });
    port = socket.address().port;
  }
  console.log(JSON.stringify({ addresses, port }));
  process.stdin.resume().on('end', () => process.exit(0));
  setTimeout(() => process.exit(0), 120_000);
}

/** 66 objects below 1.3.6.1.2.1.43, five supplies among them. */
function recording(number) {
  const row = (oid, type, value) => `1.3.6.1.2.1.${oid}|${type}|${value}`;
  const each = (last, make) => Array.from({ length: last }, (_, i) => make(i + 1));
  return [
    row('1.1.0', 4, 'Bench Printer 1000; firmware 1.00'),
    row('1.2.0', 6, '1.3.6.1.4.1.1248.1.1.2.1.3.65.1'),
    row('1.5.0', 4, `bench-${number}`),
    row('25.3.2.1.2.1', 6, '1.3.6.1.2.1.25.3.1.5'),
    row('25.3.5.1.1.1', 2, 3),
    row('43.5.1.1.16.1', 4, `bench-${number}`),
    row('43.5.1.1.17.1', 4, `BENCH${String(number).padStart(6, '0')}`),
    ...each(3, (i) => row(`43.5.1.1.${i}.1`, 2, i)),
    ...each(2, (i) => [
      row(`43.8.2.1.9.1.${i}`, 2, 250),
      row(`43.8.2.1.10.1.${i}`, 2, -3),
      row(`43.8.2.1.11.1.${i}`, 2, 0),
      row(`43.8.2.1.13.1.${i}`, 4, `Tray ${i}`),
    ]).flat(),
    row('43.10.2.1.4.1.1', 65, 1000 + number),
    ...[2, 4, 5, 7].flatMap((column) => each(5, (i) => row(`43.11.1.1.${column}.1.${i}`, 2, column === 5 ? 5 : i))),
    ...each(5, (i) => row(`43.11.1.1.6.1.${i}`, 4, `${INKS[i - 1]} Ink Cartridge`)),
    ...each(5, (i) => row(`43.11.1.1.3.1.${i}`, 2, i)),
    ...each(5, (i) => row(`43.11.1.1.8.1.${i}`, 2, 100)),
    ...each(5, (i) => row(`43.11.1.1.9.1.${i}`, 2, (number * 7 + i * 13) % 101)),
    ...each(5, (i) => row(`43.12.1.1.4.1.${i}`, 4, INKS[i - 1].toLowerCase())),
    row('43.16.5.1.2.1.1', 4, 'Ready'),
    ...each(2, (i) => row(`43.17.6.1.5.1.${i}`, 4, '')),
    row('43.18.1.1.2.1.1', 2, 1),
    row('43.18.1.1.4.1.1', 2, 1),
    row('43.18.1.1.7.1.1', 2, 1),
    row('43.18.1.1.8.1.1', 4, 'none'),
  ].join('\n');
}

const INKS = ['Black', 'Cyan', 'Magenta', 'Yellow', 'Gray'];

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(Number(process.argv[2]));
