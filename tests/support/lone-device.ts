import {
  type Catalogue,
  type Clock,
  catalogue,
  fuse,
  type TcpStream,
  type VirtualDevice,
} from '../../packages/core/src/index.ts';
import { openNetwork, systemClock } from '../../packages/node/src/index.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from './world.ts';

/** A device of the demo fleet as it would stand at this address, with `more` in place of its own. */
export function demoDevice(id: string, address: string, more: Partial<VirtualDevice> = {}): VirtualDevice {
  return { ...demoFleet.find((row) => row.id === id)!, address, prefixLength: 24, ...more };
}

/** A look at one device of the demo fleet, alone on a simulated segment. */
export async function lookAtLone(id: string, more: Partial<VirtualDevice>, rooms: Catalogue = catalogue) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 11 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.9')];
  const device = demoDevice(id, '10.0.0.9', more);
  const served = await serveDevice(there.network, device, catalogue, { clock });
  const looking = lookFrom(here.network, clock, rooms, { addresses: ['10.0.0.9'] });
  await clock.runUntilIdle(120_000);
  const { observations, attempts, gate } = await looking;
  const fused = fuse(observations, [], attempts);
  const heard = observations.map(({ protocol }) => protocol);
  return { device, served, observations, attempts, heard, ledger: gate.ledger.rows(), devices: fused.devices };
}

/** A look at one host that serves one TCP port by `serve`, and how each probe ended. `tookMs` is simulated time. */
export async function lookAtPeer(port: number, serve: BadPeer, rooms: Catalogue) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 3 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.2')];
  const at = { address: '10.0.0.2', port, transport: 'tcp' as const };
  await there.network.listen(at, (stream) => void serve(stream, clock).catch(() => undefined));
  const started = clock.monotonic();
  const order = { bySegment: false, addresses: ['10.0.0.2'] };
  const { attempts, observations, gate } = await clock.runUntil(lookFrom(here.network, clock, rooms, order));
  const outcome = (probe: string) => attempts.find((row) => row.probe === probe)?.outcome;
  return { outcome, observations, ledger: gate.ledger.rows(), tookMs: clock.monotonic() - started };
}

/** The same look on real sockets of this machine's loopback. */
export async function lookAtServed(device: VirtualDevice, rooms: Catalogue) {
  const network = openNetwork({ allowedInterfaces: ['lo'] });
  const served = await serveDevice(network, { ...device, prefixLength: 8 }, catalogue, {
    clock: systemClock,
    only: 'loopback',
  });
  try {
    const order = { bySegment: false, addresses: [device.address], waitMs: 2_000 };
    const { observations, attempts } = await lookFrom(network, systemClock, rooms, order);
    return { observations, attempts, devices: fuse(observations, [], attempts).devices };
  } finally {
    await served.close();
  }
}

type BadPeer = (stream: TcpStream, clock: Clock) => Promise<void>;

/** Peers that misbehave on any stream: what each does with a connection. */
export const badPeers: Readonly<Record<string, BadPeer>> = {
  'says nothing': async (stream) => void (await stream.read()),
  'closes at once': async (stream) => stream.close(),
  'floods without end': async (stream) => {
    for (let i = 0; i < 2_000; i++) await stream.write(new Uint8Array(1_000).fill(0x41));
  },
  'drips a byte now and then': async (stream, clock) => {
    for (let i = 0; i < 1_000; i++) {
      await stream.write(Uint8Array.of(0x49));
      await clock.sleep(400);
    }
  },
  'answers garbage to everything': async (stream) => {
    await stream.write(Uint8Array.of(0xff, 0, 0x1b, 0x0d, 0x0a, 0x3a));
    while ((await stream.read()) !== undefined) await stream.write(Uint8Array.of(0x80, 0x0d, 0x3a, 0));
  },
  'sends lines of thousands of bytes': async (stream) => {
    const line = new Uint8Array(5_000).fill(0x50);
    line[4_999] = 0x0d;
    await stream.write(line);
    while ((await stream.read()) !== undefined) await stream.write(line);
  },
};
