// A sweep of a /24 and of a /16 at 0, 2 and 10 % loss each way, beside the scanners that are installed.
// Sends only into the two network namespaces that ../shared/lab/make-swarm.sh makes; needs root.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../tools/steps/command.mjs';
import { ROOT } from '../tools/steps/root.mjs';
import { figure, median, table } from './measure.mjs';
import { competitors, quietport } from './scanners.mjs';
import { Swarm, swarmLacking } from './swarm.mjs';

export async function sweep({ small, runs }) {
  const why = await swarmLacking();
  if (why !== '') return notRun(why);
  const folder = mkdtempSync(join(tmpdir(), 'quietport-bench-'));
  const missing = [];
  const rows = [];
  try {
    const refscan = join(folder, 'refscan');
    const built = await run('gcc', ['-O2', '-o', refscan, join(ROOT, '..', 'shared', 'bench', 'refscan.c')]);
    if (built.code !== 0)
      return notRun(`the reference scanner cannot be compiled here: ${built.output.split('\n')[0]}`);
    for (const prefix of small ? [NETS[0]] : NETS) {
      const swarm = await Swarm.up(prefix, folder);
      try {
        for (const loss of small ? [10] : [0, 2, 10]) {
          await swarm.restart(loss);
          rows.push(...(await measureAll(swarm, { ...prefix, loss, small, runs, refscan, folder, missing })));
        }
      } finally {
        await swarm.down();
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { name: 'sweep', rows, missing: [...new Set(missing)], broken: brokenOf(rows), markdown: page(rows) };
}

/** What is no matter of speed: ourselves ending in error, finding nobody, or counting other packets than arrived. */
function brokenOf(rows) {
  return rows.flatMap(({ net, loss, name, status, foundLeast, ledgerAgrees }) => {
    if (!name.startsWith('quietport')) return [];
    const what = [
      ...(status === 0 ? [] : [`ended with ${status}`]),
      ...(foundLeast > 0 ? [] : ['found nobody']),
      ...(ledgerAgrees === false ? ['counted other packets than arrived'] : []),
    ];
    return what.map((line) => `${name} on the ${net} at ${loss} % loss ${line}`);
  });
}

const notRun = (why) => ({ name: 'sweep', rows: [], missing: [why], markdown: `not run: ${why}` });

/** Every scanner in turn, as often as was asked for: what slows the machine for a while slows all of them. */
async function measureAll(swarm, given) {
  const { missing, small, runs } = given;
  const scanners = [...quietport(given, small), ...competitors(given, swarm.gateway)];
  const there = scanners.filter(({ command }) => isInstalled(command[0]));
  for (const { command } of scanners)
    if (!there.some((one) => one.command === command)) missing.push(`${command[0]} is not installed`);
  const taken = new Map(there.map(({ name }) => [name, []]));
  for (let round = 0; round < runs; round++) {
    for (const scanner of there) {
      if (round >= Math.ceil(runs * (scanner.share ?? 1))) continue;
      const passes = passesOf(taken.get(scanner.like), given);
      const got = await swarm.time(
        typeof scanner.command === 'function' ? scanner.command(passes) : scanner.command,
        scanner,
      );
      taken.get(scanner.name).push({ ...got, ...(passes === undefined ? {} : { passes }) });
    }
  }
  return there.map(({ name }) => summary(name, taken.get(name), given));
}

/** How often our own sweep asked the silent: the reference is given as many passes. */
function passesOf(ours, { devices, addresses }) {
  const last = ours?.at(-1);
  if (last === undefined) return undefined;
  return Math.max(1, Math.round(1 + (last.packets - addresses) / (addresses - devices)));
}

function summary(name, taken, { net, loss, devices }) {
  const of = (key) => median(taken.map((row) => row[key]));
  const ledger = taken.filter((row) => row.ledger !== undefined);
  return {
    net,
    loss,
    name,
    runs: taken.length,
    seconds: of('seconds'),
    cpuSeconds: of('cpuSeconds'),
    engineSeconds: ledger.length > 0 ? of('engineSeconds') : undefined,
    packets: of('packets'),
    found: of('found'),
    foundLeast: Math.min(...taken.map((row) => row.found)),
    devices,
    passes: taken.at(-1).passes,
    // what the gate counted is what arrived on the other side
    ledgerAgrees: ledger.length > 0 ? ledger.every((row) => row.ledger === row.packets + row.overflow) : undefined,
    overflow: Math.max(...taken.map((row) => row.overflow)),
    status: taken.find((row) => row.status !== 0)?.status ?? 0,
  };
}

function page(rows) {
  const head = [
    'net',
    'loss',
    'scanner',
    'runs',
    'found',
    'least',
    'seconds',
    'CPU s',
    'engine s',
    'packets',
    'ledger = packets',
  ];
  const agrees = { true: 'yes', false: 'NO', undefined: '' };
  return table(
    head,
    rows.map((row) => [
      row.net,
      `${row.loss} %`,
      row.passes === undefined ? row.name : `${row.name}, ${row.passes} passes`,
      row.runs,
      `${figure(row.found)} of ${figure(row.devices)}`,
      figure(row.foundLeast),
      figure(row.seconds, 2),
      figure(row.cpuSeconds, 2),
      row.engineSeconds === undefined ? '' : figure(row.engineSeconds, 2),
      figure(row.packets),
      agrees[row.ledgerAgrees],
    ]),
  );
}

function isInstalled(program) {
  if (typeof program !== 'string' || program.includes('/')) return true;
  return ['/usr/bin', '/usr/sbin', '/usr/local/bin'].some((folder) => existsSync(join(folder, program)));
}

const NETS = [
  { net: '/24', prefix: '10.20.7.0/24', addresses: 254, devices: 100 },
  { net: '/16', prefix: '10.20.0.0/16', addresses: 65_534, devices: 512 },
];
