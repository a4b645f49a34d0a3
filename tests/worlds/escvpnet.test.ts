import { describe, expect, it } from 'vitest';
import { type Clock, catalogue, type TcpStream } from '../../packages/core/src/index.ts';
import { encodeVp } from '../../packages/core/src/protocols/escvpnet/codec.ts';
import { ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { badPeers, demoDevice, lookAtLone, lookAtServed } from '../support/lone-device.ts';
import { lookFrom } from '../support/world.ts';

const only = catalogue.filter(({ id }) => id === 'escvpnet');
const speaks = ['escvpnet'];

describe('an Epson projector on a segment', () => {
  it('is found by HELLO, and tells its serial, its state and the hours of its lamp', async () => {
    const { devices, ledger } = await lookAtLone('projector', { speaks });
    expect(devices).toMatchObject([
      {
        kind: 'projector',
        provisional: false,
        facts: {
          make: { value: 'EPSON', grade: 'inferred' },
          serial: { value: 'X4YK500123' },
          name: { value: 'Room 4' },
        },
        state: { word: 'idle', reasons: ['lamp-on'] },
        counters: [{ name: 'lamp-hours', value: 1874, unit: 'hours', source: 'escvpnet' }],
        alerts: [],
      },
    ]);
    const asked = ledger.filter(({ probe }) => probe.startsWith('escvpnet.'));
    // in the session: the connection, CONNECT and four questions
    expect(asked).toContainEqual({ port: 3629, transport: 'tcp', probe: 'escvpnet.ask', packets: 6, bytes: 37 });
  });

  it('in standby sleeps, and an error of its own is an alert', async () => {
    const { devices } = await lookAtLone('projector', { speaks, state: 'asleep', stateReasons: ['fan-error'] });
    expect(devices).toMatchObject([
      { state: { word: 'asleep', reasons: ['standby'] }, alerts: [{ severity: 'critical', code: 'fan-error' }] },
    ]);
  });

  it('that wants a password tells that alone, and is sent none', async () => {
    const { devices, served } = await lookAtLone('projector', { speaks, quirks: { 'escvpnet.password': 'abc' } });
    expect(devices).toMatchObject([
      { kind: 'projector', state: { word: 'unknown' }, counters: [], alerts: [{ code: 'password-required' }] },
    ]);
    expect(served.received(3629, 'tcp')).toBe(16);
  });

  it('is one device with what SNMP tells of it', async () => {
    const { devices, heard } = await lookAtLone('projector', { speaks: ['snmp', 'escvpnet'] });
    expect(new Set(heard)).toEqual(new Set(['snmp', 'escvpnet']));
    expect(devices).toMatchObject([{ kind: 'projector', facts: { make: { value: 'EPSON' } } }]);
  });

  it('answers on real sockets as well', async () => {
    const { devices } = await lookAtServed(demoDevice('projector', '127.77.40.3', { speaks }), only);
    expect(devices).toMatchObject([{ kind: 'projector', counters: [{ value: 1874 }] }]);
  });

  it.each(Object.entries(badPeers))('whose session %s is still a projector, soon', async (_, serve) => {
    const { outcomes, observations, tookMs } = await lookAtHello(serve);
    expect(outcomes).toEqual(['answered']);
    expect(new Set(observations.map(({ from }) => from.transport))).toEqual(new Set(['udp']));
    expect(tookMs).toBeLessThan(35_000);
  });
});

/** A host that answers HELLO as a projector does, and whose stream is served by `serve`. */
async function lookAtHello(serve: (stream: TcpStream, clock: Clock) => Promise<void>) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 3 });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.2')];
  const reply = encodeVp({ version: 0x10, type: 1, reserved: 0, status: 0x20, headers: [] });
  const half = [
    {
      ...only[0]!,
      answers: () => [
        { on: 'udp' as const, port: 3629, broadcast: true, groups: [], answer: () => [{ bytes: reply }] },
      ],
    },
  ];
  await serveDevice(there.network, demoDevice('projector', '10.0.0.2', { speaks }), half, { clock });
  const at = { address: '10.0.0.2', port: 3629, transport: 'tcp' as const };
  await there.network.listen(at, (stream) => void serve(stream, clock).catch(() => undefined));
  const started = clock.monotonic();
  const order = { bySegment: false, addresses: ['10.0.0.2'] };
  const { attempts, observations } = await clock.runUntil(lookFrom(here.network, clock, only, order));
  return { outcomes: attempts.map(({ outcome }) => outcome), observations, tookMs: clock.monotonic() - started };
}
