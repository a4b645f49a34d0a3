import { type Claim, catalogue, type Observation, type Store, told } from '@quietport/core';
import {
  correctionDocument,
  correctionsDocument,
  correctionsOn,
  findDevice,
  ignoreDevice,
  isCorrectionId,
  mergeDevices,
  nameDevice,
  splitDevice,
  undoCorrection,
  why,
} from '@quietport/library';
import { openMemoryStore } from '@quietport/node';
import { ManualClock, seededDice } from '@quietport/virtual';
import { beforeEach, describe, expect, test } from 'vitest';
import { remember } from '../../packages/library/src/inventory.ts';

const mac = (value: string): Claim => ({ is: 'mac', value, path: 'mac' });

function hear(at: number, address: string, ...claims: (Claim | Claim[])[]): Observation {
  return {
    ...{ id: `o${at}`, at, vantage: { host: 'here', interface: 'eth0' }, protocol: 'ipp', raw: Uint8Array.of(1) },
    from: { address, port: 631, transport: 'tcp' },
    claims: claims.flat(),
  };
}

describe('corrections by hand', () => {
  let store: Store;
  const clock = new ManualClock({ start: Date.UTC(2026, 10, 23) });
  const desk = () => ({ store, clock, dice: seededDice(clock.now()) });
  const count = async () => (await store.devices.all()).length;

  beforeEach(async () => {
    store = openMemoryStore();
    await clock.advance(1000);
    await remember(
      store,
      [
        hear(1, '192.0.2.1', mac('00:26:ab:7c:e8:31'), told('name', 'EPSON7CE831', 'printer-name')),
        hear(2, '192.0.2.2', mac('00:26:ab:7c:e8:40')),
      ],
      [],
    );
  });

  test('merged devices stay one at the next look, and are two again when it is taken back', async () => {
    const { correction, devices } = await mergeDevices(['192.0.2.1', '192.0.2.2'], desk());
    expect(isCorrectionId(correction.id)).toBe(true);
    expect(devices).toHaveLength(1);
    await remember(store, [hear(9, '192.0.2.2', mac('00:26:ab:7c:e8:40'), told('location', 'Hall', 'loc'))], []);
    expect(await findDevice(store, '192.0.2.1')).toEqual(await findDevice(store, '192.0.2.2'));
    expect((await undoCorrection(correction.id, desk())).devices).toHaveLength(2);
    expect(await count()).toBe(2);
    await expect(undoCorrection(correction.id, desk())).rejects.toMatchObject({ code: 'correction/not-found' });
  });

  test('a device is split where it has two addresses, and nowhere else', async () => {
    await mergeDevices(['192.0.2.1', '192.0.2.2'], desk());
    await clock.advance(1000);
    await splitDevice('192.0.2.1', '192.0.2.2', desk());
    expect(await count()).toBe(2);
    const split = (id: string, address: string) => splitDevice(id, address, desk());
    await expect(split('192.0.2.1', '192.0.2.2')).rejects.toMatchObject({ code: 'correction/no-such-part' });
    await expect(split('192.0.2.1', '192.0.2.1')).rejects.toMatchObject({ code: 'correction/nothing' });
  });

  test('what holds of a device stands at each device that it concerns, the latest first, and none of others', async () => {
    const { correction: merged } = await mergeDevices(['192.0.2.1', '192.0.2.2'], desk());
    await clock.advance(1000);
    const { correction: named } = await nameDevice('192.0.2.2', 'Both', desk());
    const idsAt = async (text: string) =>
      (await correctionsOn(await findDevice(store, text), store)).map(({ id }) => id);
    expect(await idsAt('192.0.2.2')).toEqual([merged.id, named.id]);
    const device = await findDevice(store, '192.0.2.1');
    expect(correctionsDocument(device, await correctionsOn(device, store))).toMatchObject({
      device: device.id,
      corrections: [
        { id: named.id, is: 'name', name: 'Both' },
        { id: merged.id, is: 'merge' },
      ],
    });
    await clock.advance(1000);
    const { correction: split } = await splitDevice('192.0.2.1', '192.0.2.2', desk());
    expect(await idsAt('192.0.2.2')).toContain(split.id);
    await remember(store, [hear(9, '192.0.2.3', mac('00:26:ab:7c:e8:50'))], []);
    expect(await idsAt('192.0.2.3')).toEqual([]);
  });

  test('a given name outlasts what the device tells later, and its proof is the word of a person', async () => {
    await nameDevice('192.0.2.1', '  Front desk ', desk());
    await remember(store, [hear(9, '192.0.2.1', told('name', 'Something else', 'printer-name'))], []);
    const device = await findDevice(store, 'front DESK');
    const { facts } = await why(device, 'name', store, catalogue);
    const [proof] = facts[0]!.evidence;
    expect(new TextDecoder().decode(proof!.observation.raw)).toBe('Front desk');
    expect(proof).toMatchObject({ rule: 'person', observation: { protocol: 'person', at: clock.now() } });
    expect(facts[0]!.against.map(({ value }) => value)).toEqual(['Something else', 'EPSON7CE831']);
    await nameDevice(device.id, '', desk());
    expect((await findDevice(store, device.id)).facts.name?.value).toBe('Something else');
    await expect(nameDevice(device.id, '', desk())).rejects.toMatchObject({ code: 'correction/nothing' });
  });

  test.each(['a\u0000b', 'a\nb', '\u202etxet', 'x'.repeat(201)])('%j is no name', async (name) => {
    await expect(nameDevice('192.0.2.1', name, desk())).rejects.toMatchObject({ code: 'correction/bad-name' });
    expect((await findDevice(store, '192.0.2.1')).facts.name?.value).toBe('EPSON7CE831');
  });

  test('an ignored device is found when it is asked for, and its document says so', async () => {
    const corrected = await ignoreDevice('192.0.2.2', true, desk());
    expect(correctionDocument(corrected, false)).toMatchObject({
      schema: 'quietport/correction@1',
      is: 'ignore',
      undone: false,
      devices: [{ ignored: true }],
    });
    await expect(ignoreDevice('192.0.2.2', true, desk())).rejects.toMatchObject({ code: 'correction/nothing' });
    await ignoreDevice('192.0.2.2', false, desk());
    expect((await findDevice(store, '192.0.2.2')).ignored).toBeUndefined();
  });

  test('what means no device, or one device, is said and changes nothing', async () => {
    await expect(mergeDevices(['192.0.2.1', 'nobody'], desk())).rejects.toMatchObject({ code: 'device/not-found' });
    await expect(mergeDevices(['192.0.2.1', '192.0.2.1'], desk())).rejects.toMatchObject({
      code: 'correction/nothing',
    });
    expect(await store.records.list('correction', { most: 9 })).toEqual([]);
  });

  test('a device is meant by the beginning of its id, however short, and by what URIs of CUPS tell', async () => {
    await remember(
      store,
      [
        {
          ...hear(
            3,
            '192.0.2.1',
            mac('00:26:ab:7c:e8:31'),
            told('name', 'Front desk', 'printer-name'),
            told('uuid', 'cfe92100-67c4-11d4-a45f-381a52102002', 'printer-uuid'),
          ),
          at: Date.UTC(2026, 10, 24),
        },
        hear(4, '192.0.2.1', { is: 'hostname', value: 'EPSON7CE831.local', path: 'host' }),
      ],
      [],
    );
    const [device] = (await store.devices.all()).filter(({ hostnames }) => hostnames.length > 0);
    const texts = [
      device!.id,
      device!.id.slice(0, 1),
      'ipp://192.0.2.1:631/ipp/print?waitjob=false',
      'ipps://epson7ce831.local./ipp/print',
      'socket://EPSON7CE831.local:9100',
      'dnssd://Front%20desk._ipp._tcp.local/?uuid=00000000-0000-4000-8000-000000000000',
      'dnssd://Other%20name._ipp._tcp.local/?uuid=cfe92100-67c4-11d4-a45f-381a52102002',
      'urn:uuid:CFE92100-67c4-11d4-a45f-381a52102002',
    ];
    for (const text of texts) expect((await findDevice(store, text)).id, text).toBe(device!.id);
    for (const text of ['', 'ipp://', 'dnssd://%zz._ipp._tcp.local/', 'ipp://192.0.2.9/'])
      await expect(findDevice(store, text), text).rejects.toMatchObject({ code: 'device/not-found' });
  });
});
