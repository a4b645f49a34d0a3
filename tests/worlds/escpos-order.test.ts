import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catalogue,
  type HostProbe,
  type Protocol,
  type TcpStream,
  type VirtualDevice,
} from '../../packages/core/src/index.ts';
import { find, type House, inspect, status } from '../../packages/library/src/index.ts';
import { openMemoryStore, systemCryptography } from '../../packages/node/src/index.ts';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { badPeers } from '../support/lone-device.ts';
import { openGate } from '../support/world.ts';

async function collect(stream: TcpStream, into: number[]): Promise<void> {
  for (let bytes = await stream.read(); bytes !== undefined; bytes = await stream.read()) into.push(...bytes);
}

const never = new AbortController().signal;
const AT = '10.0.0.9';
const marks = { warning: 0.2, critical: 0.05, maxAgeMs: 3_600_000 };

/** One device of the demo fleet on a segment, found once; `served` can be replaced by another one at its address. */
async function found(id: string, more: Partial<VirtualDevice> = {}) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 4, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const house: House = {
    ...{ network: on('here', '10.0.0.1').network, clock, dice: seededDice(5), cryptography: systemCryptography },
    ...{ catalogue, store: openMemoryStore(), host: 'here', neighbourLimit: async () => 1000 },
  };
  const there = on('there', AT);
  const serve = (device: VirtualDevice, rest: Partial<VirtualDevice> = {}) =>
    serveDevice(there.network, { ...device, address: AT, prefixLength: 24, ...rest }, catalogue, { clock });
  const demo = (name: string) => demoFleet.find((row) => row.id === name)!;
  const first = await serve(demo(id), more);
  const { ledger } = await clock.runUntil(find({}, house, never));
  const order = (name = AT) => clock.runUntil(status({ ids: [name], marks, escpos: {} }, house, never));
  return { clock, house, there, first, serve, demo, order, ledger };
}

describe('the ESC/POS status of a POS printer', () => {
  it('is asked on an order, after its identity was read again; every byte stands in the ledger', async () => {
    const { first, order } = await found('till');
    expect(first.received(9100, 'tcp')).toBe(0);
    const told = await order();
    expect(told.escpos).toMatchObject({ address: AT, port: 9100, outcome: 'answered', refused: [] });
    expect(told.escpos!.ledger.find(({ port }) => port === 9100)).toEqual({
      ...{ port: 9100, transport: 'tcp', probe: 'escpos.status', packets: 9, bytes: 24 },
    });
    expect(told.escpos!.ledger.some(({ probe }) => probe === 'enpc.identify')).toBe(true);
    expect(first.received(9100, 'tcp')).toBe(24);
    const [{ device }] = told.devices as [(typeof told.devices)[number]];
    expect(device).toMatchObject({ kind: 'pos-printer', state: { word: 'idle' } });
    expect(device.facts.serial?.value).toBe('XAAF012345');
    expect(device.facts.model?.evidence.length).toBeGreaterThan(1);
  });

  it('tells why a printer has stopped, in twelve bytes', async () => {
    const { first, order } = await found('kitchen');
    const told = await order();
    expect(told.devices[0]!.device.state).toMatchObject({ word: 'stopped', reasons: ['cover-open'] });
    expect(first.received(9100, 'tcp')).toBe(12);
  });

  it('one that does not know the language gets three bytes, and is shown as it was', async () => {
    const { first, order } = await found('till', { speaks: ['enpc', 'raw'] });
    const told = await order();
    expect(told.escpos).toMatchObject({ outcome: 'silent' });
    expect(first.received(9100, 'tcp')).toBe(3);
    expect(told.devices[0]!.device.kind).toBe('pos-printer');
  });

  it.each(['office-mfp', 'scanner', 'labels'])('%s is no POS printer: nothing is sent', async (id) => {
    const { first, order } = await found(id);
    await expect(order()).rejects.toMatchObject({ code: 'device/no-pos-printer' });
    expect(first.received(9100, 'tcp')).toBe(0);
  });

  it('is for one device, and for one that is known', async () => {
    const { house, order, clock } = await found('till');
    for (const ids of [[], [AT, AT]])
      await expect(clock.runUntil(status({ ids, marks, escpos: {} }, house, never))).rejects.toMatchObject({
        code: 'usage/bad-arguments',
      });
    await expect(order('10.0.0.77')).rejects.toMatchObject({ code: 'device/not-found' });
  });

  it.each([
    ['another till', { mac: '00:26:ab:99:99:99', serial: 'XAAF099999' }, 'device/another-there'],
    ['an office printer', { kind: 'mfp' as const, mac: '64:eb:8c:10:20:99' }, 'device/another-there'],
    ['something that says nothing of itself', { speaks: ['raw'] }, 'device/unproven'],
  ])('%s at its address gets nothing', async (_, more, code) => {
    const { first, serve, demo, order } = await found('till');
    await first.close();
    const other = await serve(demo('till'), more);
    await expect(order()).rejects.toMatchObject({ code });
    expect(other.received(9100, 'tcp')).toBe(0);
    expect(other.connections(9100)).toBe(0);
  });

  it.each(Object.entries(badPeers))(
    'a print port that %s gets a question at most, and is left soon',
    async (_, serve) => {
      const { clock, there, first, demo, order, serve: place } = await found('till');
      await first.close();
      await place(demo('till'), { speaks: ['enpc'] });
      let got = 0;
      const counted = async (stream: TcpStream): Promise<void> => {
        const read = async (signal?: AbortSignal): Promise<Uint8Array | undefined> => {
          const bytes = await stream.read(signal);
          got += bytes?.length ?? 0;
          return bytes;
        };
        await serve({ ...stream, read, write: (bytes) => stream.write(bytes), close: () => stream.close() }, clock);
      };
      await there.network.listen(
        { address: AT, port: 9100, transport: 'tcp' },
        (stream) => void counted(stream).catch(() => undefined),
      );
      const started = clock.monotonic();
      const told = await order();
      expect(['silent', 'garbled']).toContain(told.escpos!.outcome);
      expect(got).toBeLessThanOrEqual(3);
      expect(clock.monotonic() - started).toBeLessThan(20_000);
      expect(told.devices[0]!.device.kind).toBe('pos-printer');
    },
  );

  it('no look sends a byte of it, however it is asked for', async () => {
    const { first, house, clock, ledger } = await found('till');
    expect(ledger.filter(({ port }) => port === 9100)).toEqual([]);
    await clock.runUntil(inspect({ host: AT, methods: ['escpos', 'enpc'], knockPrintPorts: true }, house, never));
    expect(first.received(9100, 'tcp')).toBe(0);
  });
});

describe('the permit of a print port', () => {
  const order = catalogue.flatMap(({ orders }) => orders ?? [])[0]!;
  const permit = { for: 'escpos-status', probe: order.id, address: AT, port: 9100 } as const;

  async function served() {
    const clock = new ManualClock();
    const lan = simulateLan({ clock, seed: 2 });
    const on = (name: string, address: string) =>
      lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
    const [here, there] = [on('here', '10.0.0.1'), on('there', AT)];
    const got: number[] = [];
    for (const port of [9100, 9101])
      await there.network.listen({ address: AT, port, transport: 'tcp' }, (stream) => void collect(stream, got));
    const dial = (probe: HostProbe, more: object, to: object = {}) =>
      clock.runUntil(
        openGate(here.network, clock, { permit: { ...permit, ...more } })
          .for(probe)
          .dial({ address: AT, port: 9100, transport: 'tcp', ...to }, never),
      );
    return { clock, here, got, dial };
  }

  it('opens one port of one address to one probe', async () => {
    const { dial } = await served();
    expect(await dial(order, {})).toBeTypeOf('object');
    const wide = { ...order, ports: [...order.ports, { port: 9101, transport: 'tcp' as const, service: 'any' }] };
    expect(await dial(wide, {}, { port: 9101 })).toBe('forbidden');
    expect(await dial({ ...order, id: 'other.status' }, {})).toBe('forbidden');
    expect(await dial(order, { address: '10.0.0.8' })).toBe('forbidden');
    expect(await dial(order, { port: 9101 })).toBe('forbidden');
    // the permit does not widen what the probe declared, nor the scope
    expect(await dial({ ...order, ports: [] }, {})).toBe('forbidden');
    expect(await dial(order, { address: '203.0.113.9' }, { address: '203.0.113.9' })).toBe('forbidden');
  });

  it('lets the questions of the closed list pass, each whole, and no other byte', async () => {
    const questions = ['100401', '100402', '100403', '100404', '1d4941', '1d4942', '1d4943', '1d4944'];
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const writes = fc.oneof(
      fc.constantFrom(...questions).map((text) => Uint8Array.from(Buffer.from(text, 'hex'))),
      fc.tuple(fc.constantFrom(0x10, 0x1d), fc.constantFrom(4, 0x49), fc.nat(255)).map((row) => Uint8Array.from(row)),
      fc.uint8Array({ maxLength: 9 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(writes, { maxLength: 6 }), async (said) => {
        const { clock, here, got } = await served();
        const gate = openGate(here.network, clock, { permit });
        const dialled = await clock.runUntil(
          gate.for(order).dial({ address: AT, port: 9100, transport: 'tcp' }, never),
        );
        if (typeof dialled === 'string') throw new Error(dialled);
        let allowed = '';
        let refused = false;
        for (const bytes of said) {
          const written = await clock.runUntil(
            dialled.write(bytes).then(
              () => true,
              () => false,
            ),
          );
          refused ||= !questions.includes(hex(bytes));
          expect(written).toBe(!refused);
          if (!refused) allowed += hex(bytes);
        }
        await clock.advance(50);
        expect(Buffer.from(got).toString('hex')).toBe(allowed);
        expect(gate.ledger.rows()[0]?.bytes).toBe(allowed.length / 2);
        expect(gate.ledger.refusals().length).toBe(refused ? 1 : 0);
      }),
      { numRuns: 60 },
    );
  });

  it('is of no use to a room that has no order: no probe of the catalogue declares to write there', () => {
    const writing = catalogue.flatMap(({ probes }: Protocol) => probes).filter(({ id }) => !id.startsWith('knock.'));
    for (const { ports } of writing) for (const { port } of ports) expect([515, 9100, 9101]).not.toContain(port);
  });
});
