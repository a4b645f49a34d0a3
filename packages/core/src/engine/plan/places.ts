import { ipv4Number } from '../../net/address-range.ts';
import { parseIp } from '../../net/ip-address.ts';
import { contains } from '../../net/prefix.ts';
import { actualPort, type LookOrder, type SegmentPlan } from './order.ts';

/** Where an address lies, by what the order says of segments, ranges and the virtual fleet. */
export class Places {
  readonly #order: LookOrder;
  readonly #own: ReadonlySet<string>;

  constructor(order: LookOrder) {
    this.#order = order;
    this.#own = new Set(order.segments.flatMap((segment) => segment.own));
  }

  isOwn(address: string): boolean {
    return this.#own.has(address);
  }

  isSwept(address: string): boolean {
    const parsed = parseIp(address);
    if (parsed?.family !== 4) return false;
    const value = ipv4Number(parsed);
    return this.#order.ranges.some((range) => range.first <= value && value <= range.last);
  }

  isVirtual(address: string): boolean {
    const parsed = parseIp(address);
    const { fleet } = this.#order;
    return fleet !== undefined && parsed !== undefined && contains(fleet.prefix, parsed);
  }

  segmentOf(address: string): SegmentPlan | undefined {
    const parsed = parseIp(address);
    if (parsed === undefined) return undefined;
    if (parsed.zone !== undefined) return this.#order.segments.find((segment) => segment.interface === parsed.zone);
    return this.#order.segments.find((segment) => segment.prefixes.some((prefix) => contains(prefix, parsed)));
  }

  /** One host is always seen from the same vantage, whichever way its packet came. */
  vantage(address: string): string {
    return this.segmentOf(address)?.interface ?? 'routed';
  }

  /** The number at which this address serves a standard port. */
  portAt(address: string, standard: number): number {
    return actualPort(this.#order.fleet, this.isVirtual(address), standard);
  }
}
