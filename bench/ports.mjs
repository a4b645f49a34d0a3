// What a question about a port costs as a whole process, beside `node -e 0`; and what listening costs to list, beside
// lsof and ss, with many listeners and processes in a network namespace of our own (root on Linux).
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tools/steps/root.mjs';
import { figure, median, table } from './measure.mjs';

const PROGRAM = join(ROOT, 'packages', 'cli', 'bin', 'quietport.js');

export async function ports({ small, runs }) {
  const home = mkdtempSync(join(tmpdir(), 'quietport-bench-'));
  const environment = { ...process.env, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, QUIETPORT_INTERFACES: 'lo' };
  const missing = [];
  const rows = [];
  try {
    rows.push(...asked(environment, small ? 3 : Math.max(runs, 21)));
    const crowd = await openCrowd(small ? { servers: 4, each: 25, idle: 20 } : { servers: 24, each: 100, idle: 1_250 });
    if (typeof crowd === 'string') missing.push(`listeners: ${crowd}`);
    else {
      try {
        rows.push(...listed(crowd, environment, runs, missing));
      } finally {
        await crowd.close();
      }
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  const cells = rows.map((row) => [
    row.question,
    row.who,
    row.runs,
    figure(row.cpuMs),
    figure(row.wallMs),
    row.lines ?? '',
  ]);
  const broken = rows.filter((row) => row.code !== 0).map((row) => `${row.who} ended with ${row.code}`);
  return {
    name: 'ports',
    rows,
    missing,
    broken,
    markdown: table(['question', 'who', 'runs', 'CPU ms', 'wall ms', 'lines'], cells),
  };
}

/** One after the other, so that both see the same machine. */
function asked(environment, runs) {
  const question = 'one port, registry only';
  return alternate(
    [
      { question, who: 'node -e 0', command: [process.execPath, '-e', '0'] },
      { question, who: 'quietport', command: [process.execPath, PROGRAM, 'port', '3259', '--only', 'registry'] },
    ],
    environment,
    runs,
  );
}

function listed(crowd, environment, runs, missing) {
  const question = `listeners: ${crowd.listeners} sockets, ${crowd.processes} processes`;
  const inside = ['nsenter', `--net=/proc/${crowd.pid}/ns/net`];
  const peers = [
    { who: 'quietport', command: [...inside, process.execPath, PROGRAM, 'listeners', '-q'] },
    { who: 'lsof -nP -i', command: [...inside, 'lsof', '-nP', '-i'] },
    { who: 'ss -tulpn', command: [...inside, 'ss', '-tulpn'] },
  ].filter(({ who, command }) => {
    const there = spawnSync('sh', ['-c', `command -v ${command[2]}`]).status === 0;
    if (!there) missing.push(`${who} is not installed`);
    return there;
  });
  return alternate(
    peers.map((peer) => ({ ...peer, question })),
    environment,
    runs,
  );
}

function alternate(contenders, environment, runs) {
  const seen = contenders.map(() => []);
  for (let i = 0; i < runs; i++)
    for (const [k, { command }] of contenders.entries()) seen[k].push(timed(command, environment));
  return contenders.map(({ question, who }, k) => ({
    question,
    who,
    runs,
    code: seen[k].find((run) => run.code !== 0)?.code ?? 0,
    cpuMs: median(seen[k].map((run) => run.cpuMs)),
    wallMs: median(seen[k].map((run) => run.wallMs)),
    lines: seen[k][0].lines,
  }));
}

/** Bash's own clock: user and system time of the command and of nothing else. */
function timed(command, environment) {
  const script = 'set -o pipefail; TIMEFORMAT="%U %S %R"; time "$@" | wc -l';
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script, 'bash', ...command], {
    env: environment,
    encoding: 'utf8',
  });
  const [user, system, wall] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { code: status, lines: Number(stdout), cpuMs: 1000 * (user + system), wallMs: 1000 * wall };
}

/** Servers with many listening sockets and as many idle processes, in a network namespace that ends with them. */
async function openCrowd({ servers, each, idle }) {
  if (process.platform !== 'linux' || process.getuid() !== 0) return 'needs root on Linux';
  const server = `const net = require('node:net'); let open = 0;
    for (let i = 0; i < ${each}; i++) net.createServer().listen(0, '0.0.0.0', () => { if (++open === ${each}) console.log('ready'); });
    process.stdin.resume(); process.stdin.on('end', () => process.exit());`;
  // the shell holds the namespace; everything in it ends when its standard input does
  const holder = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up; echo ready; cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const inside = ['--net', '-t', String(holder.pid)];
  const children = [];
  for (let i = 0; i < servers; i++) {
    const child = spawn('nsenter', [...inside, process.execPath, '-e', server], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    await once(child.stdout, 'data');
  }
  for (let i = 0; i < idle; i++) children.push(spawn('cat', [], { stdio: ['pipe', 'ignore', 'ignore'] }));
  return {
    pid: holder.pid,
    listeners: servers * each,
    processes: servers + idle,
    close: async () => {
      const ends = [...children, holder].map((child) => once(child, 'exit'));
      for (const child of [...children, holder]) child.stdin.end();
      await Promise.all(ends);
    },
  };
}
