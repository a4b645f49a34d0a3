import { describe, expect, it } from 'vitest';
import { catalogue, fuse } from '../../packages/core/src/index.ts';
import { openNetwork, systemClock } from '../../packages/node/src/index.ts';
import { ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { goldenOf } from '../support/golden.ts';
import { demoDevice } from '../support/lone-device.ts';
import { lookFrom } from '../support/world.ts';

type Host = ReturnType<ReturnType<typeof simulateLan>['host']>;

/** A passive look by one room, while `happens` on another host of the segment. Nothing may leave us. */
async function overheard(room: string, happens: (there: Host, clock: ManualClock) => Promise<void>) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 13 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.9')];
  const only = catalogue.filter(({ id }) => id === room);
  const looking = lookFrom(here.network, clock, only, { passive: true });
  await clock.advance(100);
  await happens(there, clock);
  await clock.runUntilIdle(120_000);
  const { observations, gate } = await looking;
  expect(gate.ledger.rows()).toEqual([]);
  return { observations, devices: fuse(observations, [], []).devices };
}

async function shout(there: Host, port: number, packets: readonly Uint8Array[]): Promise<void> {
  const [on] = (await there.network.interfaces()).filter(({ loopback }) => !loopback);
  const socket = await there.network.udp({ family: 4, interface: on!.name, port });
  for (const bytes of packets) await socket.send(bytes, { address: '239.255.255.253', port, transport: 'udp' });
  socket.close();
}

const packet = (room: string, name: string) => goldenOf(room).find((row) => row.name === name)!.bytes;
const garbage = [new Uint8Array(), Uint8Array.of(2), new Uint8Array(1_400).fill(0xff), new Uint8Array(60)];

describe('scanners that announce push scan', () => {
  it('are heard without a word of our own', async () => {
    const device = demoDevice('scanner', '10.0.0.9', { speaks: ['push-scan'] });
    const { devices, observations } = await overheard('push-scan', async (there, clock) => {
      await serveDevice(there.network, device, catalogue, { clock });
    });
    expect(observations.map(({ protocol }) => protocol)).toEqual(['push-scan']);
    expect(devices).toMatchObject([
      { kind: 'scanner', provisional: true, facts: { make: { value: 'EPSON', grade: 'inferred' } } },
    ]);
  });

  it('are told from garbage and from computers', async () => {
    const { observations } = await overheard('push-scan', (there) =>
      shout(there, 2968, [...garbage, packet('push-scan', 'reply-pc'), packet('slp', 'request')]),
    );
    expect(observations).toEqual([]);
  });

  it('are heard on the group of a real loopback, too', async () => {
    const network = openNetwork({ allowedInterfaces: ['lo'] });
    const only = catalogue.filter(({ id }) => id === 'push-scan');
    const segments = [
      { interface: 'lo', family: 4 as const, loopback: true, own: ['127.0.0.1'], prefixes: [], broadcasts: [] },
    ];
    const looking = lookFrom(network, systemClock, only, { segments, passive: true, patienceMs: 1_500 });
    const device = demoDevice('scanner', '127.77.40.6', { speaks: ['push-scan'], prefixLength: 8 });
    // the ear may open later than the first word: it is said again until the look is over
    let over = false;
    const heard = looking.finally(() => {
      over = true;
    });
    while (!over) {
      const served = await serveDevice(network, device, catalogue, { clock: systemClock, only: 'loopback' });
      await served.close();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { observations } = await heard;
    expect(observations).toMatchObject([{ protocol: 'push-scan', from: { address: '127.77.40.6', port: 2968 } }]);
  });
});

describe('services that are advertised by SLP', () => {
  it('are told where they print, and nobody is called a printer for it', async () => {
    const { observations, devices } = await overheard('slp', (there) =>
      shout(there, 427, [...garbage, packet('slp', 'reply'), packet('slp', 'agent')]),
    );
    expect(observations).toHaveLength(2);
    expect(devices).toMatchObject([{ kind: 'unknown', provisional: true }]);
    const told = observations.flatMap(({ claims }) => claims);
    expect(told).toContainEqual(expect.objectContaining({ is: 'service', service: 'ipp', port: 631 }));
  });

  it('are listened for where the protocol has a group: in IPv4', async () => {
    const clock = new ManualClock();
    const lan = simulateLan({ clock, seed: 1 });
    const addresses = ['10.0.0.1/24', 'fe80::1/64'];
    const { network } = lan.host({ name: 'here', interfaces: [{ segment: 'office', addresses }] });
    const opened: string[] = [];
    const noting: typeof network = {
      ...{ interfaces: () => network.interfaces(), connect: network.connect, http: network.http, tls: network.tls },
      ...{ listen: network.listen, serveHttp: network.serveHttp, resolve: network.resolve },
      udp: (options) => {
        opened.push(`${options.family} ${options.groups?.join() ?? '-'}`);
        return network.udp(options);
      },
    };
    const only = catalogue.filter(({ id }) => id === 'slp' || id === 'enpc');
    await clock.runUntil(lookFrom(noting, clock, only, { passive: true }));
    expect(opened.sort()).toEqual(['4 -', '4 239.255.255.253', '6 -']);
  });

  it('are passed over where they are others, or questions', async () => {
    const { observations } = await overheard('slp', (there) =>
      shout(there, 427, [packet('slp', 'request'), packet('slp', 'directory'), packet('push-scan', 'request-08b5-01')]),
    );
    expect(observations).toEqual([]);
  });
});
