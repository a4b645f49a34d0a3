// The full printer status (66 varbinds of the Printer-MIB) of thousands of devices, beside the peers, in one run.
// With ../shared: the swarm in two network namespaces (root). Without it: agents of our own on loopback, without peers.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../tools/steps/command.mjs';
import { ROOT } from '../tools/steps/root.mjs';
import { figure, median, table } from './measure.mjs';
import { opponents } from './opponents.mjs';
import { startAgents } from './poll-agents.mjs';
import { Swarm, swarmLacking } from './swarm.mjs';

export async function poll({ small, runs }) {
  const folder = mkdtempSync(join(tmpdir(), 'quietport-poll-'));
  try {
    const why = await swarmLacking();
    if (small || why !== '') return await onLoopback(folder, small ? 1 : runs, why);
    return await onSwarm(folder, runs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Few devices that we emulate ourselves: it shows that the way works, and hardly how fast it is. */
async function onLoopback(folder, runs, why) {
  const missing = [`the peers: the devices are our own agents on loopback${why === '' ? '' : ` (${why})`}`];
  const devices = ON_LOOPBACK;
  const agents = await startAgents(devices);
  try {
    const rows = [];
    for (const one of ours(folder, writeList(folder, agents.addresses), agents.port)) {
      const taken = [];
      for (let i = 0; i < runs; i++) taken.push(await timed(one, (command) => run(command[0], command.slice(1))));
      rows.push(summary(one, devices, taken));
    }
    return result(rows, missing);
  } finally {
    agents.stop();
  }
}

async function onSwarm(folder, runs) {
  const missing = ['snmp_exporter, snmpbulkwalk and pysnmp: not measured here'];
  const shared = join(ROOT, '..', 'shared', 'bench');
  const refpoll = join(folder, 'refpoll');
  const built = await run('gcc', ['-O2', '-o', refpoll, join(shared, 'refpoll.c')]);
  if (built.code !== 0) missing.push(`the C reference cannot be compiled: ${built.output.split('\n')[0]}`);
  const npm = await opponents();
  if (npm.why !== undefined) missing.push(npm.why);
  const rows = [];
  for (const devices of [500, 5_000]) {
    const swarm = await Swarm.up({ prefix: '10.20.0.0/16', devices }, folder);
    try {
      await swarm.restart(0);
      const list = writeList(folder, swarm.live);
      const contenders = [
        ...ours(folder, list),
        ...(npm.why === undefined ? [netSnmp(shared, list)] : []),
        ...(built.code === 0 ? [{ name: 'C reference', command: [refpoll, list, '--rounds', '4'], rounds: 4 }] : []),
      ];
      const taken = new Map(contenders.map(({ name }) => [name, []]));
      // in turn: what slows the machine for a while slows all of them
      for (let i = 0; i < runs; i++)
        for (const one of contenders)
          taken.get(one.name).push(await timed(one, async (command) => swarm.poll(command)));
      rows.push(...contenders.map((one) => summary(one, devices, taken.get(one.name))));
    } finally {
      await swarm.down();
    }
  }
  return result(rows, missing);
}

function ours(folder, list, port) {
  const worker = join(ROOT, 'bench', 'poll-worker.mjs');
  const data = join(folder, 'data');
  const one = (name, mode) => ({
    name: `quietport, ${name}`,
    own: true,
    data,
    command: [process.execPath, '--expose-gc', worker, mode, list, data, ...(port === undefined ? [] : [String(port)])],
  });
  return [
    one('a poll of known devices, nothing kept', 'reader'),
    one('a look by SNMP, nothing kept', 'look'),
    one('find to stored devices', 'find'),
    // of the devices that the find before it has left
    { ...one('a poll to stored devices', 'stored'), keeps: true },
  ];
}

function netSnmp(shared, list) {
  const cache = join(ROOT, '.cache', 'bench');
  const script = join(shared, 'poll-net-snmp.mjs');
  return { name: 'npm net-snmp, 64 at a time', command: ['env', '-C', cache, process.execPath, script, list, '64'] };
}

async function timed({ command, data, keeps }, start) {
  if (data !== undefined && keeps !== true) {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { recursive: true });
  }
  const { code, output } = await start(command);
  const line = output.split('\n').findLast((text) => text.startsWith('{'));
  if (code !== 0 || line === undefined) return { done: 0, error: `ended with ${code}: ${output.slice(-300)}` };
  const told = JSON.parse(line);
  const cpuSeconds = told.cpuSeconds ?? told.cpu_s;
  return { ...told, cpuSeconds, perCpuSecond: told.done / cpuSeconds, peakMb: told.peakMb ?? told.rss_mb };
}

function summary({ name, own, rounds = 1 }, devices, taken) {
  const of = (key) => (taken.some((row) => row[key] === undefined) ? undefined : median(taken.map((row) => row[key])));
  return {
    name,
    own,
    devices,
    runs: taken.length,
    done: Math.min(...taken.map(({ done }) => done / rounds)),
    supplies: of('supplies'),
    packets: of('sent') === undefined ? undefined : of('sent') / rounds / devices,
    seconds: of('seconds') === undefined ? undefined : of('seconds') / rounds,
    perCpuSecond: of('perCpuSecond'),
    peakMb: of('peakMb'),
    heldMb: of('heldMb'),
    error: taken.find(({ error }) => error !== undefined)?.error,
  };
}

/** What is no matter of speed: ending in error, or devices and supplies that are missing. */
function result(rows, missing) {
  const broken = rows.flatMap(({ name, own, devices, done, supplies, error }) => {
    if (error !== undefined) return [`${name}: ${error}`];
    if (own !== true) return [];
    return done === devices && supplies === SUPPLIES * devices
      ? []
      : [`${name} read ${done} devices and ${supplies} supplies of ${devices} devices`];
  });
  const head = [
    'devices',
    'who',
    'runs',
    'complete',
    'packets a device',
    'seconds',
    'devices per CPU s',
    'peak MB',
    'held MB',
  ];
  const lines = rows.map((row) => [
    figure(row.devices),
    row.name,
    row.runs,
    figure(row.done),
    figure(row.packets, 1),
    figure(row.seconds, 2),
    figure(row.perCpuSecond),
    figure(row.peakMb),
    figure(row.heldMb),
  ]);
  return { name: 'poll', rows, missing, broken, markdown: table(head, lines) };
}

function writeList(folder, addresses) {
  const path = join(folder, 'list');
  if (existsSync(path)) rmSync(path);
  writeFileSync(path, `${[...addresses].join('\n')}\n`);
  return path;
}

/** As many as are asked without a sweep: a sweep asks at the standard port, where on loopback nobody may serve. */
const ON_LOOPBACK = 16;
/** Every device of the swarm and of our agents has five. */
const SUPPLIES = 5;
