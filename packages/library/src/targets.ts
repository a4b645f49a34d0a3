import {
  classOf,
  contains,
  Fault,
  formatIp,
  formatIpv4Number,
  type Ipv4Range,
  type Network,
  parseIp,
  parsePrefix,
  parseRange,
} from '@quietport/core';

/** What people typed as targets, as addresses. */
export interface Targets {
  readonly ranges: readonly Ipv4Range[];
  /** Single addresses that are no IPv4 (link-local with zone). */
  readonly addresses: readonly string[];
}

/**
 * Prefixes, ranges, addresses and host names to addresses. Throws `usage/bad-target`, `scope/public-address` (unless
 * `publicToo`) and `scope/unresolved`.
 */
export async function readTargets(
  texts: readonly string[],
  network: Network,
  publicToo: boolean,
  signal: AbortSignal,
): Promise<Targets> {
  const ranges: Ipv4Range[] = [];
  const addresses: string[] = [];
  for (const text of texts) {
    for (const target of await readTarget(text.trim(), network, signal)) {
      if (typeof target === 'string') {
        demandPrivate(target, publicToo);
        addresses.push(target);
      } else {
        demandPrivate(formatIpv4Number(target.first), publicToo);
        demandPrivate(formatIpv4Number(target.last), publicToo);
        demandOneBlock(text, target, publicToo);
        ranges.push(target);
      }
    }
  }
  return { ranges, addresses };
}

async function readTarget(
  text: string,
  network: Network,
  signal: AbortSignal,
): Promise<readonly (string | Ipv4Range)[]> {
  const range = parseRange(text);
  if (range !== undefined) return [range];
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  const address = parseIp(bare);
  if (address !== undefined) return [formatIp(address)];
  const prefix = parsePrefix(text);
  if (prefix !== undefined) {
    if (prefix.length === 128) return [formatIp(prefix.address)];
    throw new Fault('usage/ipv6-prefix', { target: text });
  }
  // digits, dots and a dash are a range that is none (backwards, or out of bounds): no name server is asked for it
  if (!/^[\w-]+(\.[\w-]+)*\.?$/.test(text) || /^[\d.-]+$/.test(text))
    throw new Fault('usage/bad-target', { target: text });
  const resolved = await network.resolve(text, signal);
  if (resolved.length === 0) throw new Fault('scope/unresolved', { name: text });
  return resolved.map((one) => parseRange(one) ?? one);
}

function demandPrivate(text: string, publicToo: boolean): void {
  const address = parseIp(text);
  if (address === undefined) return;
  const kind = classOf(address);
  if (kind === 'multicast' || kind === 'broadcast' || kind === 'unspecified')
    throw new Fault('usage/no-host', { target: text });
  if (kind === 'public' && !publicToo) throw new Fault('scope/public-address', { address: text });
}

/** A range whose ends are private may still run across public addresses: it must lie in one private block. */
function demandOneBlock(text: string, range: Ipv4Range, publicToo: boolean): void {
  if (publicToo) return;
  const first = parseIp(formatIpv4Number(range.first))!;
  const last = parseIp(formatIpv4Number(range.last))!;
  const block = privateBlocks.find((prefix) => contains(prefix, first));
  if (block === undefined || !contains(block, last)) throw new Fault('scope/public-address', { address: text });
}

const privateBlocks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
].map((text) => parsePrefix(text)!);
