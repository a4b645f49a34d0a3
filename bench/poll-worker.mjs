// One polling run in a process of its own, so that its CPU and memory are its alone. bench/poll.mjs starts it:
//   node bench/poll-worker.mjs reader|stored|look|find LIST FOLDER [PORT]
// PORT: where an emulated agent on loopback serves SNMP. The last line on stdout is one JSON object.
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { catalogue, Gate, ipv4Number, look, parseIp, parsePrefix, pollHosts } from '../packages/core/dist/index.js';
import { find, openHouse, poll } from '../packages/library/dist/index.js';
import { systemClock, systemCryptography, systemDice } from '../packages/node/dist/index.js';
import { openSqliteStore } from '../packages/store/dist/index.js';
import { learn } from './poll-learn.mjs';

const [mode, list, folder, port] = process.argv.slice(2);
const RATE = 200_000;
/** So many devices are learnt and asked at a time. */
const PART = 500;
const addresses = readFileSync(list, 'utf8').split('\n').filter(Boolean);
// the network by itself, as the house opens it; it is handed to a gate as everywhere
const { network } = openHouse(port === undefined ? {} : { allowedInterfaces: ['lo'] });
const moved = [{ standard: 161, actual: Number(port), transport: 'udp' }];
const fleet = port === undefined ? undefined : { prefix: parsePrefix('127.0.0.0/8'), moved };
const way = { reader, look: lookAtAll, find: findAll, stored: pollStored }[mode];

const before = process.cpuUsage();
const start = performance.now();
const counted = await way();
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    peakMb: process.resourceUsage().maxRSS / 1024,
    // started with --expose-gc: what is still held, without what waits to be collected
    ...(globalThis.gc === undefined ? {} : { heldMb: held() }),
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    ...counted,
  }),
);
process.exit(0);

/**
 * Known devices asked again, from the wire to typed claims, through gate, ledger and conversation; nothing is kept. What
 * is known of them is learnt before each part, and not counted.
 */
async function reader() {
  const probe = catalogue.find(({ id }) => id === 'snmp').poll;
  const order = {
    segments: [],
    waitMs: 1000,
    tries: 3,
    community: 'public',
    ...(fleet === undefined ? {} : { fleet }),
  };
  const supplies = new Map();
  const count = { observations: 0, claims: 0 };
  const spent = { cpu: 0, seconds: 0 };
  const gate = openGate();
  const signal = patient();
  const listener = {
    observed: ({ from, claims }) => {
      count.observations++;
      count.claims += claims.length;
      const rows = claims.filter(({ is }) => is === 'supply').length;
      if (rows > 0) supplies.set(from.address, (supplies.get(from.address) ?? 0) + rows);
    },
    attempted: () => undefined,
    ended: () => undefined,
  };
  for (let at = 0; at < addresses.length; at += PART) {
    const part = addresses.slice(at, at + PART);
    const learnt = await learn(network, systemClock, part, port === undefined ? 161 : Number(port));
    const hosts = part.flatMap((address) => {
      const recalled = probe.recall(learnt.get(address));
      return recalled === undefined ? [] : [{ address, recalled }];
    });
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    await pollHosts(
      hosts,
      probe,
      order,
      { gate, clock: systemClock, dice: systemDice, host: 'bench' },
      listener,
      signal,
    );
    const used = process.cpuUsage(cpuBefore);
    spent.cpu += (used.user + used.system) / 1e6;
    spent.seconds += (performance.now() - startedAt) / 1000;
  }
  const sent = gate.ledger.rows().reduce((all, row) => all + row.packets, 0);
  return {
    done: supplies.size,
    sent,
    supplies: sum(supplies.values()),
    ...count,
    cpuSeconds: spent.cpu,
    seconds: spent.seconds,
  };
}

function openGate() {
  const isVirtual = fleet !== undefined;
  // as a plan has them: every named address is a range of one
  const ranges = addresses.map((text) => ipv4Number(parseIp(text))).map((one) => ({ first: one, last: one }));
  return new Gate(
    network,
    {
      scope: { prefixes: [], ranges, excluded: [], excludedAddresses: [], publicToo: false },
      rate: RATE,
      perHost: 400,
      knockPrintPorts: false,
      standardPort: (_address, number) => (isVirtual && number === Number(port) ? 161 : number),
    },
    systemClock,
  );
}

/** Everything that `snmp.identify` asks a printer, through gate and conversation; nothing is kept. */
async function lookAtAll() {
  const gate = openGate();
  const supplies = new Map();
  const order = {
    segments: [],
    bySegment: false,
    ranges: [],
    excluded: [],
    addresses,
    methods: ['snmp'],
    passive: false,
    patienceMs: 3000,
    waitMs: 1000,
    tries: 3,
    community: 'public',
    neighbourLimit: 800,
    ...(fleet === undefined ? {} : { fleet }),
  };
  const world = {
    gate,
    clock: systemClock,
    dice: systemDice,
    cryptography: systemCryptography,
    catalogue,
    host: 'bench',
  };
  const observed = ({ from, claims }) => {
    const rows = claims.filter(({ is }) => is === 'supply').length;
    if (rows > 0) supplies.set(from.address, (supplies.get(from.address) ?? 0) + rows);
  };
  await look(order, world, { observed, attempted: () => undefined }, patient());
  const sent = gate.ledger.rows().reduce((sum, row) => sum + row.packets, 0);
  return { done: supplies.size, sent, supplies: sum(supplies.values()) };
}

/** The whole way: the devices that a `find` has left in FOLDER are polled, fused and stored. */
async function pollStored() {
  const store = await openSqliteStore(join(folder, 'inventory.sqlite'));
  const house = openHouse({ store, ...(fleet === undefined ? {} : { allowedInterfaces: ['lo'] }) });
  const startedAt = Date.now();
  const told = await poll({ rate: RATE, ...(fleet === undefined ? {} : { fleet }) }, house, patient());
  const cpuAfter = process.cpuUsage(before);
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const seconds = (performance.now() - start) / 1000;
  // counted from what is stored, after the clock has stopped
  let [done, supplies] = [0, 0];
  for (const device of await store.devices.all()) {
    const fresh = device.supplies.filter(({ observedAt }) => observedAt >= startedAt);
    if (fresh.length > 0) done++;
    supplies += fresh.length;
  }
  await store.close();
  const cpuSeconds = (cpuAfter.user + cpuAfter.system) / 1e6;
  return { done, supplies, sent: sum(told.ledger.map(({ packets }) => packets)), cpuSeconds, seconds, peakMb };
}

/** `quietport find` of these addresses by SNMP: swept, asked, fused, stored in SQLite. */
async function findAll() {
  const store = await openSqliteStore(join(folder, 'inventory.sqlite'));
  const house = openHouse({ store, ...(fleet === undefined ? {} : { allowedInterfaces: ['lo'] }) });
  const found = await find(
    { targets: addresses, methods: ['snmp'], rate: RATE, ...(fleet === undefined ? {} : { fleet }) },
    house,
    patient(),
  );
  const devices = (await store.devices.all()).filter(({ supplies }) => supplies.length > 0);
  await store.close();
  return {
    done: devices.length,
    sent: sum(found.ledger.map(({ packets }) => packets)),
    supplies: sum(devices.map(({ supplies }) => supplies.length)),
  };
}

function held() {
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

/** Hundreds of conversations wait on it. */
function patient() {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}

function sum(numbers) {
  return [...numbers].reduce((all, one) => all + one, 0);
}
