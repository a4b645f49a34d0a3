import {
  contains,
  countOf,
  Fault,
  type FleetScope,
  formatPrefix,
  type GatePolicy,
  type KeyForecast,
  type LookOrder,
  parseIp,
  parsePrefix,
  type SegmentPlan,
  segmentsOf,
  standardPort,
} from '@quietport/core';
import type { House } from './house.ts';
import { chooseInterfaces } from './interfaces.ts';
import { readTargets, type Targets } from './targets.ts';

/** What a person asks `find` for. Everything has a default. */
export interface FindRequest {
  /** Prefixes, ranges, addresses, host names; the local segments if none. */
  readonly targets?: readonly string[];
  readonly exclude?: readonly string[];
  readonly interfaces?: readonly string[];
  readonly passive?: boolean;
  /** With `passive`, between two looks that ask: whoever announces something may be asked for it. */
  readonly attends?: boolean;
  /** How long a segment is given to answer, or is listened to. */
  readonly patienceMs?: number;
  /** When the whole look ends, done or not; a passive one listens for so long. */
  readonly timeoutMs?: number;
  /** How long one answer is waited for. */
  readonly waitMs?: number;
  readonly tries?: number;
  /**
   * One look of many: the devices of the inventory on these segments are asked by their addresses, too, and those that
   * sleep are not woken.
   */
  readonly again?: boolean;
  /**
   * It asks some devices by some of their protocols only: who is silent may be there all the same, and silence is not
   * noted.
   */
  readonly poll?: boolean;
  /** Only who answers is wanted: hosts that were heard are asked nothing more. */
  readonly sweepOnly?: boolean;
  /** Packets a second in all. */
  readonly rate?: number;
  readonly community?: string;
  readonly iOwnThis?: boolean;
  readonly methods?: readonly string[];
  /** The state of print ports too: connect and close. */
  readonly knockPrintPorts?: boolean;
  /** A virtual fleet that runs on loopback: which addresses it has and which ports had to move. */
  readonly fleet?: FleetScope;
}

/** A look, thought through: what will be asked, how long that takes, and what it cannot see. */
export interface FindPlan {
  readonly order: LookOrder;
  readonly policy: GatePolicy;
  readonly scope: readonly ScopeRow[];
  /** About how long the look takes. */
  readonly seconds: number;
  readonly addresses: number;
  readonly notCovered: readonly string[];
  /** How many new keys it may show to devices; absent where there are none to show. */
  readonly keys?: KeyForecast;
}

export interface ScopeRow {
  readonly interface: string;
  readonly prefix: string;
  readonly methods: readonly string[];
}

export async function planFind(request: FindRequest, house: House, signal: AbortSignal): Promise<FindPlan> {
  demandMethods(request.methods, house);
  const all = await house.network.interfaces();
  const chosen = chooseInterfaces(all, request.interfaces ?? [], house.allowedInterfaces);
  const targeted = (request.targets ?? []).length > 0;
  const { interfaces } = chosen;
  if (!targeted && interfaces.length === 0) throw new Fault('scope/nothing-to-look-at');
  const publicToo = request.iOwnThis === true;
  const targets = await readTargets(request.targets ?? [], house.network, publicToo, signal);
  const excluded = await readTargets(request.exclude ?? [], house.network, true, signal);
  if (targeted && nothingLeft(targets, excluded)) throw new Fault('scope/all-excluded');
  const segments = segmentsOf(targeted ? (request.interfaces?.length ? chosen.interfaces : all) : interfaces);
  const again =
    request.again === true && request.passive !== true
      ? await knownOn(segments, house)
      : { addresses: [], asleep: new Set<string>() };
  const order: LookOrder = {
    segments,
    bySegment: !targeted,
    ranges: targets.ranges,
    addresses: [...new Set([...targets.addresses, ...again.addresses])],
    ...(again.asleep.size === 0 ? {} : { asleep: again.asleep }),
    excluded: excluded.ranges,
    passive: request.passive === true,
    ...(request.attends === true ? { attends: true } : {}),
    patienceMs: request.patienceMs ?? patience(request),
    waitMs: request.waitMs ?? WAIT_MS,
    tries: request.tries ?? TRIES,
    community: request.community ?? 'public',
    neighbourLimit: Math.floor((await house.neighbourLimit()) * 0.8),
    ...(request.methods === undefined ? {} : { methods: request.methods }),
    ...(request.sweepOnly === true ? { sweepOnly: true } : {}),
    ...(request.knockPrintPorts === true ? { requested: ['knock.print-ports'] } : {}),
    ...(request.fleet === undefined ? {} : { fleet: request.fleet }),
  };
  const addresses = countOf(targets.ranges) + targets.addresses.length;
  const rate = request.rate ?? RATE;
  const keys = order.passive || order.sweepOnly === true ? undefined : await forecastOf(order, house);
  return {
    order,
    policy: policyOf(order, request, rate, excluded.addresses),
    scope: scopeOf(order, request, house),
    seconds: Math.min(secondsOf(order, addresses, rate, house), Math.ceil((request.timeoutMs ?? Infinity) / 1000)),
    addresses,
    notCovered: notCovered(order, chosen.leftAlone),
    ...(keys === undefined ? {} : { keys }),
  };
}

function nothingLeft(targets: Targets, excluded: Targets): boolean {
  return (
    targets.ranges.every(({ first, last }) =>
      excluded.ranges.some((range) => range.first <= first && last <= range.last),
    ) && targets.addresses.every((address) => excluded.addresses.includes(address))
  );
}

/** Counted before the first packet: who gave us keys may say no. */
async function forecastOf(order: LookOrder, house: House): Promise<KeyForecast | undefined> {
  const { ranges, addresses, excluded } = order;
  const prefixes = order.bySegment ? order.segments.flatMap((segment) => segment.prefixes) : [];
  const forecast = await house.locksmith?.forecast?.({ ranges, addresses, excluded, prefixes });
  return forecast === undefined || forecast.names.length === 0 ? undefined : forecast;
}

/** The addresses of the inventory's devices on these segments, and those of them that sleep. */
async function knownOn(segments: readonly SegmentPlan[], house: House) {
  const own = new Set(segments.flatMap((segment) => segment.own));
  const devices = (await house.store.devices.all()).map(({ kind, state, interfaces }) => ({
    // a question wakes no projector from standby, and on a connection alone it tells that it is on again
    asleep: kind !== 'projector' && (state.word === 'asleep' || state.word === 'off-by-habit'),
    addresses: interfaces
      .flatMap((row) => row.addresses)
      .filter((address) => {
        const parsed = parseIp(address);
        return (
          parsed !== undefined &&
          !own.has(address) &&
          segments.some(({ prefixes }) => prefixes.some((prefix) => contains(prefix, parsed)))
        );
      }),
  }));
  return {
    addresses: devices.flatMap(({ addresses }) => addresses),
    asleep: new Set(devices.flatMap(({ asleep, addresses }) => (asleep ? addresses : []))),
  };
}

/** A segment is not given all of the time: hosts that answer are to be asked, too. */
function patience({ passive, timeoutMs }: FindRequest): number {
  if (passive === true) return timeoutMs ?? LISTEN_MS;
  return timeoutMs === undefined ? PATIENCE_MS : Math.min(PATIENCE_MS, timeoutMs * 0.7);
}

function policyOf(
  order: LookOrder,
  request: FindRequest,
  rate: number,
  excludedAddresses: readonly string[],
): GatePolicy {
  const { fleet } = request;
  const own = order.addresses.flatMap((text) => parsePrefix(text) ?? []);
  // a question to all of loopback goes to the fleet as well, at the numbers where the fleet serves it
  const toAll = new Set(order.segments.flatMap((segment) => (segment.loopback ? segment.broadcasts : [])));
  const isVirtual = (address: string) => {
    const parsed = parseIp(address);
    return fleet !== undefined && parsed !== undefined && (contains(fleet.prefix, parsed) || toAll.has(address));
  };
  return {
    scope: {
      prefixes: order.bySegment ? [...order.segments.flatMap((segment) => segment.prefixes), ...own] : own,
      ranges: order.ranges,
      excluded: order.excluded,
      excludedAddresses,
      publicToo: request.iOwnThis === true,
    },
    rate,
    perHost: PER_HOST,
    knockPrintPorts: request.knockPrintPorts === true,
    standardPort: (address, port) => standardPort(fleet, isVirtual(address), port),
  };
}

function scopeOf(order: LookOrder, request: FindRequest, house: House): readonly ScopeRow[] {
  const methods = order.methods ?? house.catalogue.filter((row) => row.probes.length > 0).map((row) => row.id);
  if (order.bySegment) {
    return order.segments.flatMap((segment) =>
      segment.prefixes.map((prefix) => ({ interface: segment.interface, prefix: formatPrefix(prefix), methods })),
    );
  }
  return (request.targets ?? []).map((target) => ({
    interface: seenFrom(target, order.segments),
    prefix: target,
    methods,
  }));
}

function seenFrom(target: string, segments: readonly SegmentPlan[]): string {
  const address = parsePrefix(target)?.address;
  const near = address && segments.find((segment) => segment.prefixes.some((prefix) => contains(prefix, address)));
  return near?.interface ?? 'routed';
}

function secondsOf(order: LookOrder, addresses: number, rate: number, house: House): number {
  const sweeps = house.catalogue.flatMap((row) => row.probes).filter((probe) => probe.reach === 'host' && probe.sweep);
  const sending = (addresses * sweeps.length * order.tries) / rate;
  const waiting = addresses > 0 ? (order.tries * order.waitMs) / 1000 : 0;
  const hosts = (2 * order.tries * order.waitMs) / 1000;
  return Math.ceil((order.bySegment ? order.patienceMs / 1000 : 0) + sending + waiting + (order.passive ? 0 : hosts));
}

function notCovered(order: LookOrder, leftAlone: readonly string[]): readonly string[] {
  const lines = [...leftAlone];
  if (order.bySegment)
    lines.push('segments behind a router: broadcasts and groups do not cross it, name their prefix as a target');
  else lines.push('devices that answer no unicast datagram and no connect to TCP 631 or 3259, for example asleep ones');
  if (order.passive) lines.push('devices that announce nothing while we listen');
  if (
    order.segments.some((segment) => segment.family === 6 && segment.prefixes.some((prefix) => prefix.length < 120)) &&
    order.bySegment
  )
    lines.push('IPv6 hosts that answer no group: an IPv6 prefix is too large to be swept');
  return lines;
}

function demandMethods(methods: readonly string[] | undefined, house: House): void {
  const known = house.catalogue.map((row) => row.id);
  const wrong = methods?.find((method) => !known.includes(method));
  if (wrong !== undefined) throw new Fault('usage/no-such-protocol', { protocol: wrong, known: known.join(', ') });
}

// polite: a /24 takes a second or two, and no network card of a printer notices
const RATE = 1000;
const PATIENCE_MS = 4_000;
// without a time of their own, people wait so long for a command that only listens
const LISTEN_MS = 10_000;
const WAIT_MS = 700;
const TRIES = 3;
const PER_HOST = 400;
