import { describe, expect, it } from 'vitest';
import type { AttachedDevice, Attributes } from '../../../contracts/attached-device.ts';
import { decodeNcdp2, encodeNcdp2, type Ncdp2Frame } from '../codec.ts';
import { ReplyStock } from './reply-stock.ts';
import { type Responder, readRequest, repliesTo } from './respond.ts';
import { ServedDevices } from './served-devices.ts';

const token = Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd);

describe('replies over UDP', () => {
  it('are one for each device that a probe matches, with its own type and number, in that order', async () => {
    const responder = await server([printer('b', 'label-printer'), printer('a'), printer('c', 'pos-printer')]);
    const replies = ask(responder, { letter: 'P', padding: 400 });
    expect(replies.map(brief)).toEqual(['p 2/0 0', 'p 3/0 0', 'p 6/0 0']);
    expect(replies[0]?.body).toMatchObject({
      token,
      version: 1,
      revision: 1,
      bootId: 77,
      maxAgeSeconds: 1800,
      deviceCount: 3,
    });
    expect(Object.keys(replies[0]?.body.attributes ?? {}).sort()).toEqual([
      'ncdp-implementation',
      'ncdp-interfaces',
      'printer-make-and-model',
      'printer-serial-number',
      'printer-uuid',
    ]);
    expect(ask(responder, { letter: 'P', type: 3, padding: 200 }).map(brief)).toEqual(['p 3/0 0']);
    expect(ask(responder, { letter: 'P', type: 0xff, number: 1 })).toEqual([]);
  });

  it('have no key 10 where the server has one device', async () => {
    const [reply] = ask(await server([printer('a')]), { letter: 'P', padding: 200 });
    expect(reply?.body).not.toHaveProperty('deviceCount');
  });

  it('bear another token each time and the state of then, though they are kept', async () => {
    const responder = await server([printer('a')]);
    for (const length of [1, 8, 3]) {
      const other = Uint8Array.from({ length }, (_, i) => i + length);
      const [reply] = ask(responder, { letter: 'P', padding: 400, token: other });
      expect([reply?.result, reply?.body.token, reply?.body.revision]).toEqual([0, other, 1]);
    }
    await (responder.devices as ServedDevices).set({ key: 'a' }, { 'printer-serial-number': 'NEW' }, never);
    const [reply] = ask(responder, { letter: 'P', padding: 400 });
    expect(reply?.body).toMatchObject({ revision: 2, attributes: { 'printer-serial-number': 'NEW' } });
  });

  it('to a query for status are kept no longer than the second that they tell of, or than the state', async () => {
    let now = 0;
    const responder = await server([printer('a'), printer('b', 'pos-printer')], 1, { monotonic: () => now });
    const status = (number: number) =>
      ask(responder, { letter: 'Q', type: number, number: 0, function: 0x10, padding: 400 }).map(({ body }) => [
        body.attributes?.['printer-up-time'],
        body.attributes?.['printer-state'],
      ])[0];
    expect(status(2)).toEqual([1, 3]);
    now = 5_900;
    expect(status(2)).toEqual([5, 3]);
    await responder.devices.set({ key: 'a' }, { 'printer-state': 5 }, never);
    expect([status(2), status(2), status(3)]).toEqual([
      [5, 5],
      [5, 5],
      [5, 3],
    ]);
    now = 6_000;
    expect(status(2)).toEqual([6, 5]);
  });

  it('have at most three times the bytes of their request, all together; what does not fit says 0003', async () => {
    const responder = await server(Array.from({ length: 30 }, (_, i) => printer(`d${String(i).padStart(2, '0')}`)));
    for (let padding = 0; padding < 1150; padding += 7) {
      const request = encoded({ letter: 'P', padding });
      const frames = replyFrames(responder, request);
      const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
      expect(bytes).toBeLessThanOrEqual(3 * request.length);
      expect(frames.length).toBeGreaterThan(0);
      const numbers = frames.map((frame) => decoded(frame).deviceNumber);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      for (const frame of frames) {
        const { result, body } = decoded(frame);
        if (result === 0) continue;
        expect([result, body.attributes]).toEqual([3, undefined]);
        expect(frame.length).toBeLessThanOrEqual(request.length);
      }
    }
  });

  it('say 0003 in no more bytes than the smallest request', async () => {
    const responder = await server([printer('a'), printer('b')]);
    const request = encoded({ letter: 'P', token: Uint8Array.of(7) });
    expect(request.length).toBe(20);
    expect(replyFrames(responder, request).map((frame) => frame.length)).toEqual([20, 20]);
  });

  it('leave out interfaces, then uris, then the device id where an identity is longer than a datagram, and say 0001', async () => {
    const long = { 'ncdp-uris': [`http://h/${'u'.repeat(400)}`], 'printer-device-id': 'x'.repeat(400) };
    const query = { letter: 'Q', type: 2, number: 0, padding: 1150 } as const;
    const names = (frame: Ncdp2Frame | undefined) => Object.keys(frame?.body.attributes ?? {});
    const [first] = ask(await server([printer('a', 'printer', long)], 10), query);
    expect(first?.result).toBe(1);
    expect(first?.body).toMatchObject({ revision: 1, bootId: 77 });
    expect(names(first)).not.toContain('ncdp-interfaces');
    expect(names(first)).toEqual(expect.arrayContaining(['ncdp-uris', 'printer-device-id']));
    const longer = { ...long, 'printer-device-id': 'x'.repeat(850) };
    const [second] = ask(await server([printer('a', 'printer', longer)]), query);
    expect(names(second)).not.toContain('ncdp-uris');
    expect(names(second)).toContain('printer-device-id');
    const longest = { ...long, 'printer-device-id': 'x'.repeat(2000) };
    const [third] = ask(await server([printer('a', 'printer', longest)]), query);
    expect(names(third)).not.toContain('printer-device-id');
    expect(third?.result).toBe(1);
    const tooLong = await server([printer('a', 'printer', { 'printer-info': 'x'.repeat(1300) })]);
    expect(ask(tooLong, query).map(brief)).toEqual(['q 2/0 3']);
    const enormous = await server([printer('a', 'printer', { 'printer-info': 'x'.repeat(70_000) })]);
    expect(ask(enormous, query).map(brief)).toEqual(['q 2/0 3']);
  });

  it('to S and C are 0007, whatever they ask of whom', async () => {
    const responder = await server([printer('a')]);
    expect(ask(responder, { letter: 'S', type: 2, number: 0, function: 0x0100 }).map(brief)).toEqual(['s 2/0 7']);
    expect(ask(responder, { letter: 'C', type: 0, number: 0, function: 0xf000 }).map(brief)).toEqual(['c 0/0 7']);
    expect(ask(responder, { letter: 'C', type: 5, number: 9, function: 0x0999 }).map(brief)).toEqual(['c 5/9 7']);
  });

  it('say what is wrong: version 0004, function 0006, device 0002, everything 0003', async () => {
    const responder = await server([printer('a'), printer('b')]);
    const query = { letter: 'Q', type: 2, number: 1 } as const;
    expect(ask(responder, { ...query, version: 2, function: 0x77 }).map(brief)).toEqual(['q 2/1 4']);
    expect(ask(responder, { ...query, function: 0x77 }).map(brief)).toEqual(['q 2/1 6']);
    expect(ask(responder, { ...query, number: 9 }).map(brief)).toEqual(['q 2/9 2']);
    expect(ask(responder, { ...query, type: 0, number: 4 }).map(brief)).toEqual(['q 0/4 2']);
    expect(ask(responder, { ...query, function: 0xff, padding: 1100 }).map(brief)).toEqual(['q 2/1 3']);
    expect(ask(responder, { letter: 'P', version: 2 }).map(brief)).toEqual(['p 2/0 4', 'p 2/1 4']);
    expect(ask(responder, { letter: 'P', function: 1 }).map(brief)).toEqual(['p 2/0 6', 'p 2/1 6']);
    for (const reply of ask(responder, { letter: 'P', version: 2 }))
      expect(Object.keys(reply.body)).toEqual(['token', 'version']);
  });

  it('are silence to a probe that no device matches and to a query to any that does not mean one', async () => {
    const two = await server([printer('a'), printer('b')]);
    expect(ask(two, { letter: 'P', type: 5, number: 0 })).toEqual([]);
    expect(ask(two, { letter: 'P', type: 0, number: 0 })).toEqual([]);
    expect(ask(two, { letter: 'P', type: 0, number: 0xff })).toEqual([]);
    expect(ask(two, { letter: 'Q' })).toEqual([]);
    expect(ask(two, { letter: 'Q', type: 4 })).toEqual([]);
    expect(ask(two, { letter: 'Q', type: 2, version: 9 })).toEqual([]);
    expect(ask(await server([printer('a')]), { letter: 'Q', padding: 400 }).map(brief)).toEqual(['q 2/0 0']);
  });

  it('of the server itself are Q 0001 alone: functions, devices, limits, and no revision', async () => {
    const responder = await server([printer('a'), printer('b', 'label-printer')]);
    const ofServer = { letter: 'Q', type: 0, number: 0, padding: 400 } as const;
    const [reply] = ask(responder, { ...ofServer, function: 1 });
    expect(Object.keys(reply?.body ?? {})).toEqual(['token', 'version', 'attributes']);
    expect(reply?.body.attributes).toEqual({
      functions: [['Q', 1]],
      devices: [
        [2, 0],
        [6, 0],
      ],
      limits: { datagram: 1200 },
    });
    expect(ask(responder, ofServer).map(brief)).toEqual(['q 0/0 6']);
    expect(ask(responder, { ...ofServer, function: 0x10 }).map(brief)).toEqual(['q 0/0 6']);
  });

  it('of a device tell which functions it takes, those of TLS where the server has it', async () => {
    const responder = await server([printer('a')]);
    const query = { letter: 'Q', type: 2, number: 0, function: 1, padding: 400 } as const;
    const functions = (of: Responder) => ask(of, query)[0]?.body.attributes?.['functions'];
    expect(functions(responder)).toEqual([0, 0, 1, 0x10, 0x20, 0x30].map((id, i) => [i === 0 ? 'P' : 'Q', id]));
    expect(functions({ ...responder, tls: true })).toEqual(
      expect.arrayContaining([
        ['Q', 0xff],
        ['S', 0x0100],
        ['C', 0x0200],
        ['C', 0x0202],
      ]),
    );
  });

  it('are not given to replies, notifications, bodies without token or version, and what is no whole frame', () => {
    for (const letter of ['p', 'q', 'c', 's', 'N'] as const)
      expect(readRequest(encoded({ letter }))).toBe('no-request');
    expect(readRequest(encodeNcdp2({ ...head('P'), body: { version: 1 } }))).toBe('malformed');
    expect(readRequest(encodeNcdp2({ ...head('P'), body: { token } }))).toBe('malformed');
    const whole = encoded({ letter: 'P', padding: 100 });
    for (let length = 0; length < whole.length; length++)
      expect(readRequest(whole.subarray(0, length))).toBe('malformed');
    expect(readRequest(Uint8Array.of(...whole, 0))).toBe('malformed');
    expect(readRequest(encoded({ letter: 'P', padding: 1200 }))).toBe('too-long');
  });
});

interface Wish {
  readonly letter: Ncdp2Frame['letter'];
  readonly type?: number;
  readonly number?: number;
  readonly function?: number;
  readonly version?: number;
  readonly padding?: number;
  readonly token?: Uint8Array;
}

function head(letter: Ncdp2Frame['letter'], type = 0xff, number = 0xff, id = 0) {
  return { letter, deviceType: type, deviceNumber: number, function: id, result: 0 };
}

function encoded(wish: Wish): Uint8Array {
  const padding = wish.padding === undefined ? {} : { padding: new Uint8Array(wish.padding) };
  const body = { token: wish.token ?? token, version: wish.version ?? 1, ...padding };
  return encodeNcdp2({ ...head(wish.letter, wish.type, wish.number, wish.function), body });
}

function replyFrames(responder: Responder, request: Uint8Array): readonly Uint8Array[] {
  const read = readRequest(request);
  if (typeof read === 'string') throw new Error(read);
  return repliesTo(read, responder);
}

function ask(responder: Responder, wish: Wish): readonly Ncdp2Frame[] {
  return replyFrames(responder, encoded(wish)).map(decoded);
}

function decoded(bytes: Uint8Array): Ncdp2Frame {
  const frame = decodeNcdp2(bytes);
  if (!frame.ok) throw new Error(frame.error.code);
  return frame.value;
}

function brief({ letter, deviceType, deviceNumber, result }: Ncdp2Frame): string {
  return `${letter} ${deviceType}/${deviceNumber} ${result}`;
}

function printer(key: string, kind: AttachedDevice['kind'] = 'printer', attributes: Attributes = {}): AttachedDevice {
  const usual = { 'printer-make-and-model': 'EPSON TM-L90', 'printer-serial-number': 'X1', 'printer-state': 3 };
  return { key, kind, attributes: { ...usual, ...attributes }, settable: ['printer-location'], commands: ['identify'] };
}

async function server(
  attached: readonly AttachedDevice[],
  interfaces = 1,
  clock = { monotonic: () => 0 },
): Promise<Responder & { readonly devices: ServedDevices }> {
  let dice = 0;
  const devices = new ServedDevices({
    sources: [
      {
        id: 'test',
        read: async () => attached,
        set: async () => ({ is: 'done' }),
        command: async () => ({ is: 'done' }),
      },
    ],
    implementation: 'test/1',
    bootId: 77,
    clock,
    dice: { bytes: (count) => new Uint8Array(count).fill(++dice) },
    places: [],
    keepPlaces: async () => {},
  });
  devices.standOn(
    Array.from({ length: interfaces }, (_, i) => ({
      name: `eth${i}`,
      mac: '00:26:ab:7c:e8:31',
      loopback: false,
      pointToPoint: false,
      addresses: [{ address: '192.0.2.61', family: 4, prefixLength: 24 }],
    })),
  );
  await devices.refresh(never);
  return { devices, maxAgeSeconds: 1800, tls: false, limits: {}, stock: new ReplyStock() };
}

const never = new AbortController().signal;
