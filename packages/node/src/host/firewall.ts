import { execFile } from 'node:child_process';
import { systemClock } from '../clock.ts';
import { systemText } from './system-text.ts';

/** A chain that judges what comes in. */
export interface InputChain {
  readonly name: string;
  /** What no rule accepts is dropped or refused. */
  readonly dropsRest: boolean;
  /** UDP from these ports is accepted, whoever sends it. */
  readonly acceptsUdpFrom: readonly number[];
}

/** What could be seen of a packet filter. `chains` is `undefined` where the rules could not be read. */
export interface FirewallFacts {
  readonly chains: readonly InputChain[] | undefined;
  /** Connections are tracked: then a reply from an address that was never asked is a new connection. */
  readonly tracks: boolean | undefined;
  /** Which program read the rules. */
  readonly by: string | undefined;
}

export async function readFirewall(): Promise<FirewallFacts> {
  const tracked = await systemText('/proc/sys/net/netfilter/nf_conntrack_count');
  const tracks = process.platform === 'linux' ? tracked !== undefined : undefined;
  const nft = await output('nft', ['--json', 'list', 'ruleset']);
  const chains = nft === undefined ? undefined : parseNft(nft);
  if (chains !== undefined) return { chains, tracks, by: 'nft' };
  const saved = await output('iptables-save', ['-t', 'filter']);
  return saved === undefined
    ? { chains: undefined, tracks, by: undefined }
    : { chains: parseIptables(saved), tracks, by: 'iptables-save' };
}

/** `nft --json list ruleset` (libnftables-json(5)). `undefined` where it is not that. */
export function parseNft(text: string): readonly InputChain[] | undefined {
  let rows: readonly NftRow[];
  try {
    rows = (JSON.parse(text) as { nftables: readonly NftRow[] }).nftables;
  } catch {
    return undefined;
  }
  const inputs = rows.flatMap(({ chain }) => (chain?.hook === 'input' && chain.type === 'filter' ? [chain] : []));
  return inputs.map((chain) => {
    const rules = rows.flatMap(({ rule }) =>
      rule?.family === chain.family && rule.table === chain.table && rule.chain === chain.name ? [rule.expr] : [],
    );
    const lastly = rules.at(-1) ?? [];
    const dropsAll = lastly.some(isDrop) && !lastly.some((part) => 'match' in part);
    return {
      name: `${chain.family} ${chain.table} ${chain.name}`,
      dropsRest: chain.policy === 'drop' || dropsAll,
      acceptsUdpFrom: rules.filter((rule) => rule.some((part) => 'accept' in part)).flatMap(sourcePorts),
    };
  });
}

/** `iptables-save -t filter`. */
export function parseIptables(text: string): readonly InputChain[] {
  const policy = /^:INPUT (\w+)/m.exec(text)?.[1];
  if (policy === undefined) return [];
  const rules = text.split('\n').filter((line) => line.startsWith('-A INPUT '));
  const accepted = rules.flatMap((line) => {
    const port = /-p udp .*--sports? ([\d,]+) .*-j ACCEPT/.exec(line)?.[1];
    return port === undefined ? [] : port.split(',').map(Number);
  });
  const dropsAll = /^-A INPUT -j (DROP|REJECT)/.test(rules.at(-1) ?? '');
  return [{ name: 'iptables INPUT', dropsRest: policy === 'DROP' || dropsAll, acceptsUdpFrom: accepted }];
}

interface NftRow {
  readonly chain?: {
    readonly family: string;
    readonly table: string;
    readonly name: string;
    readonly type?: string;
    readonly hook?: string;
    readonly policy?: string;
  };
  readonly rule?: {
    readonly family: string;
    readonly table: string;
    readonly chain: string;
    readonly expr: readonly Readonly<Record<string, unknown>>[];
  };
}

function isDrop(part: Readonly<Record<string, unknown>>): boolean {
  return 'drop' in part || 'reject' in part;
}

/** `udp sport 3289` and `udp sport { 161, 3289 }`. */
function sourcePorts(rule: readonly Readonly<Record<string, unknown>>[]): readonly number[] {
  return rule.flatMap((part) => {
    const match = part['match'] as { left?: unknown; right?: unknown } | undefined;
    if (JSON.stringify(match?.left) !== UDP_SOURCE) return [];
    const { right } = match as { right?: number | { set?: readonly unknown[] } };
    if (typeof right === 'number') return [right];
    return (right?.set ?? []).filter((port) => typeof port === 'number');
  });
}

/** What a program prints, or `undefined` where it is not there, may not, or takes too long. */
function output(program: string, args: readonly string[]): Promise<string | undefined> {
  const signal = systemClock.timeout(PATIENCE_MS);
  return new Promise((resolve) => {
    execFile(program, args, { signal, maxBuffer: MOST_BYTES }, (error, stdout) => resolve(error ? undefined : stdout));
  });
}

const UDP_SOURCE = '{"payload":{"protocol":"udp","field":"sport"}}';
const PATIENCE_MS = 3_000;
const MOST_BYTES = 16 * 1024 * 1024;
