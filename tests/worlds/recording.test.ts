import { catalogue, type Device, encodeText, Fault, formatHex, type VirtualDevice } from '@quietport/core';
import {
  deviceDocument,
  type House,
  inspect,
  type Recording,
  readRecording,
  record,
  recordedDevice,
  recordingDocument,
  redactRecording,
} from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openMemoryStore } from '@quietport/store';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { describe, expect, it } from 'vitest';

const never = new AbortController().signal;

/** A segment with one device on it, and somebody who looks at it. */
async function segmentWith(device: VirtualDevice) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const here = on('here', '10.0.0.1');
  await serveDevice(on('there', device.address).network, device, catalogue, { clock });
  const house: House = {
    network: here.network,
    clock,
    dice: seededDice(5),
    cryptography: systemCryptography,
    catalogue,
    store: openMemoryStore(),
    host: 'here',
    neighbourLimit: async () => 1000,
  };
  return { clock, house, inspect: () => clock.runUntil(inspect({ host: device.address }, house, never)) };
}

/** All that does not depend on when and where somebody looked. */
function told(device: Device | undefined) {
  const {
    id: _,
    seen: __,
    aliases: ___,
    ...rest
  } = deviceDocument(device!) as Record<string, unknown> & {
    id: unknown;
    seen: unknown;
    aliases: unknown;
  };
  return JSON.parse(JSON.stringify(rest, (key, value: unknown) => (/^(observedAt|since)$/.test(key) ? 'then' : value)));
}

async function recorded(device: VirtualDevice): Promise<{ readonly before: Device; readonly recording: Recording }> {
  const world = await segmentWith(device);
  const { device: before } = await world.inspect();
  const { recording } = await world.clock.runUntil(record({ id: before!.id }, world.house, never));
  return { before: before!, recording };
}

/** How a value may hide: as it is, as hex of its text, in base64 at each of the three places it can begin. */
function formsIn(value: string): readonly string[] {
  const bytes = encodeText(value);
  const base64 = [0, 1, 2].map((pad) => {
    const text = Buffer.concat([Buffer.alloc(pad), bytes]).toString('base64');
    // what its neighbours have no part in
    return text.slice(pad === 0 ? 0 : 4, Math.floor(((pad + bytes.length) * 8) / 6 / 4) * 4);
  });
  return [value, formatHex(bytes), formatHex(encodeText(formatHex(bytes))), ...base64.filter((text) => text.length > 3)]
    .map((form) => form.toLowerCase())
    .flatMap((form) => [form, formatHex(encodeText(form))]);
}

describe('a recording of a whole device', () => {
  it.each(demoFleet.filter(({ id }) => id !== 'quiet-thing').map((device) => [device.id, device] as const))(
    'of %s, written, read and emulated, gives the same device field by field',
    async (_, row) => {
      const device = { ...row, address: '10.0.0.2', prefixLength: 24 };
      const { before, recording } = await recorded(device);
      const file = new TextEncoder().encode(JSON.stringify(recordingDocument(recording)));
      const again = await segmentWith(recordedDevice(readRecording(file, 'device.json', catalogue), '10.0.0.2'));
      const { device: after } = await again.inspect();
      expect(told(after)).toEqual(told(before));
    },
  );

  it.each(demoFleet.filter(({ id }) => id !== 'quiet-thing').map((device) => [device.id, device] as const))(
    'of %s, redacted, holds no value that names it, and gives the same device but for them',
    async (_, row) => {
      const device = { ...row, address: '10.0.0.2', prefixLength: 24 };
      const { before, recording } = await recorded(device);
      const redacted = redactRecording(recording, before, catalogue, seededDice(9));
      const file = JSON.stringify(recordingDocument(redacted));
      const secrets = [row.serial, row.location, row.mac, row.mac.replaceAll(':', ''), row.uuid, row.hostname].filter(
        (value) =>
          value.length > 2 && JSON.stringify(recordingDocument(recording)).includes(formatHex(encodeText(value))),
      );
      expect(secrets.length).toBeGreaterThan(0);
      for (const secret of [...secrets, '10.0.0.2']) {
        for (const form of formsIn(secret)) expect(file.toLowerCase(), `${secret} as ${form}`).not.toContain(form);
      }
      expect(file).not.toContain(formatHex(Uint8Array.of(10, 0, 0, 2)));
      const after = (await (await segmentWith(recordedDevice(redacted, '10.0.0.2'))).inspect()).device!;
      const shape = ({ kind, facts, supplies, trays, counters, alerts, state, ports, interfaces }: Device) => ({
        kind,
        facts: Object.fromEntries(
          Object.entries(facts).map(([fact, known]) => [
            fact,
            /^(kind|make|model|firmware)$/.test(fact) ? known.value : [known.grade, known.value.length],
          ]),
        ),
        readings: [supplies, trays, counters, alerts].map((rows) =>
          rows.map((one) => ({
            ...one,
            evidence: '',
            observedAt: '',
            also: '',
            against: '',
            anchors: '',
            segment: '',
          })),
        ),
        state: [state.word, state.reasons],
        ports: ports.map(({ endpoint, state: word, service }) => [endpoint.port, word, service]),
        macs: interfaces.map(({ mac }) => mac?.slice(0, 8)),
      });
      expect(shape(after)).toEqual(shape(before));
    },
  );

  it('answers at another address with its own records', async () => {
    const device = { ...demoFleet.find(({ id }) => id === 'office-mfp')!, address: '10.0.0.2', prefixLength: 24 };
    const { before, recording } = await recorded(device);
    const { device: after } = await (await segmentWith(recordedDevice(recording, '10.0.0.77'))).inspect();
    expect(after?.facts.serial?.value).toBe(before.facts.serial?.value);
    expect(after?.interfaces.flatMap(({ addresses }) => addresses)).toContain('10.0.0.77');
    expect(after?.supplies.map(({ name, level }) => [name, level])).toEqual(
      before.supplies.map(({ name, level }) => [name, level]),
    );
  });

  it.each([
    ['no file of ours', 'hello', /no protocol here knows its form/],
    ['cut JSON', '{"schema":"quietport/recording@1"', /JSON/],
    ['another schema', '{"schema":"quietport/find@1"}', /"quietport\/find@1"/],
    ['no rooms', '{"schema":"quietport/recording@1","address":"10.0.0.1"}', /lack/],
    [
      'rows that are none',
      '{"schema":"quietport/recording@1","address":"a","rooms":{"enpc":[{"over":"udp"}]}}',
      /enpc\[0\]/,
    ],
  ])('that is %s is refused, and says why', (_, text, why) => {
    const read = () => readRecording(new TextEncoder().encode(text), 'file.json', catalogue);
    expect(read).toThrow(Fault);
    expect(read).toThrow(why);
    expect(read).toThrow('file.json');
  });
});
