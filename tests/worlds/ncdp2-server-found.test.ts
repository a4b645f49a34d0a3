import { describe, expect, it } from 'vitest';
import { catalogue, type Device, fuse, type Network } from '../../packages/core/src/index.ts';
import { attachedPrinter, serverWorld } from '../support/ncdp2-server.ts';
import { lookFrom } from '../support/world.ts';

const only = catalogue.filter(({ id }) => id === 'ncdp2');

/** Those that a server told of. */
const behind = (devices: readonly Device[]) => devices.filter(({ via }) => via !== undefined);

/** A look from a neighbour of the server. */
async function lookAt(world: Awaited<ReturnType<typeof serverWorld>>, rooms = only) {
  const here = world.lan.host({ name: 'here', interfaces: [{ segment: 'office', addresses: ['10.0.0.1/24'] }] });
  /** When something was sent to the server alone. */
  const sentAtMs: number[] = [];
  const network: Network = Object.create(here.network, {
    udp: {
      value: async (options: Parameters<Network['udp']>[0]) => {
        const socket = await here.network.udp(options);
        return Object.create(socket, {
          local: { value: socket.local },
          listen: { value: socket.listen.bind(socket) },
          close: { value: socket.close.bind(socket) },
          send: {
            value: (...[bytes, to]: Parameters<typeof socket.send>) => {
              if (to.address === '10.0.0.61') sentAtMs.push(world.clock.monotonic());
              return socket.send(bytes, to);
            },
          },
        });
      },
    },
    interfaces: { value: () => here.network.interfaces() },
  });
  const looked = await world.clock.runUntil(lookFrom(network, world.clock, rooms));
  return { ...looked, ...fuse(looked.observations, [], looked.attempts), sentAtMs };
}

it('each of several devices of one server is a device of its own, with its own readings', async () => {
  const attached = Array.from({ length: 12 }, (_, i) =>
    attachedPrinter(`serial-${i}`, {
      'printer-state': i % 2 === 0 ? 3 : 5,
      'printer-impressions-completed': 1_000 + i,
      'marker-names': ['Black'],
      'marker-types': ['ink-cartridge'],
      'marker-levels': [i],
    }),
  );
  const { devices, conflicts, observations } = await lookAt(await serverWorld(attached));
  expect(conflicts).toEqual([]);
  // the server stands at its address, and is none of them
  expect(devices.filter(({ via }) => via === undefined).map(({ kind }) => kind)).toEqual(['print-server']);
  const told = behind(devices).map(({ facts, state, counters, supplies }) => [
    facts.serial?.value,
    state.word,
    counters[0]?.value,
    supplies[0]?.level,
  ]);
  expect(told.sort((a, b) => Number(a[2]) - Number(b[2]))).toEqual(
    attached.map((_, i) => [
      `serial-${i}`,
      i % 2 === 0 ? 'idle' : 'stopped',
      1_000 + i,
      { type: 'exact', ratio: i / 100 },
    ]),
  );
  // the interfaces are the server's: no device has its MAC
  const macs = observations.filter(({ claims }) => claims.some(({ is }) => is === 'mac'));
  expect(macs.filter(({ relayed }) => relayed === true)).toEqual([]);
  expect(behind(devices).flatMap(({ interfaces }) => interfaces.map(({ mac }) => mac))).toEqual([]);
  expect(devices.find(({ kind }) => kind === 'print-server')?.interfaces[0]?.mac).toBe('00:26:ab:7c:e8:31');
});

it('the one device of a server is found at its address', async () => {
  const { devices } = await lookAt(await serverWorld([attachedPrinter('serial-1')]));
  expect(devices).toHaveLength(1);
  expect(devices[0]?.interfaces).toMatchObject([{ mac: '00:26:ab:7c:e8:31' }]);
  expect(devices[0]?.facts).toMatchObject({ serial: { value: 'serial-1' }, model: { value: 'TM-L90' } });
});

it('fifty devices are found, though a probe can bear few replies, and none is asked more than 20 times a second', async () => {
  const world = await serverWorld(Array.from({ length: 50 }, (_, i) => attachedPrinter(`serial-${i}`)));
  const { devices, sentAtMs } = await lookAt(world);
  expect(sentAtMs.length).toBeGreaterThan(200);
  for (const at of sentAtMs)
    expect(sentAtMs.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(20);
  expect(new Set(behind(devices).map(({ facts }) => facts.serial?.value)).size).toBe(50);
});

it('all devices of a server on this very machine are found', async () => {
  const world = await serverWorld(Array.from({ length: 5 }, (_, i) => attachedPrinter(`serial-${i}`)));
  const looked = await world.clock.runUntil(lookFrom(world.host.network, world.clock, only));
  const { devices } = fuse(looked.observations, [], looked.attempts);
  expect(new Set(behind(devices).map(({ facts }) => facts.serial?.value)).size).toBe(5);
  expect(devices).toHaveLength(6);
});

describe('a server on another port than 3259', () => {
  const rooms = catalogue.filter(({ id }) => id === 'ncdp2' || id === 'dns-sd');

  it('is found by DNS-SD, and its device is called by its own name', async () => {
    const world = await serverWorld([attachedPrinter('serial-1', { 'printer-info': 'Shelf' })], { port: 23_259 });
    expect((await lookAt(world)).devices).toEqual([]);
    const { devices } = await lookAt(world, rooms);
    expect(devices.map(({ facts }) => [facts.serial?.value, facts.name?.value])).toEqual([['serial-1', 'Shelf']]);
    expect(devices[0]?.ports).toContainEqual(
      expect.objectContaining({
        endpoint: { address: '10.0.0.61', port: 23_259, transport: 'udp' },
        state: 'answered',
        service: 'ncdp2',
      }),
    );
  });

  it('may have several devices', async () => {
    const attached = Array.from({ length: 3 }, (_, i) => attachedPrinter(`serial-${i}`));
    const { devices } = await lookAt(await serverWorld(attached, { port: 23_259 }), rooms);
    const told = devices.map(({ kind, facts, interfaces, via }) => [
      kind,
      facts.serial?.value,
      interfaces[0]?.addresses[0] ?? via?.[0],
    ]);
    const via = { address: '10.0.0.61', protocol: 'ncdp2' };
    expect(told).toEqual([
      ['print-server', undefined, '10.0.0.61'],
      ['printer', 'serial-0', via],
      ['printer', 'serial-1', via],
      ['printer', 'serial-2', via],
    ]);
  });
});
