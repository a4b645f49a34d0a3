import { classOf } from '../../net/address-class.ts';
import { formatIpv4Number, type Ipv4Range, ipv4Number } from '../../net/address-range.ts';
import { type IpAddress, parseIp } from '../../net/ip-address.ts';
import { contains, type Prefix } from '../../net/prefix.ts';

/** What may be touched: the segments of the chosen interfaces and what a person named, less what a person excluded. */
export interface Scope {
  readonly prefixes: readonly Prefix[];
  readonly ranges: readonly Ipv4Range[];
  readonly excluded: readonly Ipv4Range[];
  readonly excludedAddresses?: readonly string[];
  /** A person said that public addresses are theirs. */
  readonly publicToo: boolean;
}

/** Whether unicast may go there. Groups and broadcasts are judged by the probe that declared them. */
export function inScope(scope: Scope, text: string): boolean {
  const address = parseIp(text);
  if (address === undefined) return false;
  if (excludes(scope, address, text)) return false;
  const kind = classOf(address);
  if (kind === 'multicast' || kind === 'broadcast' || kind === 'unspecified') return false;
  if (kind === 'public' && !scope.publicToo) return false;
  if (scope.prefixes.some((prefix) => contains(prefix, address))) return true;
  return address.family === 4 && within(scope.ranges, ipv4Number(address));
}

function excludes(scope: Scope, address: IpAddress, text: string): boolean {
  if (scope.excludedAddresses?.includes(text) === true) return true;
  return address.family === 4 && within(scope.excluded, ipv4Number(address));
}

function within(ranges: readonly Ipv4Range[], value: number): boolean {
  const sorted = sortedOf(ranges);
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.last < value) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low]!.first <= value;
}

/** In order and without overlaps; made once for each list, for thousands of named addresses are asked about at every packet. */
function sortedOf(ranges: readonly Ipv4Range[]): readonly Ipv4Range[] {
  const known = sortedRanges.get(ranges);
  if (known !== undefined) return known;
  const sorted: { first: number; last: number }[] = [];
  for (const { first, last } of [...ranges].sort((a, b) => a.first - b.first)) {
    const before = sorted.at(-1);
    if (before !== undefined && first <= before.last) before.last = Math.max(before.last, last);
    else if (first <= last) sorted.push({ first, last });
  }
  sortedRanges.set(ranges, sorted);
  return sorted;
}

const sortedRanges = new WeakMap<readonly Ipv4Range[], readonly Ipv4Range[]>();

/** The IPv4 addresses of the ranges, each once, less the excluded ones, in order; made as they are taken. */
export function* addressesOf(ranges: readonly Ipv4Range[], excluded: readonly Ipv4Range[]): Generator<string> {
  let next = 0;
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    for (let value = Math.max(range.first, next); value <= range.last; value++) {
      if (!within(excluded, value)) yield formatIpv4Number(value);
    }
    next = Math.max(next, range.last + 1);
  }
}

/** How many addresses that are. */
export function countOf(ranges: readonly Ipv4Range[]): number {
  let count = 0;
  let next = 0;
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const first = Math.max(range.first, next);
    if (range.last >= first) count += range.last - first + 1;
    next = Math.max(next, range.last + 1);
  }
  return count;
}
