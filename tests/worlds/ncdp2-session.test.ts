import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attributes, parseHex } from '../../packages/core/src/index.ts';
import { loginProof } from '../../packages/core/src/protocols/ncdp2/session/login-proof.ts';
import { ManualClock } from '../../packages/virtual/src/index.ts';
import { systemCryptography } from '../support/cryptography.ts';
import {
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
import { ask, command, loggedIn, login, NONCE, set } from '../support/ncdp2-talk.ts';

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

describe('anything at all on a connection', () => {
  const frames = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .record({
        letter: fc.constantFrom<Ncdp2Frame['letter']>('P', 'Q', 'C', 'S'),
        deviceType: fc.constantFrom(0, 2, 3, 0xff),
        deviceNumber: fc.constantFrom(0, 1, 0xff),
        function: fc.constantFrom(0, 1, 0x10, 0xff, 0x0100, 0x0200, 0x0202, 0x0203, 0xf000, 0x7777),
        version: fc.constantFrom(1, 2),
        attributes: fc.dictionary(fc.constantFrom('printer-location', 'nonce', 'proof', 'confirm', 'x'), fc.anything()),
      })
      .map(({ version, attributes, ...head }) => frameOrNothing(head, version, attributes)),
  );

  it('ends it or is answered, changes nothing without a login, and leaves the server to the others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frames, { maxLength: 12 }), async (said) => {
        const clock = new ManualClock();
        const world = await openDesk(clock);
        const client = new ToldClient(world.desk);
        client.say(...said);
        await clock.advance(80_000);
        await client.over;
        expect(client.closed).toBe(true);
        expect(client.heard.length).toBeLessThanOrEqual(said.length);
        expect(world.source.done).toEqual([]);
        expect((await ask(new ToldClient(world.desk), clock, {})).result).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  function frameOrNothing(head: Partial<Ncdp2Frame>, version: number, attributes: Record<string, unknown>): Uint8Array {
    try {
      return encodeNcdp2(request({ ...head, body: { version, attributes: attributes as Attributes } }));
    } catch {
      // what no body can carry is not what this is about
      return new Uint8Array();
    }
  }
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

  it('hears that all leave when the server stops in good order', async () => {
    const clock = new ManualClock();
    const world = await openDesk(clock, new ToldSource(till, label));
    const client = await loggedIn(world, clock);
    await ask(client, clock, { ...command(0x202), deviceType: 0xff, deviceNumber: 0xff });
    await clock.runUntil(world.desk.farewell());
    expect(client.heard.slice(1).map((frame) => [frame.letter, frame.function, frame.deviceType])).toEqual([
      ['N', 2, 3],
      ['N', 2, 6],
    ]);
  });
});
