import { describe, expect, it } from 'vitest';
import { type Catalogue, catalogue, fuse, type VirtualDevice } from '../../packages/core/src/index.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

const device = (id: string, address: string, more: Partial<VirtualDevice> = {}): VirtualDevice => ({
  ...demoFleet.find((row) => row.id === id)!,
  address,
  prefixLength: 24,
  ...more,
});

function world() {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 5 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  return { clock, on, here: on('here', '10.0.0.1') };
}

const only = (...ids: readonly string[]): Catalogue => catalogue.filter(({ id }) => ids.includes(id));

/** Rooms whose devices name another host in all they send. */
function lying(own: string, other: string): Catalogue {
  const lie = (bytes: Uint8Array) =>
    new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll(`http://${own}:`, `http://${other}:`));
  return only('wsd').map((room) => ({
    ...room,
    answers: (row) =>
      (room.answers?.(row) ?? []).map((answering) =>
        answering.on === 'udp'
          ? {
              ...answering,
              answer: (asked) => answering.answer(asked).map((reply) => ({ ...reply, bytes: lie(reply.bytes) })),
            }
          : answering,
      ),
  }));
}

describe('WS-Discovery on a segment', () => {
  it('finds a printer that speaks nothing else, and reads its metadata where it says they are', async () => {
    const { clock, on, here } = world();
    const there = on('there', '10.0.0.9');
    await serveDevice(there.network, device('office-mfp', '10.0.0.9', { speaks: ['wsd'] }), catalogue, { clock });
    const looking = lookFrom(here.network, clock, catalogue);
    await clock.runUntilIdle(120_000);
    const { observations, attempts, gate } = await looking;
    const { devices } = fuse(observations, [], attempts);
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({ kind: 'mfp', state: { word: 'idle' } });
    const facts = Object.entries(devices[0]!.facts).map(([fact, known]) => [fact, known.value]);
    expect(Object.fromEntries(facts)).toMatchObject({
      make: 'EPSON',
      model: 'ET-4850 Series',
      serial: 'X8DE001742',
      firmware: '05.22.XG23P7',
      uuid: 'cfe92100-67c4-11d4-a45f-64eb8c102001',
      location: 'Second floor, by the window',
    });
    expect(gate.ledger.rows().filter(({ probe }) => probe === 'wsd.metadata')).toMatchObject([
      { port: 80, transport: 'tcp', packets: 2 },
    ]);
  });

  it('goes to nobody whom another host names, though the segment is in scope', async () => {
    const { clock, on, here } = world();
    const there = on('there', '10.0.0.9');
    const victim = on('victim', '10.0.0.77');
    await serveDevice(
      there.network,
      device('copier', '10.0.0.9', { speaks: ['wsd'] }),
      lying('10.0.0.9', '10.0.0.77'),
      {
        clock,
      },
    );
    const looking = lookFrom(here.network, clock, only('wsd'));
    await clock.runUntilIdle(120_000);
    const { observations, gate } = await looking;
    expect(victim.received(5357, 'tcp')).toBe(0);
    expect(gate.ledger.rows().some(({ probe }) => probe === 'wsd.metadata')).toBe(false);
    // the contradiction is kept: an address that it claims and that nobody was reached at
    const { devices } = fuse(observations, []);
    expect(devices.flatMap(({ interfaces }) => interfaces)).toMatchObject([
      { addresses: ['10.0.0.9'], claimed: ['10.0.0.77'] },
    ]);
  });

  it('hears a Hello and a Bye without a word of its own', async () => {
    const { clock, on, here } = world();
    const there = on('there', '10.0.0.9');
    const looking = lookFrom(here.network, clock, only('wsd'), { passive: true });
    await clock.advance(100);
    const served = await serveDevice(there.network, device('copier', '10.0.0.9', { speaks: ['wsd'] }), catalogue, {
      clock,
    });
    await clock.advance(500);
    await served.close();
    await clock.runUntilIdle(120_000);
    const { observations, gate } = await looking;
    expect(observations).toHaveLength(2);
    expect(gate.ledger.rows()).toEqual([]);
  });
});
