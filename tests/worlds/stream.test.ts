import { describe, expect, it } from 'vitest';
import {
  type Conversation,
  dial,
  type Ending,
  encodeText,
  type HostProbe,
  hangUp,
  read,
  say,
  type TcpStream,
} from '../../packages/core/src/index.ts';
import { ManualClock, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

const PORT = 4352;

/** A look at one host whose port 4352 is served, by a probe that talks on a stream. */
async function talking(
  serve: ((stream: TcpStream, clock: ManualClock) => Promise<void>) | undefined,
  talk: (log: unknown[]) => Conversation<Ending>,
) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = on('here', '10.0.0.1');
  const there = on('there', '10.0.0.2');
  const at = { address: '10.0.0.2', port: PORT, transport: 'tcp' as const };
  if (serve !== undefined) await there.network.listen(at, (stream) => void serve(stream, clock).catch(() => undefined));
  const log: unknown[] = [];
  const ports = [{ port: PORT, transport: 'tcp' as const, service: 'any' }];
  const probe: HostProbe = { id: 'any.talk', reach: 'host', ports, talk: () => talk(log) };
  const room = {
    id: 'any',
    title: 'any',
    ports,
    probes: [probe],
    describe: () => ({ ok: true, value: {}, fields: [] }),
  };
  const order = { bySegment: false, addresses: ['10.0.0.2'] };
  const { gate, attempts } = await clock.runUntil(lookFrom(here.network, clock, [room as never], order));
  return { log, ledger: gate.ledger.rows(), outcomes: attempts.map(({ outcome }) => outcome), there, clock };
}

const text = (bytes: unknown) => (bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : bytes);
const to = { address: '10.0.0.2', port: PORT, transport: 'tcp' as const };

describe('a conversation on a stream', () => {
  it('hears the greeting, says something, hears the answer and the end; every byte stands in the ledger', async () => {
    const serve = async (stream: TcpStream) => {
      await stream.write(encodeText('hello'));
      const asked = await stream.read();
      await stream.write(encodeText(`you said ${text(asked)}`));
      stream.close();
    };
    const { log, ledger, outcomes } = await talking(serve, function* (log) {
      log.push(yield* dial(to, 500), text(yield* read(500)), yield* say(encodeText('who')));
      log.push(text(yield* read(500)), yield* read(500), yield* read(500));
      return { is: 'answered' };
    });
    expect(log).toEqual(['answered', 'hello', true, 'you said who', 'ended', 'ended']);
    expect(ledger).toEqual([{ port: PORT, transport: 'tcp', probe: 'any.talk', packets: 2, bytes: 3 }]);
    expect(outcomes).toEqual(['answered']);
  });

  it('tells silence from the end, and can go on after silence', async () => {
    let open: TcpStream | undefined;
    const serve = async (stream: TcpStream) => {
      open = stream;
      await stream.read();
      await stream.write(encodeText('late'));
    };
    const { log } = await talking(serve, function* (log) {
      log.push(yield* dial(to, 500), yield* read(200), yield* say(encodeText('?')), text(yield* read(500)));
      return { is: 'answered' };
    });
    expect(open).toBeDefined();
    expect(log).toEqual(['answered', 'silent', true, 'late']);
  });

  it('says refused where nobody listens, and nothing can be said or heard then', async () => {
    const { log } = await talking(undefined, function* (log) {
      log.push(yield* dial(to, 500), yield* say(encodeText('?')), yield* read(500));
      return { is: 'refused' };
    });
    expect(log).toEqual(['refused', false, 'ended']);
  });

  it('has one stream at a time, and none is left open behind it', async () => {
    let ended = 0;
    const serve = async (stream: TcpStream) => {
      if ((await stream.read()) === undefined) ended++;
    };
    const { log } = await talking(serve, function* (log) {
      log.push(yield* dial(to, 500), yield* dial(to, 500), yield* hangUp(), yield* say(encodeText('?')));
      log.push(yield* dial(to, 500));
      return { is: 'answered' };
    });
    expect(log).toEqual(['answered', 'answered', undefined, false, 'answered']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(3);
  });

  it('reads for half a minute at most: a peer that drips bytes without end is silent then', async () => {
    const serve = async (stream: TcpStream, clock: ManualClock) => {
      for (let i = 0; i < 1_000; i++) {
        await stream.write(encodeText('.'));
        await clock.sleep(400);
      }
    };
    const { log, clock } = await talking(serve, function* (log) {
      yield* dial(to, 500);
      for (let reads = 0; reads < 500; reads++) {
        const bytes = yield* read(500);
        if (typeof bytes !== 'string') continue;
        log.push(bytes, reads);
        break;
      }
      return { is: 'answered' };
    });
    expect(log[0]).toBe('silent');
    expect(log[1]).toBeGreaterThan(70);
    expect(log[1]).toBeLessThan(80);
    expect(clock.monotonic()).toBeLessThan(31_000);
  });
});
