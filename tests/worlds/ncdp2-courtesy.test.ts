import type { Fault, Host, LocalSocket } from '@quietport/core';
import { ManualClock, type SimulatedHost, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';
import { askLeave } from '../../packages/library/src/announce/courtesy.ts';
import { beginRun } from '../../packages/library/src/announce/server-state.ts';
import { never, request } from '../support/ncdp2-server.ts';

describe('before it serves, a server', () => {
  it('listens for a second without a word, and goes on where nobody else speaks', async () => {
    const { clock, server, other } = world();
    const asked = leave(server, clock);
    await clock.advance(500);
    await say(other, request(), '239.255.32.59');
    expect(await clock.runUntil(asked)).toBeUndefined();
    expect(clock.monotonic()).toBe(1000);
    // all that was heard on the segment is what the other said itself
    expect(other.received(3259, 'udp')).toBe(request().length);
    expect(server.udp).toEqual([]);
    expect(server.tcp).toEqual([]);
  });

  it('says who holds the port over UDP or TCP, shared or not, and offers another; --force changes nothing', async () => {
    for (const force of [false, true])
      for (const [transport, shared] of [
        ['udp', false],
        ['udp', true],
        ['tcp', false],
      ] as const) {
        const { clock, server } = world();
        const address = transport === 'tcp' ? '10.0.0.61' : '127.0.0.1';
        if (transport === 'udp') await server.network.udp({ family: 4, address, port: 3259, shared });
        else await server.network.listen({ address, port: 3259, transport }, () => undefined);
        const fault = await failure(clock, leave(server, clock, force));
        expect(fault).toMatchObject({ code: 'announce/port-held', exit: 6 });
        expect(fault.text).toBe('Port 3259 is held here by epsonnet (pid 77).');
        expect(fault.next).toContain('--port 23259');
        expect(server.udp).toHaveLength(transport === 'udp' ? 1 : 0);
      }
  });

  it('names no program where the system names none, and another number where that is held, too', async () => {
    const { clock, server } = world();
    await server.network.udp({ family: 4, port: 3259 });
    await server.network.udp({ family: 4, port: 23259 });
    const fault = await failure(clock, leave(server, clock, false, []));
    expect(fault.text).toContain('a program that the system does not name');
    expect(fault.next).toContain('--port 23260');
  });

  it.each([
    ['to it alone', '10.0.0.61'],
    ['by broadcast', '10.0.0.255'],
    ['to a group', '239.255.32.59'],
  ])('stops where something else is said %s, and says from whom; --force passes it over', async (_, to) => {
    for (const force of [false, true]) {
      const { clock, server, other } = world();
      const asked = leave(server, clock, force);
      await clock.advance(900);
      await say(other, Uint8Array.of(0x45, 0x50, 0x53, 0x4f, 0x4e, 0x51, 1, 2), to);
      if (force) expect(await clock.runUntil(asked)).toMatchObject({ bytes: '4550534f4e510102' });
      else {
        const fault = await failure(clock, asked);
        expect(fault).toMatchObject({ code: 'announce/others-speak', exit: 6 });
        expect(fault.text).toMatch(/10\.0\.0\.9:\d+ said 4550534f4e510102/);
      }
      expect(other.received(3259, 'udp')).toBe(to === '10.0.0.61' ? 0 : 8);
      expect(server.udp).toEqual([]);
    }
  });

  it('ends early where it is interrupted', async () => {
    const { clock, server } = world();
    const end = new AbortController();
    const asked = leave(server, clock, false, [], end.signal);
    await clock.advance(300);
    end.abort();
    expect(await clock.runUntil(asked)).toBeUndefined();
    expect(clock.monotonic()).toBe(300);
  });
});

describe('a run', () => {
  it('has a boot id greater than the last and no smaller than the clock, on disk before it is used', async () => {
    const file = memoryFile();
    expect((await beginRun(file, 5_000_000)).bootId).toBe(5000);
    expect((await beginRun(file, 5_000_900)).bootId).toBe(5001);
    // the clock was put back
    expect((await beginRun(file, 1000)).bootId).toBe(5002);
    expect((await beginRun(file, 9_000_000)).bootId).toBe(9000);
    expect(JSON.parse(file.text ?? '')).toMatchObject({ schema: 'quietport/announce@1', bootId: 9000 });
  });

  it('is refused where what was remembered is damaged, and nothing is written over it', async () => {
    for (const text of ['{', '{}', '{"schema":"quietport/announce@1","bootId":-1,"places":[]}', 'null']) {
      const file = memoryFile(text);
      await expect(beginRun(file, 1000)).rejects.toMatchObject({ code: 'announce/bad-server-state' });
      expect(file.text).toBe(text);
    }
  });
});

function world() {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1 });
  const server = lan.host({
    name: 'server',
    interfaces: [{ segment: 'office', addresses: ['10.0.0.61/24', 'fe80::61/64'] }],
  });
  const other = lan.host({ name: 'other', interfaces: [{ segment: 'office', addresses: ['10.0.0.9/24'] }] });
  return { clock, server, other };
}

async function leave(
  server: SimulatedHost,
  clock: ManualClock,
  force = false,
  holders: readonly Partial<LocalSocket>[] = [{ process: 'epsonnet', pid: 77 }],
  signal: AbortSignal = never,
) {
  const interfaces = (await server.network.interfaces()).filter(({ loopback }) => !loopback);
  // a holder is told by what it is called here
  const host = { sockets: async () => ({ sockets: holders, policy: {}, gaps: [] }) } as unknown as Host;
  return askLeave({ port: 3259, interfaces, force }, { network: server.network, clock, host }, signal);
}

async function failure(clock: ManualClock, work: Promise<unknown>): Promise<Fault> {
  return clock.runUntil(
    work.then(
      () => {
        throw new Error('it went on');
      },
      (error: Fault) => error,
    ),
  );
}

async function say(host: SimulatedHost, bytes: Uint8Array, address: string): Promise<void> {
  const socket = await host.network.udp({ family: 4, interface: 'eth0', broadcast: true });
  await socket.send(bytes, { address, port: 3259, transport: 'udp' });
}

function memoryFile(text?: string) {
  const file = {
    path: '/data/server.json',
    text,
    read: async () => file.text,
    write: async (next: string) => {
      file.text = next;
    },
  };
  return file;
}
