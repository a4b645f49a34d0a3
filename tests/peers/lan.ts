import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program, type Ran, until } from './program.ts';

/**
 * Hosts in network namespaces, each with an `eth0` on a segment's bridge. The bridge lives in a namespace as well and has
 * no way out, so nothing of the machine's own network is touched. Everything a lab started ends with it, and nothing
 * else does.
 */
export class Lab {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'quietport-peers-'));
  readonly #prefix: string;
  readonly #spaces: string[] = [];
  readonly #programs: Program[] = [];
  readonly #lastResort = () => this.#tearDown();

  constructor() {
    this.#prefix = `pe${process.pid}${this.folder.slice(-6)}`;
    process.once('exit', this.#lastResort);
  }

  /** A segment without hosts. */
  segment(name: string): string {
    const bridge = this.#space(`${name}sw`);
    // snooping off, so that no test depends on who joined a group when
    ip(`-n ${bridge} link add br0 type bridge stp_state 0 mcast_snooping 0 forward_delay 0`);
    ip(`-n ${bridge} link set br0 up`);
    return bridge;
  }

  /** A host on a segment. Several addresses (with their prefix length) may be given. */
  host(name: string, segment: string, ...addresses: readonly string[]): Host {
    const space = this.#space(name);
    this.plug(space, 'eth0', segment, addresses);
    // without these two, sends to groups and to 255.255.255.255 fail as unreachable
    ip(`-n ${space} route add 224.0.0.0/4 dev eth0`);
    ip(`-n ${space} route add 255.255.255.255 dev eth0`);
    return new Host(
      this,
      name,
      space,
      addresses.map((address) => address.replace(/\/.*/, '')),
    );
  }

  /** A router with one leg in each segment: `[segment, address/length]`. */
  router(name: string, legs: readonly (readonly [segment: string, address: string])[]): void {
    const space = this.#space(name);
    for (const [i, [segment, address]] of legs.entries()) this.plug(space, `eth${i}`, segment, [address]);
    execFileSync('ip', ['netns', 'exec', space, 'sysctl', '-qw', 'net.ipv4.ip_forward=1']);
  }

  plug(space: string, as: string, segment: string, addresses: readonly string[]): void {
    const port = `p${ports++}`;
    ip(`link add ${port} netns ${segment} type veth peer name ${as} netns ${space}`);
    ip(`-n ${segment} link set ${port} master br0 up`);
    for (const address of addresses) ip(`-n ${space} addr add ${address} brd + dev ${as}`);
    ip(`-n ${space} link set ${as} up`);
  }

  start(command: string, args: readonly string[], environment: Readonly<Record<string, string>>): Program {
    const program = new Program(command, args, { PATH, LANG: 'C', HOME: this.folder, ...environment });
    this.#programs.push(program);
    return program;
  }

  /** Ends every program and removes every namespace. */
  async end(): Promise<void> {
    process.removeListener('exit', this.#lastResort);
    await Promise.all(this.#programs.map((program) => program.end()));
    this.#tearDown();
  }

  #space(name: string): string {
    const space = `${this.#prefix}-${name}`;
    ip(`netns add ${space}`);
    this.#spaces.push(space);
    ip(`-n ${space} link set lo up`);
    return space;
  }

  #tearDown(): void {
    for (const program of this.#programs) program.kill('SIGKILL');
    for (const space of this.#spaces.splice(0)) {
      // what a program of ours has left behind: only our own programs ever ran here
      const left = spawnSync('ip', ['netns', 'pids', space], { encoding: 'utf8' }).stdout ?? '';
      for (const pid of left.split('\n').filter((line) => line !== '')) spawnSync('kill', ['-9', pid]);
      spawnSync('ip', ['netns', 'del', space]);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One host: programs run in its namespace, with a /run of its own (D-Bus, Avahi and CUPS meet there). */
export class Host {
  readonly name: string;
  readonly space: string;
  readonly addresses: readonly string[];
  readonly folder: string;
  readonly #lab: Lab;

  constructor(lab: Lab, name: string, space: string, addresses: readonly string[]) {
    this.#lab = lab;
    this.name = name;
    this.space = space;
    this.addresses = addresses;
    this.folder = join(lab.folder, name);
    mkdirSync(join(this.folder, 'run'), { recursive: true });
  }

  get address(): string {
    return this.addresses[0] ?? '';
  }

  start(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Program {
    const inside = 'mount --bind "$0" /run && exec "$@"';
    const own = ['unshare', '-m', '--propagation', 'private', 'sh', '-c', inside, join(this.folder, 'run')];
    return this.#lab.start('ip', ['netns', 'exec', this.space, ...own, command, ...args], environment);
  }

  run(
    command: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    ms = 30_000,
  ): Promise<Ran> {
    return this.start(command, args, environment).ended(ms);
  }

  /** A small server of ours, written as a function of its arguments that needs nothing from around it. */
  serve<T extends readonly (string | number)[]>(server: (...args: T) => void, ...args: T): Program {
    return this.start(process.execPath, ['-e', `(${server})(...${JSON.stringify(args)})`]);
  }

  /** Waits until something is bound to the port. */
  async listens(transport: 'udp' | 'tcp', port: number, program: Program): Promise<void> {
    const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
    const inside = `net:[${statSync(`/run/netns/${this.space}`).ino}]`;
    const bound = () =>
      spaceOf(program.pid) === inside &&
      ['', '6'].some((family) =>
        tableOf(program.pid, `${transport}${family}`).some(
          (line) =>
            line.split(' ', 2)[1]?.concat(' ').endsWith(wanted) === true && (transport === 'udp' || / 0A /.test(line)),
        ),
      );
    await until(bound, 15_000, () => `nothing listens on ${port}/${transport}: ${program.said}`, program.running);
  }

  /** Sends what is not on-link to that router. */
  routeBy(router: string): void {
    ip(`-n ${this.space} route add default via ${router}`);
  }

  /**
   * Counts what leaves by eth0 from now on, in the kernel: packets, less what the kernel itself says (neighbour discovery,
   * reports of groups, that a port is closed).
   */
  countSent(): () => number {
    const inside = ['netns', 'exec', this.space, 'nft'];
    const rules = [
      'table inet count {',
      '  counter sent {}',
      '  chain out { type filter hook output priority 0;',
      '    oifname "eth0" meta l4proto { icmp, igmp, ipv6-icmp } accept',
      '    oifname "eth0" tcp flags & rst == rst accept',
      '    oifname "eth0" counter name sent',
      '  }',
      '}',
    ];
    execFileSync('ip', [...inside, '-f', '-'], { input: rules.join('\n') });
    return () => {
      const text = execFileSync('ip', [...inside, 'list', 'counter', 'inet', 'count', 'sent'], { encoding: 'utf8' });
      return Number(/packets (\d+)/.exec(text)?.[1] ?? Number.NaN);
    };
  }
}

/** One configuration step of iproute2. */
export function ip(line: string): void {
  execFileSync('ip', line.split(' '), { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The namespace of a process: the machine's own until `ip netns exec` has entered the host's. */
function spaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    // the process is gone
    return undefined;
  }
}

/** The kernel's table of sockets as the namespace of that process has it. */
function tableOf(pid: number, table: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  } catch {
    // the process is gone
    return [];
  }
}

const PATH = `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
let ports = 0;
