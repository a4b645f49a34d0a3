import { describe, expect, it } from 'vitest';
import { parseHex } from '../../packages/core/src/index.ts';
import type { Ncdp2Body } from '../../packages/core/src/protocols/ncdp2/codec-body.ts';
import type { AuditEntry } from '../../packages/core/src/protocols/ncdp2/session/audit.ts';
import { loginProof } from '../../packages/core/src/protocols/ncdp2/session/login-proof.ts';
import { ManualClock } from '../../packages/virtual/src/index.ts';
import { systemCryptography } from '../support/cryptography.ts';
import {
  type DeskWorld,
  encodeNcdp2,
  FINGERPRINT,
  label,
  type Ncdp2Frame,
  openDesk,
  request,
  TOKEN,
  ToldClient,
  ToldSource,
  till,
  toServer,
} from '../support/ncdp2-desk.ts';

const NONCE = new Uint8Array(16).fill(0xb0);
const key = (first: number): Uint8Array => Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? first : i));
const set = (attributes: Ncdp2Body['attributes'], body: Partial<Ncdp2Body> = {}): Partial<Ncdp2Frame> => ({
  letter: 'S',
  function: 0x0100,
  body: { ...(attributes === undefined ? {} : { attributes }), ...body },
});
const command = (id: number, body: Partial<Ncdp2Body> = {}): Partial<Ncdp2Frame> => ({
  letter: 'C',
  function: id,
  body,
});

async function login(client: ToldClient, clock: ManualClock, token = TOKEN): Promise<Ncdp2Frame> {
  client.say({ letter: 'C', ...toServer, function: 0xf000 });
  await clock.settle();
  const challenge = client.heard.at(-1)?.body.attributes?.['challenge'];
  if (!(challenge instanceof Uint8Array)) throw new Error('no challenge');
  const facts = { token, challenge, nonce: NONCE, fingerprint: FINGERPRINT };
  const proof = loginProof('client', facts, systemCryptography);
  client.say({ letter: 'C', ...toServer, function: 0xf000, body: { attributes: { nonce: NONCE, proof } } });
  await clock.settle();
  return client.heard.at(-1)!;
}

async function loggedIn(world: DeskWorld, clock: ManualClock, address?: string): Promise<ToldClient> {
  const client = new ToldClient(world.desk, address);
  expect((await login(client, clock)).result).toBe(0);
  client.heard.length = 0;
  return client;
}

async function ask(client: ToldClient, clock: ManualClock, ...frames: Partial<Ncdp2Frame>[]): Promise<Ncdp2Frame> {
  client.say(...frames);
  await clock.settle();
  return client.heard.at(-1)!;
}

describe('the frames of a connection', () => {
  it('are answered one by one, in order, however the stream is cut', async () => {
    const clock = new ManualClock();
    const { desk } = await openDesk(clock);
    const client = new ToldClient(desk);
    const joined = [1, 2, 3].flatMap((n) => [...encodeNcdp2(request({ body: { token: Uint8Array.of(n) } }))]);
    for (let at = 0; at < joined.length; at += 7) client.say(Uint8Array.from(joined.slice(at, at + 7)));
    await clock.settle();
    expect(client.heard.map(({ letter, body }) => [letter, body.token?.[0]])).toEqual([
      ['q', 1],
      ['q', 2],
      ['q', 3],
    ]);
    expect(client.heard[0]).toMatchObject({ result: 0, body: { revision: 1, bootId: 1_794_700_000, version: 1 } });
  });

  it.each([
    ['a wrong magic', '4550534f4e50ffff000000000006a20041070101'],
    ['a wrong letter', '4e434450325affff000000000006a20041070101'],
    ['a notification', '4e434450324e0300000100000006a20041070101'],
    ['a reply', '4e43445032710300001000000006a20041070101'],
    ['a malformed reply', '4e4344503271030000100000000105'],
  ])('end the connection without a word: %s', async (_what, hex) => {
    const clock = new ManualClock();
    const { desk } = await openDesk(clock);
    const client = new ToldClient(desk);
    client.say(parseHex(hex)!, {});
    await clock.settle();
    expect([client.heard, client.closed]).toEqual([[], true]);
  });

  it('that are malformed get 0005 with the place, and the connection ends', async () => {
    const clock = new ManualClock();
    const { desk } = await openDesk(clock);
    const client = new ToldClient(desk);
    client.say(parseHex('4e4344503251030000100000000105')!, {});
    await clock.settle();
    expect(client.heard).toEqual([
      {
        letter: 'q',
        deviceType: 3,
        deviceNumber: 0,
        function: 0x10,
        result: 5,
        body: { version: 1, attributes: { what: 'bad-body', offset: 14 } },
      },
    ]);
    expect(client.closed).toBe(true);
  });

  it.each([
    ['0', 'a10101', undefined],
    ['1', 'a1004107', Uint8Array.of(7)],
  ])('that lack key %s get 0005, and the connection ends', async (_key, body, token) => {
    const clock = new ManualClock();
    const { desk } = await openDesk(clock);
    const client = new ToldClient(desk);
    const bytes = parseHex(body)!;
    client.say(Uint8Array.from([...parseHex('4e434450325103000010000000')!, bytes.length, ...bytes]), {});
    await clock.settle();
    expect(client.heard.map((frame) => [frame.result, frame.body.token])).toEqual([[5, token]]);
    expect(client.closed).toBe(true);
  });

  it.each([
    ['a probe', { letter: 'P', function: 0 }, 6],
    ['an unknown version', { body: { version: 2 } }, 4],
    ['an unknown query', { function: 0x77 }, 6],
    ['a device that is not there', { deviceNumber: 9 }, 2],
    ['any device where there are two', { deviceType: 0xff, deviceNumber: 0xff }, 2],
    ['a query to the server that it does not take', { ...toServer, function: 0 }, 6],
    ['a setup without login', set({ 'printer-location': 'x' }), 7],
    ['a command without login', command(0x200), 7],
    ['a subscription without login', command(0x202), 7],
    ['an unknown command without login', command(0x7777), 7],
  ] as const)(
    'that are wrong and well-formed are answered, and the connection goes on: %s',
    async (_what, frame, result) => {
      const clock = new ManualClock();
      const { desk } = await openDesk(clock, new ToldSource(till, label));
      const client = new ToldClient(desk);
      expect((await ask(client, clock, frame as Partial<Ncdp2Frame>)).result).toBe(result);
      expect((await ask(client, clock, {})).result).toBe(0);
    },
  );

  it('name the device itself where FF meant one', async () => {
    const clock = new ManualClock();
    const { desk } = await openDesk(clock);
    const reply = await ask(new ToldClient(desk), clock, { deviceType: 0xff, deviceNumber: 0xff, function: 0xff });
    expect(reply).toMatchObject({ result: 0, deviceType: 3, deviceNumber: 0 });
    expect(reply.body.attributes).toMatchObject({ 'printer-location': 'Bar 1', 'printer-state': 3 });
  });

  it('too large for the length field are answered with 0003', async () => {
    const clock = new ManualClock();
    const large = { ...till, attributes: { 'printer-state-message': 'x'.repeat(70_000) } };
    const { desk } = await openDesk(clock, new ToldSource(large));
    const client = new ToldClient(desk);
    expect(await ask(client, clock, { function: 0xff })).toMatchObject({
      result: 3,
      body: { token: Uint8Array.of(5) },
    });
    expect((await ask(client, clock, { function: 0 })).result).toBe(0);
  });
});

describe('the time of a connection', () => {
  it('is over after a minute without a word, and not before', async () => {
    const clock = new ManualClock();
    const { desk } = await openDesk(clock);
    const client = new ToldClient(desk);
    await clock.advance(50_000);
    await ask(client, clock, {});
    await clock.advance(59_999);
    expect(client.closed).toBe(false);
    await clock.advance(1);
    expect(client.closed).toBe(true);
  });

  it('is over ten seconds after the first byte of a frame that does not come', async () => {
    const clock = new ManualClock();
    const { desk } = await openDesk(clock);
    const client = new ToldClient(desk);
    const bytes = encodeNcdp2(request());
    await clock.advance(30_000);
    client.say(bytes.slice(0, 1));
    for (let at = 1; at < 10; at++) {
      await clock.advance(1000);
      client.say(bytes.slice(at, at + 1));
    }
    await clock.advance(999);
    expect(client.closed).toBe(false);
    await clock.advance(1);
    expect([client.closed, client.heard]).toEqual([true, []]);
  });

  it('has no end with a subscription, and the system looks whether the other side is there', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    expect(await ask(client, clock, command(0x202))).toMatchObject({ result: 0, body: { revision: 1 } });
    await clock.advance(3_600_000);
    expect([client.closed, client.keptAlive]).toEqual([false, true]);
  });

  it('is over when more than 256 KiB are not read', async () => {
    const clock = new ManualClock();
    const { desk } = await openDesk(
      clock,
      new ToldSource({ ...till, attributes: { 'printer-info': 'x'.repeat(60_000) } }),
    );
    const client = new ToldClient(desk);
    client.deaf = true;
    client.say({ function: 0xff }, { function: 0xff }, { function: 0xff }, { function: 0xff });
    await clock.settle();
    expect(client.destroyed).toBe(false);
    client.say({ function: 0xff });
    await clock.settle();
    expect(client.destroyed).toBe(true);
    await client.over;
  });
});

describe('a login', () => {
  it('has the proofs of the test vectors', () => {
    const facts = { token: TOKEN, challenge: new Uint8Array(16).fill(0xa0), nonce: NONCE, fingerprint: FINGERPRINT };
    const proofs = (['client', 'server'] as const).map((side) => loginProof(side, facts, systemCryptography));
    // corpus/ncdp2/vectors.tsv: login-proof and login-done
    expect(proofs).toEqual([
      parseHex('5b1684a05abf01c0e7c8c05bd4cd1f2cf84bc60c1bf10eeb01ae8d8251bd2bd9'),
      parseHex('ee9cfd87bad64a1184e1b6c70dd1307a161fdf9ebbca581150709dcd93e132b1'),
    ]);
  });

  it('that is right opens the door, and the server proves itself', async () => {
    const clock = new ManualClock();
    const { desk, audit } = await openDesk(clock);
    const client = new ToldClient(desk);
    const done = await login(client, clock);
    const challenge = client.heard[0]!.body.attributes!['challenge'] as Uint8Array;
    const facts = { token: TOKEN, challenge, nonce: NONCE, fingerprint: FINGERPRINT };
    expect([client.heard[0]!.result, done.result]).toEqual([7, 0]);
    expect(done.body.attributes).toEqual({ proof: loginProof('server', facts, systemCryptography) });
    expect((await ask(client, clock, command(0x200))).result).toBe(0);
    expect(JSON.stringify(audit)).not.toContain(TOKEN);
  });

  it('takes each challenge once, and on its own connection only', async () => {
    const clock = new ManualClock();
    const { desk } = await openDesk(clock);
    const [first, second] = [new ToldClient(desk), new ToldClient(desk)];
    await login(first, clock);
    const challenge = first.heard[0]!.body.attributes!['challenge'] as Uint8Array;
    const proof = loginProof(
      'client',
      { token: TOKEN, challenge, nonce: NONCE, fingerprint: FINGERPRINT },
      systemCryptography,
    );
    const again = {
      letter: 'C',
      ...toServer,
      function: 0xf000,
      body: { attributes: { nonce: NONCE, proof } },
    } as const;
    for (const client of [first, second]) {
      const reply = await ask(client, clock, again);
      expect(reply.result).toBe(7);
      expect(reply.body.attributes!['challenge']).not.toEqual(challenge);
    }
  });

  it('is closed to an address for a minute after five wrong ones, and those inside go on', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const inside = await loggedIn(world, clock);
    const guest = new ToldClient(world.desk);
    for (let tries = 0; tries < 5; tries++)
      expect((await login(guest, clock, 'a-wrong-token-of-24-byte')).result).toBe(7);
    const closed = await ask(guest, clock, { letter: 'C', ...toServer, function: 0xf000 });
    expect(closed).toMatchObject({ result: 9, body: { attributes: { 'retry-after': 60 } } });
    expect((await ask(inside, clock, command(0x200))).result).toBe(0);
    expect((await login(new ToldClient(world.desk, '192.0.2.8'), clock)).result).toBe(0);
    expect(world.audit.filter(({ is }) => is === 'wrong-login')).toHaveLength(5);
    await clock.advance(59_000);
    expect((await ask(guest, clock, { letter: 'C', ...toServer, function: 0xf000 })).body.attributes).toEqual({
      'retry-after': 1,
    });
    await clock.advance(1000);
    const anew = new ToldClient(world.desk);
    expect((await login(anew, clock)).result).toBe(0);
  });

  it('is not needed by a client whose certificate is known', async () => {
    const clock = new ManualClock();
    const shown = new Uint8Array(32).fill(9);
    const { desk, audit } = await openDesk(clock, new ToldSource(till), { clients: ['09'.repeat(32)] });
    expect((await ask(new ToldClient(desk, '192.0.2.7', shown), clock, command(0x200))).result).toBe(0);
    expect(audit[0]).toMatchObject({ who: `certificate ${'09'.repeat(32)}` });
    expect((await ask(new ToldClient(desk, '192.0.2.7', FINGERPRINT), clock, command(0x200))).result).toBe(7);
  });

  it('is needed for reading only where that was asked for', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock, new ToldSource(till), { readsNeedLogin: true });
    expect((await ask(new ToldClient(world.desk), clock, {})).result).toBe(7);
    expect((await ask(await loggedIn(world, clock), clock, {})).result).toBe(0);
  });
});

describe('a setup', () => {
  it('says what it changes, does it, and writes both down', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    const dry = await ask(client, clock, set({ 'printer-location': 'Bar 2' }, { dryRun: true }));
    expect(dry).toMatchObject({
      letter: 's',
      result: 0,
      body: { revision: 1, changes: [['printer-location', 'Bar 1', 'Bar 2']] },
    });
    expect([world.source.done, world.audit]).toEqual([[], []]);
    const real = await ask(client, clock, set({ 'printer-location': 'Bar 2' }, { revision: 1 }));
    expect(real).toMatchObject({ result: 0, body: { revision: 2, changes: [['printer-location', 'Bar 1', 'Bar 2']] } });
    expect(world.audit).toMatchObject([
      {
        is: 'request',
        who: 'token',
        address: '192.0.2.7',
        what: 'S 0100',
        device: { key: 'usb:till', type: 3, number: 0 },
        changes: [['printer-location', 'Bar 1', 'Bar 2']],
      },
      { is: 'result', result: 0 },
    ]);
    const removed = await ask(client, clock, set({ 'printer-location': null }));
    expect(removed.body).toMatchObject({ revision: 3, changes: [['printer-location', 'Bar 2', null]] });
  });

  it.each([
    ['an unknown name', { 'printer-location': 'x', nonsense: 'y' }, 8, 'nonsense'],
    ['a name that its owner does not let us set', { 'printer-geo-location': 'geo:1,2' }, 8, 'printer-geo-location'],
    ['a read-only name', { 'printer-state': 3 }, 8, 'printer-state'],
    ['a wrong type', { 'printer-info': 'good', 'printer-location': 7 }, 5, 'printer-location'],
    ['a control character', { 'printer-location': 'a\nb' }, 5, 'printer-location'],
    ['too many bytes', { 'printer-location': 'ü'.repeat(64) }, 5, 'printer-location'],
    ['no attributes', undefined, 5, 'attributes'],
  ] as const)('is done whole or not at all: %s', async (_what, attributes, result, what) => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    for (const dryRun of [true, false]) {
      const reply = await ask(client, clock, set(attributes, { dryRun }));
      expect(reply).toMatchObject({ result, body: { attributes: { what } } });
    }
    expect(world.source.done).toEqual([]);
  });

  it('under a condition that does not hold any more is a conflict', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    for (const body of [{ revision: 7 }, { revision: 1, bootId: 5 }])
      expect(await ask(client, clock, set({ 'printer-info': 'x' }, body))).toMatchObject({
        result: 10,
        body: { revision: 1 },
      });
    expect(world.source.done).toEqual([]);
  });

  it('under the same condition twice at once is done once', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const [one, two] = [await loggedIn(world, clock), await loggedIn(world, clock)];
    one.say(set({ 'printer-info': 'one' }, { revision: 1 }));
    two.say(set({ 'printer-info': 'two' }, { revision: 1 }));
    await clock.settle();
    expect([one.heard.at(-1)?.result, two.heard.at(-1)?.result].sort()).toEqual([0, 10]);
    expect(world.source.done).toHaveLength(1);
  });

  it('is not done where it cannot be written down first', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    world.breakAudit();
    expect((await ask(client, clock, set({ 'printer-info': 'x' }))).result).toBe(0xff);
    expect((await ask(client, clock, set({ 'printer-info': 'x' }, { dryRun: true }))).result).toBe(0);
    expect(world.source.done).toEqual([]);
  });

  it.each([
    [{ is: 'refused', why: 'the panel is in use' }, 0x0b, { what: 'the panel is in use' }],
    [{ is: 'busy', retryAfterSeconds: 2.5 }, 9, { 'retry-after': 3 }],
    [{ is: 'failed', why: 'the cable is out' }, 0xff, { what: 'the cable is out' }],
  ] as const)('tells what the device said', async (carried, result, attributes) => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    world.source.answer = () => carried;
    expect(await ask(client, clock, set({ 'printer-info': 'x' }))).toMatchObject({ result, body: { attributes } });
  });
});

describe('a command', () => {
  it('is carried out where the device can, and paper is used only when that is confirmed', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock, new ToldSource(till, label));
    const client = await loggedIn(world, clock);
    const results = [];
    for (const frame of [
      command(0x200, { attributes: { 'identify-actions': ['flash'] } }),
      command(0x200, { attributes: { 'identify-actions': ['dance'] } }),
      command(0x201),
      command(0x203),
      command(0x203, { attributes: { confirm: true }, dryRun: true }),
      command(0x203, { attributes: { confirm: true } }),
      command(0x7777),
      { ...command(0x200), deviceType: 6 },
      { ...command(0x200), deviceType: 0xff, deviceNumber: 0xff },
      { ...command(0x200), ...toServer },
    ])
      results.push((await ask(client, clock, frame)).result);
    expect(results).toEqual([0, 5, 0, 8, 0, 0, 6, 6, 2, 6]);
    expect(world.source.done).toEqual([
      'identify usb:till {"identify-actions":["flash"]}',
      'restart usb:till {}',
      'print-test-page usb:till {"confirm":true}',
    ]);
  });
});

describe('a subscription', () => {
  it('tells what happens to the devices that match, with its own token, between the answers', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock, new ToldSource(till, label));
    const client = await loggedIn(world, clock);
    const any = { deviceType: 0xff, deviceNumber: 0xff };
    expect((await ask(client, clock, { ...command(0x202, { token: Uint8Array.of(10) }), ...any })).deviceType).toBe(
      0xff,
    );
    world.source.change('usb:till', { 'printer-state': 5, 'printer-location': null });
    await world.devices.refresh(new AbortController().signal);
    world.source.devices = [world.source.devices[0]!];
    await world.devices.refresh(new AbortController().signal);
    await ask(client, clock, {});
    expect(client.heard.slice(1)).toMatchObject([
      {
        letter: 'N',
        deviceType: 3,
        function: 1,
        body: {
          token: Uint8Array.of(10),
          revision: 2,
          changes: ['printer-location', 'printer-state'],
          attributes: { 'printer-location': null, 'printer-state': 5 },
        },
      },
      {
        letter: 'N',
        deviceType: 6,
        function: 2,
        body: { attributes: { 'printer-uuid': expect.stringMatching(/^urn:/) } },
      },
      { letter: 'q' },
    ]);
  });

  it('of one device is silent about the others', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock, new ToldSource(till, label));
    const client = await loggedIn(world, clock);
    await ask(client, clock, { ...command(0x202), deviceType: 6 });
    world.source.change('usb:till', { 'printer-state': 5 });
    await world.devices.refresh(new AbortController().signal);
    expect(client.heard.map(({ letter }) => letter)).toEqual(['c']);
    expect((await ask(client, clock, { ...command(0x202), deviceType: 2 })).result).toBe(2);
  });
});

describe('an idempotency key', () => {
  it('does nothing twice, and gives the answer of then, to its own login alone', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock, new ToldSource(till), { clients: ['09'.repeat(32)] });
    const client = await loggedIn(world, clock);
    const frame = set({ 'printer-info': 'x' }, { idempotencyKey: key(1), revision: 1 });
    const first = await ask(client, clock, frame);
    expect(first).toMatchObject({ result: 0, body: { revision: 2 } });
    await ask(client, clock, set({ 'printer-info': 'y' }));
    const other = await loggedIn(world, clock, '192.0.2.9');
    const again = await ask(other, clock, { ...frame, body: { ...frame.body, token: Uint8Array.of(9) } });
    expect(again).toEqual({ ...first, body: { ...first.body, token: Uint8Array.of(9) } });
    expect((await ask(client, clock, set({ 'printer-info': 'z' }, { idempotencyKey: key(1) }))).result).toBe(10);
    const stranger = new ToldClient(world.desk, '192.0.2.7', new Uint8Array(32).fill(9));
    // for another login it is another key, and its condition does not hold
    expect((await ask(stranger, clock, frame)).result).toBe(10);
    expect(world.source.done).toHaveLength(2);
    await clock.advance(600_000);
    const late = await loggedIn(world, clock);
    expect((await ask(late, clock, frame)).result).toBe(10);
  });

  it('is not used up by a dry run, nor by what was not carried out', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    const idempotencyKey = key(2);
    await ask(client, clock, set({ 'printer-info': 'a' }, { idempotencyKey, dryRun: true }));
    expect((await ask(client, clock, set({ nonsense: 1 }, { idempotencyKey }))).result).toBe(8);
    world.source.answer = () => ({ is: 'busy', retryAfterSeconds: 1 });
    expect((await ask(client, clock, set({ 'printer-info': 'b' }, { idempotencyKey }))).result).toBe(9);
    world.source.answer = () => ({ is: 'done' });
    expect((await ask(client, clock, set({ 'printer-info': 'c' }, { idempotencyKey }))).result).toBe(0);
  });

  it('waits for the first of two that come at once', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const [one, two] = [await loggedIn(world, clock), await loggedIn(world, clock)];
    let finish = (): void => undefined;
    const waits = new Promise<void>((resolve) => {
      finish = resolve;
    });
    world.source.answer = async () => {
      await waits;
      return { is: 'refused', why: 'no' };
    };
    const frame = command(0x201, { idempotencyKey: key(3) });
    one.say(frame);
    two.say(frame);
    await clock.settle();
    expect([one.heard, two.heard]).toEqual([[], []]);
    finish();
    await clock.settle();
    expect([one.heard[0]?.result, two.heard[0]?.result, world.source.done.length]).toEqual([11, 11, 1]);
  });

  it('is remembered over a restart, and one without a result is an unknown outcome', async () => {
    const clock = new ManualClock();
    const before = await openDesk(clock);
    const client = await loggedIn(before, clock);
    const frame = set({ 'printer-info': 'x' }, { idempotencyKey: key(4) });
    const first = await ask(client, clock, frame);
    await ask(client, clock, command(0x201, { idempotencyKey: key(5) }));
    // the process died before the second result was written
    const audited: AuditEntry[] = JSON.parse(JSON.stringify(before.audit.slice(0, -1)));
    const after = await openDesk(clock, new ToldSource(till), {}, audited);
    const again = await loggedIn(after, clock);
    expect(await ask(again, clock, frame)).toEqual(first);
    expect(await ask(again, clock, command(0x201, { idempotencyKey: key(5) }))).toMatchObject({
      result: 0xff,
      body: { attributes: { what: 'outcome unknown' } },
    });
    expect(after.source.done).toEqual([]);
  });

  it('is one of a thousand at most', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock);
    const client = await loggedIn(world, clock);
    const numbered = (n: number) =>
      command(0x200, { idempotencyKey: Uint8Array.from([n >> 8, n & 255, ...key(6).slice(2)]) });
    for (let n = 0; n < 1000; n++) client.say(numbered(n));
    await clock.settle();
    expect(client.heard).toHaveLength(1000);
    const more = await ask(client, clock, numbered(1000));
    expect(more).toMatchObject({ result: 9, body: { attributes: { 'retry-after': 600 } } });
    expect((await ask(client, clock, numbered(7))).result).toBe(0);
    expect(world.source.done).toHaveLength(1000);
  });
});
