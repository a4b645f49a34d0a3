import {
  Announcer,
  type Clock,
  type Dice,
  type Network,
  type NetworkInterface,
  type Prefix,
  type ReplyRates,
  type ServedDevices,
  type UdpCounts,
  UdpService,
} from '@quietport/core';
import { Admission } from './admission.ts';
import { type DnsSdResponder, respondOn } from './dns-sd-responder.ts';
import { UdpDoors } from './udp-doors.ts';

export interface ServeUdpOptions {
  readonly devices: ServedDevices;
  readonly network: Network;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly port: number;
  readonly maxAgeSeconds: number;
  readonly tls: boolean;
  readonly limits?: Readonly<Record<string, number>>;
  readonly rates?: ReplyRates;
  /** Sources that are answered besides those that always are. */
  readonly alsoAnswer: readonly Prefix[];
  /** The name of this machine. */
  readonly host: string;
}

/** The UDP side of a server at work. */
export interface UdpServing {
  readonly counts: UdpCounts;
  /** What is not served, and why, in sentences. */
  readonly gaps: readonly string[];
  /** Stands on these interfaces from now on; other addresses than before are announced. */
  standOn(interfaces: readonly NetworkInterface[]): Promise<void>;
  /** Says that the devices leave, then is silent. */
  close(): Promise<void>;
}

export async function serveUdp(interfaces: readonly NetworkInterface[], options: ServeUdpOptions): Promise<UdpServing> {
  const { devices, network, clock, dice, port, maxAgeSeconds, tls } = options;
  const { limits = {}, rates } = options;
  const doors = new UdpDoors({
    network,
    port,
    take: (datagram, reply) => service.take(datagram, reply),
  });
  const admission = new Admission(options.alsoAnswer);
  const service = new UdpService({
    devices,
    clock,
    dice,
    maxAgeSeconds,
    tls,
    limits,
    ...(rates === undefined ? {} : { rates }),
    admits: (address) => admission.admits(address),
  });
  const announcer = new Announcer({ devices, clock, dice, maxAgeSeconds, send: (frame) => doors.announce(frame) });
  let responder: DnsSdResponder | undefined;
  const settle = async (rows: readonly NetworkInterface[]): Promise<void> => {
    admission.standOn(rows);
    await doors.standOn(rows);
    devices.standOn(shownOf(rows));
    await responder?.close();
    const named = { instance: `NCDP/2 on ${options.host}`, type: '_ncdp2._udp', txt: [['txtvers', '1']] as const };
    responder = await respondOn(rows, {
      network,
      clock,
      service: { ...named, port, host: `ncdp2-${options.host}-${port}` },
    });
  };
  await settle(interfaces);
  announcer.start();
  return {
    get counts() {
      return service.counts;
    },
    get gaps() {
      const unbound = doors.unbound.map((address) => `Not served at ${address}: it cannot be bound now.`);
      return [...unbound, ...(responder?.gaps ?? [])];
    },
    standOn: async (rows) => {
      const others = addressText(rows) !== addressText(doors.interfaces);
      if (others) await settle(rows);
      // an IPv6 address that the system was testing is there by now
      else if (doors.unbound.length > 0) await doors.standOn(rows);
      if (others) announcer.restart();
    },
    close: async () => {
      service.close();
      await announcer.stop();
      await responder?.close();
      doors.close();
    },
  };
}

/** Loopback leads nobody else here: it is shown where there is nothing else. */
export function shownOf(interfaces: readonly NetworkInterface[]): readonly NetworkInterface[] {
  const reachable = interfaces.filter(({ loopback }) => !loopback);
  return reachable.length > 0 ? reachable : interfaces;
}

function addressText(interfaces: readonly NetworkInterface[]): string {
  return interfaces
    .map(({ name, addresses }) => [name, ...addresses.map(({ address }) => address)].join(' '))
    .join('\n');
}
