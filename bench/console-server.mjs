// A process that serves the console over so many devices that no network has, for bench/console.mjs: node
// bench/console-server.mjs DEVICES. It says where it is, and publishes a changed device at each {"change": n} it is told.
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { routes } from '../packages/api/dist/index.js';
import { eventsOf } from '../packages/cli/dist/serve/event-source.js';
import { deviceHandlers } from '../packages/cli/dist/serve/handlers/devices.js';
import { peopleHandlers } from '../packages/cli/dist/serve/handlers/people.js';
import { watchingHandlers } from '../packages/cli/dist/serve/handlers/watching.js';
import { catalogue, Fault, memoryBus } from '../packages/core/dist/index.js';
import { People } from '../packages/library/dist/index.js';
import { systemClock, systemDice } from '../packages/node/dist/index.js';
import { startServer } from '../packages/server/dist/index.js';
import { openMemoryStore } from '../packages/store/dist/index.js';
import { deviceOf } from './console-devices.mjs';

const devices = Array.from({ length: Number(process.argv[2] ?? 10_000) }, (_, index) => deviceOf(index, 1));
const store = openMemoryStore();
await store.devices.replace(devices);
const bus = memoryBus();
const station = {
  store,
  devices,
  virtual: false,
  world: undefined,
  correct: (work) => work(store),
  scope: async () => ({
    virtual: false,
    consent: { interfaces: ['eth0'], at: 0, by: 'request' },
    offered: [],
    trouble: undefined,
  }),
  looks: () => [],
  vantage: async () => ({ blind: false, checks: [], sights: [], facts: {} }),
  look: () => {},
  consent: async () => {},
  withdraw: async () => {},
};
const { url } = await startServer({
  address: '127.0.0.1',
  port: 29_365,
  others: 20,
  version: '0.1.0',
  clock: systemClock,
  door: { isSetUp: async () => false, whose: async () => undefined, bearer: async () => undefined },
  handlers: {
    ...Object.fromEntries(Object.keys(routes).map((id) => [id, nothing])),
    ...deviceHandlers(station, catalogue),
    ...watchingHandlers(station),
    ...peopleHandlers(new People({ store, clock: systemClock, dice: systemDice })),
    alerts: async () => ({
      schema: 'quietport/alerts@1',
      virtual: false,
      alerts: [],
      next: null,
      open: { info: 0, warning: 0, critical: 0 },
    }),
  },
  pages: fileURLToPath(new URL('../packages/cli/console', import.meta.url)),
  events: (lastId, signal) => eventsOf(bus, 'b0', () => false, lastId, signal),
});
console.log(JSON.stringify({ url }));

let revision = 1;
for await (const line of createInterface({ input: process.stdin })) {
  const { change } = JSON.parse(line);
  revision++;
  for (let i = 0; i < change; i++)
    bus.publish('device-changed', { device: deviceOf((revision * 7919 + i * 104_729) % devices.length, revision) });
  console.log(JSON.stringify({ changed: change }));
}
process.exit(0);

async function nothing() {
  throw new Fault('request/no-such-path', { method: 'GET', path: 'that' });
}
