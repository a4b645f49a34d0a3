// What serve does under load: pages of many devices over HTTP, an event to many listeners, and observations kept durably beside
// plain SQLite inserts of the same rows.
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../packages/store/dist/index.js';
import { loadSqlite } from '../packages/store/dist/sqlite-engine.js';
import { serve as startServer } from './console-served.mjs';
import { figure, median, table } from './measure.mjs';

export async function serve({ small, runs }) {
  const [devices, asked, listeners, rows] = small ? [1_000, 40, 20, 2_000] : [100_000, 1_000, 200, 20_000];
  const found = [];
  const server = await startServer(devices);
  try {
    found.push(...(await listed(server.url, devices, asked)), await told(server, listeners, small ? 3 : 30));
  } finally {
    await server.stop();
  }
  for (let run = 0; run < runs; run++) found.push(await kept(rows));
  return {
    name: 'serve',
    rows: found,
    missing: [],
    broken: found.flatMap(({ broken }) => broken ?? []),
    markdown: markdownOf(found),
  };
}

/** Every order once for the first time, then again and again with filters, one after the other. */
async function listed(url, devices, asked) {
  const first = [];
  for (const sort of SORTS) first.push({ sort, ms: await timed(url, { sort }) });
  const queries = SORTS.flatMap((sort) => FILTERS.map((filter) => ({ sort, ...filter })));
  const times = [];
  for (let i = 0; i < asked; i++) times.push(await timed(url, queries[i % queries.length]));
  const slowest = first.reduce((a, b) => (b.ms > a.ms ? b : a));
  return [
    {
      what: `${figure(devices)} devices: an order for the first time, the slowest (${slowest.sort})`,
      median: median(first.map(({ ms }) => ms)),
      worst: slowest.ms,
    },
    { what: `${figure(devices)} devices: 100 of them, filtered and in order`, ...spread(times) },
  ];
}

async function timed(url, query) {
  const began = performance.now();
  const response = await fetch(`${url}api/v1/devices?limit=100&${new URLSearchParams(query)}`);
  const { devices } = await response.json();
  if (response.status !== 200 || !Array.isArray(devices)) throw new Error(`the list answered ${response.status}`);
  return performance.now() - began;
}

/** From the change in the server to each of its listeners. */
async function told(server, listeners, changes) {
  const heard = [];
  let since = 0;
  const open = await Promise.all(
    Array.from({ length: listeners }, () => listen(server.url, () => heard.push(performance.now() - since))),
  );
  let missed = 0;
  for (let i = 0; i < changes; i++) {
    const before = heard.length;
    since = performance.now();
    await server.change(1);
    for (let turn = 0; turn < 500 && heard.length < before + listeners; turn++) await pause(2);
    missed += before + listeners - heard.length;
  }
  for (const request of open) request.destroy();
  const broken = missed === 0 ? [] : [`${missed} of ${changes * listeners} events did not come`];
  return { what: `an event to each of ${listeners} clients`, ...spread(heard), broken };
}

function listen(url, heard) {
  return new Promise((resolve, reject) => {
    const request = get(`${url}api/v1/events`, { agent: false }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text) => {
        if (text.includes('event: device-changed')) heard();
        if (text.includes('retry:')) resolve(request);
      });
    });
    request.on('error', reject);
  });
}

/** The same rows through the store and by bare inserts, each batch of 100 durable before the next. */
async function kept(count) {
  const folder = mkdtempSync(join(tmpdir(), 'quietport-bench-'));
  try {
    const batches = Array.from({ length: count / BATCH }, (_, batch) =>
      Array.from({ length: BATCH }, (_, i) => observationOf(batch * BATCH + i)),
    );
    const store = await openSqliteStore(join(folder, 'store.sqlite'));
    const began = performance.now();
    for (const batch of batches) await store.observations.append(batch);
    const ours = performance.now() - began;
    await store.close();
    const bare = await bareInserts(join(folder, 'bare.sqlite'), batches);
    return {
      what: 'observations kept a second',
      ours: (1000 * count) / ours,
      bare: (1000 * count) / bare,
      share: bare / ours,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bareInserts(path, batches) {
  const database = (await loadSqlite('auto')).connect(path);
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  database.exec(
    'create table o (id text primary key not null, at real not null, protocol text not null, told text not null, raw blob not null) strict',
  );
  database.exec('create index o_at on o (at, id)');
  const insert = database.prepare('insert into o values (?, ?, ?, ?, ?)');
  const ready = batches.map((batch) =>
    batch.map(({ id, at, protocol, raw, ...rest }) => [id, at, protocol, JSON.stringify(rest), raw]),
  );
  const began = performance.now();
  for (const batch of ready) {
    database.exec('begin');
    for (const row of batch) insert.run(...row);
    database.exec('commit');
  }
  const took = performance.now() - began;
  database.close();
  return took;
}

/** An SNMP answer of middling size with what it claims. */
function observationOf(index) {
  return {
    id: `bench-${index}`,
    at: 1_700_000_000_000 + index,
    vantage: { host: 'bench', interface: 'eth0' },
    from: { address: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`, port: 161, transport: 'udp' },
    protocol: 'snmp',
    claims: ['make', 'model', 'serial', 'name', 'location'].map((fact, i) => ({
      is: 'fact',
      fact,
      value: `${fact} ${index}`,
      path: `varbinds[${i}].value`,
      basis: 'told',
    })),
    raw: new Uint8Array(400).fill(index & 255),
  };
}

function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return {
    median: median(sorted),
    p99: sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))],
    worst: sorted.at(-1),
  };
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

function markdownOf(rows) {
  const times = rows.filter((row) => row.median !== undefined);
  const rates = rows.filter((row) => row.ours !== undefined);
  return [
    table(
      ['what', 'median ms', 'p99 ms', 'worst ms'],
      times.map((row) => [row.what, figure(row.median, 1), figure(row.p99, 1), figure(row.worst, 1)]),
    ),
    table(
      ['what', 'quietport', 'bare SQLite', 'share'],
      rates.map((row) => [row.what, figure(row.ours), figure(row.bare), figure(row.share, 2)]),
    ),
  ].join('\n\n');
}

const BATCH = 100;
const SORTS = ['address', '-address', 'name', '-name', 'model', 'state', 'supply', '-seen'];
const FILTERS = [
  { q: 'building 7' },
  { state: 'idle' },
  { kind: 'printer', q: 'floor 3' },
  { supply: 'low' },
  { q: '10.0.1' },
];
