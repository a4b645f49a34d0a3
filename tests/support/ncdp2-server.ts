import type { AttachedDevice, AttachedSource, Attributes, Dice, Network, NetworkInterface } from '@quietport/core';
import { ServedDevices } from '@quietport/core';
import { ManualClock, type SimulatedHost, type SimulatedLan, seededDice, simulateLan } from '@quietport/virtual';
import { decodeNcdp2, encodeNcdp2, type Ncdp2Frame } from '../../packages/core/src/protocols/ncdp2/codec.ts';
import { type ServeUdpOptions, serveUdp, type UdpServing } from '../../packages/library/src/announce/serve-udp.ts';

/** A segment with a server and somebody who asks. */
export interface ServerWorld {
  readonly clock: ManualClock;
  readonly lan: SimulatedLan;
  readonly host: SimulatedHost;
  readonly devices: ServedDevices;
  readonly serving: UdpServing;
  /** What is attached; read anew by `devices.refresh`. */
  readonly attached: { devices: readonly AttachedDevice[] };
}

export async function serverWorld(
  attached: readonly AttachedDevice[],
  wish: Partial<ServeUdpOptions> & { readonly on?: (row: NetworkInterface) => boolean; readonly chance?: Dice } = {},
): Promise<ServerWorld> {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 3259 });
  const host = lan.host({
    name: 'server',
    interfaces: [
      { name: 'eth0', segment: 'office', addresses: ['10.0.0.61/24', 'fe80::61/64'], mac: '00:26:ab:7c:e8:31' },
      { name: 'eth1', segment: 'shop', addresses: ['203.0.113.61/24'] },
    ],
  });
  const held = { devices: attached };
  const source: AttachedSource = {
    id: 'test',
    read: async () => held.devices,
    set: async () => ({ is: 'done' }),
    command: async () => ({ is: 'done' }),
  };
  const devices = new ServedDevices({
    sources: [source],
    implementation: 'test/1',
    bootId: 1000,
    clock,
    dice: seededDice(1),
    places: [],
    keepPlaces: async () => {},
  });
  const rows = await interfacesOf(host.network);
  const on = rows.filter(wish.on ?? (({ loopback }) => !loopback));
  devices.standOn(on);
  await devices.refresh(never);
  const serving = await serveUdp(on, {
    devices,
    network: host.network,
    clock,
    dice: wish.chance ?? seededDice(2),
    port: 3259,
    maxAgeSeconds: 1800,
    tls: false,
    alsoAnswer: [],
    host: 'server',
    ...wish,
  });
  return { clock, lan, host, devices, serving, attached: held };
}

export async function interfacesOf(network: Network): Promise<readonly NetworkInterface[]> {
  return network.interfaces();
}

export function attachedPrinter(key: string, attributes: Attributes = {}): AttachedDevice {
  const usual = { 'printer-make-and-model': 'EPSON TM-L90', 'printer-serial-number': key, 'printer-state': 3 };
  return { key, kind: 'printer', attributes: { ...usual, ...attributes }, settable: [], commands: [] };
}

export interface AskWish {
  readonly letter?: Ncdp2Frame['letter'];
  readonly type?: number;
  readonly number?: number;
  readonly function?: number;
  readonly padding?: number;
  readonly version?: number;
}

/** A request with the token 01 02 … 08. */
export function request(wish: AskWish = {}): Uint8Array {
  const { letter = 'P', type = 0xff, number = 0xff, padding = 300, version = 1 } = wish;
  const head = { letter, deviceType: type, deviceNumber: number, function: wish.function ?? 0, result: 0 };
  const token = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  return encodeNcdp2({ ...head, body: { token, version, padding: new Uint8Array(padding) } });
}

export function frameOf(bytes: Uint8Array): Ncdp2Frame {
  const frame = decodeNcdp2(bytes);
  if (!frame.ok) throw new Error(frame.error.code);
  return frame.value;
}

export const never: AbortSignal = new AbortController().signal;
