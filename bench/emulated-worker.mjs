// For bench/emulated.mjs: node bench/emulated-worker.mjs printers COUNT serves virtual printers on addresses of loopback, plain BYTES
// a Node server that answers so many bytes from memory. Says where they are, and what they use when it is asked to.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { catalogue } from '../packages/core/dist/index.js';
import { openNetwork, systemClock } from '../packages/node/dist/index.js';
import { makeDevice } from '../packages/virtual/dist/fleet/make-device.js';
import { serveDevice } from '../packages/virtual/dist/index.js';

const [, , what, size] = process.argv;
console.log(JSON.stringify(what === 'plain' ? await plain(Number(size)) : await printers(Number(size))));
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'memory') console.log(JSON.stringify({ rss: process.memoryUsage().rss, cpu: process.cpuUsage() }));
}
process.exit(0);

async function printers(count) {
  const network = openNetwork({ allowedInterfaces: ['lo'] });
  const addresses = [];
  for (let i = 0; i < count; i++) {
    const address = `127.79.${1 + Math.floor(i / 250)}.${1 + (i % 250)}`;
    const mac = `00:26:ab:00:${hex(i >> 8)}:${hex(i)}`;
    const device = makeDevice({
      ...{ id: `p${i}`, kind: 'printer', make: 'EPSON', model: 'WF-C5790 Series', serial: `X${i}`, mac, address },
      ...{ speaks: ['ipp'], name: `Printer ${i}`, impressions: 1000 + i, port: (standard) => standard + 20_000 },
      supplies: ['black', 'cyan', 'magenta', 'yellow'].map((name) => ({
        name,
        kind: 'ink',
        colorant: name,
        rgb: '#000000',
        level: 50,
      })),
    });
    await serveDevice(network, device, catalogue, { clock: systemClock, only: 'loopback' });
    addresses.push(address);
  }
  return { addresses, port: 20_631 };
}

async function plain(bytes) {
  const body = Buffer.alloc(bytes);
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/ipp', 'content-length': body.length });
      response.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { addresses: ['127.0.0.1'], port: server.address().port };
}

function hex(value) {
  return (value & 255).toString(16).padStart(2, '0');
}
