import { describe, expect, it } from 'vitest';
import {
  catalogue,
  type Endpoint,
  type HostProbe,
  type HttpRequest,
  inScope,
  isPrintPort,
  type PortUse,
  parsePrefix,
  send,
  type VirtualDevice,
} from '../../packages/core/src/index.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom, openGate } from '../support/world.ts';

const udp = (address: string, port: number): Endpoint => ({ address, port, transport: 'udp' });
const tcp = (address: string, port: number): Endpoint => ({ address, port, transport: 'tcp' });
const use = (port: number, transport: 'udp' | 'tcp'): PortUse => ({ port, transport, service: 'any' });
const never = new AbortController().signal;

function world() {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  return { clock, lan, here: on('here', '10.0.0.1'), there: on('there', '10.0.0.2') };
}

/** A probe that does what no probe may: it declares a print port and sends text to it. */
const wrongProbe: HostProbe = {
  id: 'wrong.prints',
  reach: 'host',
  ports: [use(9100, 'tcp'), use(9100, 'udp')],
  *talk(host) {
    yield* send(new TextEncoder().encode('@PJL INFO ID\r\n'), udp(host.address, 9100));
    return { is: 'silent' };
  },
};

describe('the gate', () => {
  it('knows the print ports', () => {
    for (const port of [515, 9100, 9101, 9107, 6101]) expect(isPrintPort(port, 'tcp')).toBe(true);
    expect(isPrintPort(9100, 'udp')).toBe(true);
    for (const port of [80, 443, 631, 1865, 3259, 9099, 9113]) expect(isPrintPort(port, 'tcp')).toBe(false);
  });

  it('refuses a deliberately wrong probe at run time: not a byte reaches the print port', async () => {
    const { clock, here, there } = world();
    const wrong = { id: 'wrong', title: 'wrong', ports: [], probes: [wrongProbe], describe: catalogue[0]!.describe };
    const { attempts, gate } = await lookFrom(here.network, clock, [wrong], {
      bySegment: false,
      addresses: ['10.0.0.2'],
    });
    expect(attempts).toContainEqual(expect.objectContaining({ probe: 'wrong.prints', outcome: 'forbidden' }));
    expect(gate.ledger.rows()).toEqual([]);
    expect(gate.ledger.refusals()).toEqual([expect.objectContaining({ why: 'print-port', port: 9100 })]);
    expect(there.received(9100, 'udp') + there.received(9100, 'tcp')).toBe(0);
  });

  it.each([
    [
      'a datagram',
      async (net: ReturnType<ReturnType<typeof openGate>['for']>) => {
        const socket = await net.udp({ family: 4 });
        return socket.send(Uint8Array.of(1), udp('10.0.0.2', 9100), never);
      },
    ],
    [
      'an HTTP request',
      async (net: ReturnType<ReturnType<typeof openGate>['for']>) => {
        const request: HttpRequest = { url: 'http://10.0.0.2:9100/', method: 'POST', headers: {}, maxBytes: 10 };
        return (await net.http(request, never)).is;
      },
    ],
    [
      'a knock without a person who asked for it',
      (net: ReturnType<ReturnType<typeof openGate>['for']>) => net.knock(tcp('10.0.0.2', 9100), never),
    ],
    [
      'a stream to talk on',
      (net: ReturnType<ReturnType<typeof openGate>['for']>) => net.dial(tcp('10.0.0.2', 9100), never),
    ],
    [
      'a TLS handshake',
      async (net: ReturnType<ReturnType<typeof openGate>['for']>) => (await net.tls(tcp('10.0.0.2', 9100), never)).is,
    ],
  ])('lets %s to a print port not pass, whatever the probe declares', async (_what, act) => {
    const { clock, here, there } = world();
    const gate = openGate(here.network, clock);
    expect(await act(gate.for(wrongProbe))).toBe('forbidden');
    expect(there.received(9100, 'tcp') + there.received(9100, 'udp')).toBe(0);
  });

  it('lets a knock on a print port pass when a person asked, and writes nothing', async () => {
    const { clock, here, there } = world();
    const gate = openGate(here.network, clock, { knockPrintPorts: true });
    await there.network.listen(tcp('10.0.0.2', 9100), (stream) => stream.close());
    expect(await gate.for(wrongProbe).knock(tcp('10.0.0.2', 9100), never)).toBe('answered');
    expect(there.received(9100, 'tcp')).toBe(0);
    expect(gate.ledger.rows()).toEqual([{ port: 9100, transport: 'tcp', probe: 'wrong.prints', packets: 1, bytes: 0 }]);
  });

  it('counts an HTTP request with its head, as the other side receives it', async () => {
    const { clock, here, there } = world();
    const gate = openGate(here.network, clock);
    const probe: HostProbe = { ...wrongProbe, id: 'any.page', ports: [use(80, 'tcp')] };
    await there.network.serveHttp(tcp('10.0.0.2', 80), async () => ({
      status: 200,
      headers: {},
      body: new Uint8Array(),
    }));
    const request = { url: 'http://10.0.0.2/', method: 'GET', headers: {}, maxBytes: 10 } as const;
    const asking = gate.for(probe).http(request, never);
    await clock.runUntilIdle(1000);
    expect((await asking).is).toBe('answered');
    expect(gate.ledger.rows()).toEqual([
      {
        port: 80,
        transport: 'tcp',
        probe: 'any.page',
        packets: 1,
        bytes: 'GET / HTTP/1.1\r\nhost: 10.0.0.2\r\nconnection: close\r\n\r\n'.length,
      },
    ]);
  });

  it('refuses a port that the probe has not declared', async () => {
    const { clock, here } = world();
    const gate = openGate(here.network, clock);
    const socket = await gate.for(wrongProbe).udp({ family: 4 });
    expect(await socket.send(Uint8Array.of(1), udp('10.0.0.2', 7), never)).toBe('forbidden');
    expect(gate.ledger.refusals()[0]?.why).toBe('not-declared');
  });

  it('follows a lead only for a probe that says so, and never to a print port', async () => {
    const { clock, here } = world();
    const gate = openGate(here.network, clock);
    const lead = { service: 'ipp', port: 8631, transport: 'tcp' as const };
    const follower: HostProbe = { ...wrongProbe, id: 'follower', ports: [use(631, 'tcp')], followsLeads: ['ipp'] };
    expect(await gate.for(follower, [lead]).knock(tcp('10.0.0.2', 8631), never)).not.toBe('forbidden');
    expect(await gate.for(wrongProbe, [lead]).knock(tcp('10.0.0.2', 8631), never)).toBe('forbidden');
    expect(await gate.for(follower, [{ ...lead, port: 9100 }]).knock(tcp('10.0.0.2', 9100), never)).toBe('forbidden');
  });

  it('knows a print port of a virtual fleet by the number that it stands for', async () => {
    const { clock, here } = world();
    const gate = openGate(here.network, clock, { standardPort: (_address, port) => (port === 20515 ? 515 : port) });
    const probe = { ...wrongProbe, ports: [use(20515, 'tcp')] };
    expect(await gate.for(probe).knock(tcp('10.0.0.2', 20515), never)).toBe('forbidden');
  });

  it('stops at a share for each host', async () => {
    const { clock, here } = world();
    const gate = openGate(here.network, clock, { perHost: 3 });
    const socket = await gate.for({ ...wrongProbe, ports: [use(161, 'udp')] }).udp({ family: 4 });
    const outcomes = [];
    for (let i = 0; i < 4; i++) outcomes.push(await socket.send(Uint8Array.of(1), udp('10.0.0.2', 161), never));
    expect(outcomes).toEqual([true, true, true, 'forbidden']);
  });

  it('keeps to the rate: a hundred packets at fifty a second take about two seconds of the clock', async () => {
    const { clock, here } = world();
    const gate = openGate(here.network, clock, { rate: 50 });
    const socket = await gate.for({ ...wrongProbe, ports: [use(161, 'udp')] }).udp({ family: 4 });
    const sending = (async () => {
      for (let i = 0; i < 100; i++) await socket.send(Uint8Array.of(1), udp('10.0.0.2', 161), never);
    })();
    await clock.runUntilIdle();
    await sending;
    expect(clock.monotonic()).toBeGreaterThan(1_800);
    expect(clock.monotonic()).toBeLessThan(2_200);
  });

  it.each([
    ['8.8.8.8', false],
    ['10.0.0.77', true],
    ['10.9.9.9', false],
    ['10.0.0.5', false],
    ['224.0.0.251', false],
    ['255.255.255.255', false],
    ['0.0.0.0', false],
    ['no address', false],
  ])('%s in scope of 10.0.0.0/24 and a public prefix, without 10.0.0.5: %s', (address, expected) => {
    const prefixes = ['10.0.0.0/24', '8.8.8.0/24'].map((text) => parsePrefix(text)!);
    const excluded = [{ first: 0x0a000005, last: 0x0a000005 }];
    expect(inScope({ prefixes, ranges: [], excluded, publicToo: false }, address)).toBe(expected);
  });
});

describe('a look at a segment', () => {
  const at = (id: string, address: string): VirtualDevice => ({
    ...demoFleet.find((device) => device.id === id)!,
    address,
    prefixLength: 24,
  });

  it('sends no byte to a print port of a device that has one, and finds it all the same', async () => {
    const { clock, here, there } = world();
    const served = await serveDevice(there.network, at('office-mfp', '10.0.0.2'), catalogue, { clock });
    const looking = lookFrom(here.network, clock, catalogue);
    await clock.runUntilIdle(120_000);
    const { observations, gate } = await looking;
    // who only listens hears nothing of a look that asks
    const spoken = catalogue.filter(
      ({ id, probes }) => probes.some(({ reach }) => reach !== 'listen') && served.device.speaks.includes(id),
    );
    expect(new Set(observations.map((row) => row.protocol))).toEqual(new Set(['knock', ...spoken.map(({ id }) => id)]));
    for (const port of [515, 9100]) {
      expect(served.received(port, 'tcp')).toBe(0);
      expect(served.connections(port)).toBe(0);
      expect(there.received(port, 'tcp')).toBe(0);
    }
    expect(gate.ledger.rows().some((row) => isPrintPort(row.port, row.transport))).toBe(false);
  });
});
