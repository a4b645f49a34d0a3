// The crowd of virtual printers of ../shared/bench in namespaces of its own, and the timing of one scanner against it.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../tools/steps/command.mjs';
import { ROOT } from '../tools/steps/root.mjs';

const SHARED = join(ROOT, '..', 'shared');
const SCRIPT = join(SHARED, 'lab', 'make-swarm.sh');

/** Why no swarm can be had here, or an empty text. */
export async function swarmLacking() {
  if (!existsSync(SCRIPT)) return 'the swarm (../shared/lab/make-swarm.sh) is not here';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  for (const program of ['ip', 'nft', 'gcc', 'ss', 'bash']) {
    const { code } = await run('sh', ['-c', `command -v ${program}`]);
    if (code !== 0) return `the swarm needs the program ${program}`;
  }
  const { code, output } = await run('ip', ['netns', 'list']);
  if (code !== 0) return `this machine has no network namespaces: ${output.trim()}`;
  if (/^s[cv]\b/m.test(output)) return 'another swarm is up here (namespaces sc and sv)';
  return '';
}

export class Swarm {
  #prefix;
  #env;

  constructor(net, folder) {
    this.#prefix = net;
    this.#env = { ...process.env, LAB_DIR: folder };
  }

  static async up(net, folder) {
    const swarm = new Swarm(net, folder);
    await swarm.#call(['up', net.prefix, ...swarm.#options(0)]);
    const { output } = await run('ip', ['netns', 'exec', 'sv', 'cat', '/sys/class/net/eth0/address']);
    swarm.gateway = output.trim();
    return swarm;
  }

  async restart(loss) {
    await this.#call(['restart', ...this.#options(loss)]);
    this.live = new Set(
      readFileSync(join(this.#env.LAB_DIR, 'swarm', 'live.txt'), 'utf8')
        .split(/\s+/)
        .filter(Boolean),
    );
  }

  down() {
    return this.#call(['down']);
  }

  /** One run: time and CPU of the scanner with all its children, what it found, and what the swarm counted. */
  async time(command, { found, before, poke = false }) {
    for (const path of before ?? []) rmSync(path, { recursive: true, force: true });
    await this.#call(['reset']);
    const company = poke ? inside(['ping', '-q', '-i', '0.2', '-w', String(BUDGET), '10.99.0.2']) : undefined;
    const timed = [
      'bash',
      '-c',
      'TIMEFORMAT="%R %U %S"; time "$@"; exit',
      'time',
      'timeout',
      String(BUDGET),
      ...command,
    ];
    const { code, stdout, stderr } = await inside(timed).ended;
    company?.child.kill();
    await company?.ended;
    const [seconds, user, system] = /([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(stderr)?.slice(1).map(Number) ?? [];
    const counters = JSON.parse(await this.#call(['stats']));
    const result = found(stdout);
    return {
      seconds,
      cpuSeconds: user + system,
      packets: counters.rx_snmp + counters.rx_enpc,
      overflow: counters.rx_overflow,
      status: code,
      ...result,
      found: [...new Set(result.addresses)].filter((address) => this.live.has(address)).length,
      addresses: undefined,
    };
  }

  /** One run of a poller that measures itself: its output, once the swarm has kept up with it. */
  async poll(command) {
    const { code, stdout, stderr } = await inside(['timeout', String(BUDGET), ...command]).ended;
    return { code, output: `${stderr}\n${stdout}` };
  }

  #options(loss) {
    return ['--count', String(this.#prefix.devices), '--loss', String(loss), '--seconds', '3600'];
  }

  async #call(args) {
    // its child keeps the pipe: what it says goes through a file
    const out = join(this.#env.LAB_DIR, 'out');
    const { code } = await run('bash', ['-c', '"$0" "$@" > "$OUT" 2>&1', SCRIPT, ...args], {
      env: { ...this.#env, OUT: out },
    });
    const said = existsSync(out) ? readFileSync(out, 'utf8') : '';
    if (code !== 0) throw new Error(`make-swarm.sh ${args.join(' ')} ended with ${code}: ${said}`);
    return said;
  }
}

/** A command in the client's namespace. */
function inside(command) {
  const child = spawn('ip', ['netns', 'exec', 'sc', ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = { stdout: [], stderr: [] };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (chunk) => chunks[name].push(chunk));
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const text = (name) => Buffer.concat(chunks[name]).toString('utf8');
      resolve({ code, stdout: text('stdout'), stderr: text('stderr') });
    });
  });
  return { child, ended };
}

/** Seconds that one run may take. */
const BUDGET = 120;
