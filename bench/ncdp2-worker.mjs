// One end of bench/ncdp2-server.mjs, in a process of its own: `echo` sends each datagram back as it came, `server` is
// ours, and each tells on request how much CPU it has used.
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [role, port, devices = '1'] = process.argv.slice(2);
const close = role === 'echo' ? await echo(Number(port)) : await serve(Number(port), Number(devices));
process.on('message', (what) => {
  if (what === 'cpu') process.send({ cpu: process.cpuUsage() });
  else void close().then(() => process.disconnect());
});
process.send({ ready: true });

function echo(at) {
  const socket = createSocket('udp4');
  socket.on('message', (bytes, from) => socket.send(bytes, from.port, from.address));
  return new Promise((resolve) => {
    socket.bind(at, '127.0.0.1', () => resolve(async () => socket.close()));
  });
}

async function serve(at, count) {
  const { announce, openHouse } = await import('@quietport/library');
  const attached = Array.from({ length: count }, (_, i) => ({
    key: `bench:${i}`,
    kind: 'printer',
    attributes: {
      'printer-make-and-model': 'EPSON TM-L90',
      'printer-serial-number': `J5DF00${1000 + i}`,
      'printer-state': 3,
      'printer-state-reasons': ['none'],
    },
    settable: [],
    commands: [],
  }));
  const folder = mkdtempSync(join(tmpdir(), 'quietport-bench-'));
  const refused = async () => ({ is: 'refused', why: 'nothing is set here' });
  const server = await announce(
    {
      sources: [{ id: 'bench', read: async () => attached, set: refused, command: refused }],
      version: 'bench',
      folder,
      port: at,
      // without the limits of section 5: with them it answers 200 a second, whatever it could
      rates: { perSource: Number.POSITIVE_INFINITY, inAll: Number.POSITIVE_INFINITY },
      tell: () => {},
    },
    openHouse({ allowedInterfaces: ['lo'] }),
    { sockets: async () => ({ sockets: [], policy: {}, gaps: [] }) },
    new AbortController().signal,
  );
  return async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
