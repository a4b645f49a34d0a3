import {
  type Answering,
  type Catalogue,
  type Clock,
  type Cryptography,
  classOfText,
  type HttpAsked,
  type HttpServed,
  type Network,
  type NetworkInterface,
  type Printed,
  parseIp,
  type Transport,
  type VirtualDevice,
} from '@quietport/core';
import { isWithin } from '../lan/world.ts';
import { type Closable, Counters, type Place } from './place.ts';
import { answerStreams, takeStreams } from './serve-streams.ts';
import { serveUdp } from './serve-udp.ts';
import { answeringsOf, withServedPorts } from './served-ports.ts';

export interface ServeOptions {
  readonly clock: Clock;
  /** For devices that have secrets. */
  readonly cryptography?: Cryptography;
  /** Takes what is printed on it. */
  readonly prints?: (printed: Printed) => void;
  /** Answers nobody but this machine, whatever a socket hears. */
  readonly only?: 'loopback';
}

/** A virtual device at work. */
export interface ServedDevice {
  /** The device as it was served: its `port` gives the numbers where it really stands. */
  readonly device: VirtualDevice;
  /** Bytes that came to a standard port by UDP or as a raw TCP stream. */
  received(port: number, transport: Transport): number;
  /** Connections that were opened to a standard TCP port that takes raw streams. */
  connections(port: number): number;
  /** Says farewell where the protocols have one, and releases every socket. */
  close(): Promise<void>;
}

/** Runs a virtual device on any network: in a simulated LAN, or on real sockets. */
export async function serveDevice(
  network: Network,
  device: VirtualDevice,
  catalogue: Catalogue,
  options: ServeOptions,
): Promise<ServedDevice> {
  if (options.only === 'loopback' && classOfText(device.address) !== 'loopback')
    throw new RangeError(`${device.address} is no loopback address`);
  const { cryptography } = options;
  if (device.secrets?.some((secret) => secret.for === 'snmp-user' && secret.auth) && cryptography === undefined)
    throw new RangeError(`${device.id} has secrets and needs cryptography for them`);
  const equipped = {
    ...device,
    clock: options.clock,
    ...(cryptography === undefined ? {} : { cryptography }),
    ...(options.prints === undefined ? {} : { prints: options.prints }),
  };
  const served = await withServedPorts(network, equipped, catalogue);
  const counters = new Counters();
  const place: Place = {
    network,
    clock: options.clock,
    device: served,
    on: interfaceOf(await network.interfaces(), device.address),
    admits: (address) =>
      (options.only !== 'loopback' || classOfText(address) === 'loopback') && !isAway(device, options.clock),
    counters,
  };
  const open: Closable[] = [];
  const close = async (): Promise<void> => {
    for (const one of open.splice(0)) await one.close();
  };
  try {
    for (const group of grouped(answeringsOf(served, catalogue))) open.push(await serveGroup(place, group));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    device: served,
    received: (port, transport) => counters.bytes(port, transport),
    connections: (port) => counters.connections(port),
    close,
  };
}

/** Several rooms may answer on one port: they share its socket. */
function grouped(answerings: readonly Answering[]): readonly (readonly [Answering, ...Answering[]])[] {
  const groups = new Map<string, [Answering, ...Answering[]]>();
  for (const answering of answerings) {
    const key = `${answering.on === 'udp' ? 'udp' : 'tcp'} ${answering.port}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [answering]);
    else group.push(answering);
  }
  return [...groups.values()];
}

async function serveGroup(place: Place, group: readonly [Answering, ...Answering[]]): Promise<Closable> {
  const { device, network } = place;
  const { port } = group[0];
  const udp = group.filter((one) => one.on === 'udp');
  if (udp.length > 0) return serveUdp(place, port, udp);
  const at = { address: device.address, port: device.port(port, 'tcp'), transport: 'tcp' as const };
  const http = group.filter((one) => one.on === 'http');
  if (http.length > 0)
    return network.serveHttp(at, async (asked) => {
      if (!place.admits(asked.from.address)) return { status: 503, headers: {}, body: new Uint8Array() };
      const served = firstFound(http, asked);
      if (served.delayMs !== undefined && served.delayMs > 0) await place.clock.sleep(served.delayMs);
      return served;
    });
  const talking = group.find((one) => one.on === 'tcp');
  const sink = group.find((one) => one.on === 'sink');
  return talking === undefined ? takeStreams(place, at, port, sink?.atOnce) : answerStreams(place, at, talking);
}

/** The first room that knows the path answers. */
function firstFound(rooms: readonly (Answering & { readonly on: 'http' })[], asked: HttpAsked): HttpServed {
  let last: HttpServed = { status: 404, headers: {}, body: new Uint8Array() };
  for (const room of rooms) {
    last = room.serve(asked);
    if (last.status !== 404) break;
  }
  return last;
}

/** Quirk `fleet.flaps`: answers for so many seconds, and is silent for as many. */
function isAway({ quirks }: VirtualDevice, clock: Clock): boolean {
  const seconds = Number(quirks['fleet.flaps'] ?? 0);
  return seconds > 0 && Math.floor(clock.monotonic() / 1000 / seconds) % 2 === 1;
}

function interfaceOf(interfaces: readonly NetworkInterface[], address: string): NetworkInterface {
  const ip = parseIp(address);
  const on = ip && interfaces.find((row) => row.addresses.some((own) => isWithin(own, ip)));
  if (on === undefined) throw new RangeError(`${address} is on no interface of this network`);
  return on;
}
