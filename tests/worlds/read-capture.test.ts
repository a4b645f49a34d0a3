import { type CapturedPacket, catalogue, encodePcapng, Fault, type VirtualDevice } from '@quietport/core';
import { deviceDocument, type House, inspect, readCaptures, recordedDevice, recordingOf } from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';
import { capturing } from '../support/capturing-network.ts';
import { udpPacket } from '../support/packets.ts';

const never = new AbortController().signal;
const OWN = '10.0.0.1';

function houseOf(clock: ManualClock, network: House['network']): House {
  return {
    ...{ network, clock, dice: seededDice(5), cryptography: systemCryptography, catalogue },
    ...{ store: openMemoryStore(), host: 'here', neighbourLimit: async () => 1000 },
  };
}

/** Somebody looks at one device, and writes down every packet. */
async function looked(device: VirtualDevice) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = capturing(on('here', OWN).network, clock, OWN);
  await serveDevice(on('there', device.address).network, device, catalogue, {
    clock,
    cryptography: systemCryptography,
  });
  const { device: before } = await clock.runUntil(
    inspect({ host: device.address }, houseOf(clock, here.network), never),
  );
  return { before: before!, packets: here.packets() };
}

/** A reader somewhere else, who has the file and nothing else. */
function reader() {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { elsewhere: {} } });
  const house = houseOf(clock, lan.host({ name: 'there', interfaces: [] }).network);
  const read = (...files: readonly (Uint8Array | readonly CapturedPacket[])[]) =>
    clock.runUntil(
      readCaptures(
        files.map((file, i) => ({
          name: `${i}.pcapng`,
          bytes: file instanceof Uint8Array ? file : encodePcapng(file),
        })),
        house,
        never,
      ),
    );
  return { house, read };
}

/** All that does not hang on when it was heard, and on what was asked in vain. */
function told(device: Parameters<typeof deviceDocument>[0] | undefined) {
  const document = deviceDocument(device!) as Record<string, unknown> & { ports: readonly { state: string }[] };
  const { id: _, seen: __, aliases: ___, ports, ...rest } = document;
  const answered = ports.filter(({ state }) => state === 'answered' || state === 'untested');
  return JSON.parse(
    JSON.stringify({ ...rest, ports: answered }, (key, value: unknown) => {
      if (key === 'sources' || key === 'hostnames') return [...(value as readonly string[])].sort();
      return /^(observedAt|since)$/.test(key) ? 'then' : value;
    }),
  );
}

describe('a capture of a look', () => {
  it.each(demoFleet.filter(({ id }) => id !== 'quiet-thing').map((device) => [device.id, device] as const))(
    'at %s tells of the same device, field by field',
    async (_, row) => {
      const { before, packets } = await looked({ ...row, address: '10.0.0.2', prefixLength: 24 });
      const { devices, observations } = await reader().read(packets);
      expect(devices).toHaveLength(1);
      expect(told(devices[0])).toEqual(told(before));
      const times = new Set(packets.map(({ at }) => Math.round(at)));
      for (const { at, vantage } of observations) {
        expect(times).toContain(at);
        expect(vantage).toEqual({ host: 'here', interface: 'capture' });
      }
    },
  );

  it('says the same read twice, in one file or in two, and when it is read again', async () => {
    const device = demoFleet.find(({ id }) => id === 'office-mfp')!;
    const { packets } = await looked({ ...device, address: '10.0.0.2', prefixLength: 24 });
    const [once, twice] = [reader(), reader()];
    const first = await once.read(packets);
    const kept = (await once.house.store.observations.all()).length;
    await once.read(packets);
    expect(await once.house.store.observations.all()).toHaveLength(kept);
    expect((await twice.read(packets, packets)).devices.map(told)).toEqual(first.devices.map(told));
    const half = Math.floor(packets.length / 2);
    const parts = await reader().read(packets.slice(0, half), packets.slice(half));
    expect(parts.devices.map((one) => one.facts.serial?.value)).toEqual(
      first.devices.map((one) => one.facts.serial?.value),
    );
  });

  it('that breaks off in the middle of a packet tells what stood before', async () => {
    const device = demoFleet.find(({ id }) => id === 'office-mfp')!;
    const { packets } = await looked({ ...device, address: '10.0.0.2', prefixLength: 24 });
    const whole = encodePcapng(packets);
    const { devices, coverage, captures } = await reader().read(whole.subarray(0, whole.length - 10));
    expect(devices[0]?.facts.serial?.value).toBe(device.serial);
    expect(captures[0]?.heard.end.is).toBe('cut');
    expect(coverage.notCovered.join()).toMatch(/0\.pcapng: it ends in the middle of a packet, at byte \d+/);
  });
});

describe('a device made of a capture', () => {
  const house = { catalogue, clock: new ManualClock() };

  it.each(demoFleet.filter(({ id }) => id !== 'quiet-thing').map((device) => [device.id, device] as const))(
    'of %s is found again and is the same, field by field',
    async (_, row) => {
      const { before, packets } = await looked({ ...row, address: '10.0.0.2', prefixLength: 24 });
      const file = { name: 'one.pcapng', bytes: encodePcapng(packets) };
      const recording = await recordingOf(file, house, never);
      expect(recording.address).toBe('10.0.0.2');
      const again = await looked(recordedDevice(recording, '10.0.0.2'));
      expect(told(again.before)).toEqual(told(before));
    },
  );

  it('is chosen by its address where there are several, and who is not there is named', async () => {
    const one = await looked({ ...demoFleet[0]!, address: '10.0.0.2', prefixLength: 24 });
    const two = await looked({ ...demoFleet[1]!, address: '10.0.0.3', prefixLength: 24 });
    const file = { name: 'two.pcapng', bytes: encodePcapng([...one.packets, ...two.packets]) };
    const of = (address?: string) => recordingOf(file, house, never, address);
    await expect(of()).rejects.toThrow(/two\.pcapng holds answers of several addresses: 10\.0\.0\.2, 10\.0\.0\.3/);
    await expect(of('10.0.0.9')).rejects.toThrow(/no answer of 10\.0\.0\.9/);
    const recording = await of('10.0.0.3');
    const { before } = await looked(recordedDevice(recording, '10.0.0.3'));
    expect(before.facts.serial?.value).toBe(two.before.facts.serial?.value);
  });
});

describe('captures that hold nothing of ours', () => {
  const at = (address: string, port: number) => ({ address, port, transport: 'udp' as const });

  it.each([
    ['nothing', new Uint8Array(), /it is empty/],
    ['something else', new TextEncoder().encode('GET / HTTP/1.1'), /neither as pcapng nor as pcap/],
    ['a compressed file', Uint8Array.of(0x1f, 0x8b, 8, 0), /gunzip/],
  ])('%s is no capture, and says why', async (_, bytes, why) => {
    await expect(reader().read(bytes)).rejects.toThrow(Fault);
    await expect(reader().read(bytes)).rejects.toThrow(why);
  });

  it('questions alone make no device of who asks', async () => {
    const { packets } = await looked({ ...demoFleet[0]!, address: '10.0.0.2', prefixLength: 24 });
    const asked = packets.filter(({ bytes }) => bytes.subarray(26, 30).join('.') === OWN);
    expect(asked.length).toBeGreaterThan(10);
    expect((await reader().read(asked)).devices).toEqual([]);
  });

  it('link types that are not read are named and counted', async () => {
    const packet = udpPacket(1_000, at('10.0.0.2', 3289), at('10.0.0.1', 4000), new Uint8Array(4));
    const { devices, coverage } = await reader().read([{ ...packet, link: 127 }]);
    expect(devices).toEqual([]);
    expect(coverage.notCovered).toEqual(['0.pcapng: 1 packet of link type 127 was not read.']);
  });
});
