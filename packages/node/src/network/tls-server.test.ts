import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { SecureListening, SecureServing, SecureStream } from '@quietport/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { systemDice } from '../dice.ts';
import { openServerSecrets, type ServerSecrets } from '../secrets/server-identity.ts';
import { openNetwork } from './open-network.ts';

const network = openNetwork({ allowedInterfaces: ['lo'] }).secure!;
const folder = mkdtempSync(join(tmpdir(), 'quietport-tls-'));
let secrets: ServerSecrets;
let other: ServerSecrets;
const toClose: (() => unknown)[] = [];

beforeAll(async () => {
  const world = { clock: systemClock, dice: systemDice };
  secrets = await openServerSecrets(join(folder, 'a'), 'desk', world);
  other = await openServerSecrets(join(folder, 'b'), 'other', world);
});
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (...addresses: string[]) => ({ addresses, port: 0 });

async function serving(change: Partial<SecureServing> = {}, serve: (stream: SecureStream) => void = echo) {
  const options = { identity: secrets.identity, alpn: 'ncdp/2', asksClients: false, handshakeMs: 10_000, most: 100 };
  const listening = await network.serve(at('127.0.0.1'), { ...options, mostPerSource: 8, ...change }, serve);
  toClose.push(() => listening.close());
  return listening;
}

function echo(stream: SecureStream): void {
  void (async () => {
    for (let bytes = await stream.read(); bytes !== undefined; bytes = await stream.read()) await stream.write(bytes);
    stream.close();
  })();
}

function foreign(listening: SecureListening, options: ConnectionOptions = {}): TLSSocket {
  const socket = connect({
    host: '127.0.0.1',
    port: listening.local.port,
    rejectUnauthorized: false,
    ALPNProtocols: ['ncdp/2'],
    ...options,
  });
  socket.on('error', () => undefined);
  toClose.push(() => socket.destroy());
  return socket;
}

function plain(listening: SecureListening, localAddress = '127.0.0.1'): Socket {
  const socket = connectPlain({ host: '127.0.0.1', port: listening.local.port, localAddress });
  socket.on('error', () => undefined);
  toClose.push(() => socket.destroy());
  return socket;
}

const closed = (socket: Socket) => new Promise<void>((resolve) => void socket.once('close', () => resolve()));

describe('the secrets of a server', () => {
  it('stay what they are, for their owner alone', async () => {
    const again = await openServerSecrets(join(folder, 'a'), 'desk', { clock: systemClock, dice: systemDice });
    expect(again).toEqual({ ...secrets, tokenIsNew: false });
    expect(secrets.tokenIsNew).toBe(true);
    expect(secrets.token.length).toBeGreaterThanOrEqual(22);
    expect(secrets.token).not.toBe(other.token);
    for (const name of ['identity.pem', 'token'])
      expect(statSync(join(folder, 'a', name)).mode & 0o777, name).toBe(0o600);
  });
});

describe('a server of TLS 1.3', () => {
  it('talks to whoever speaks its protocol, and shows its certificate', async () => {
    const socket = foreign(await serving());
    await once(socket, 'secureConnect');
    expect(socket.getProtocol()).toBe('TLSv1.3');
    expect(Buffer.from(secrets.identity.certificate).equals(socket.getPeerCertificate().raw)).toBe(true);
    socket.write('over here');
    expect(String((await once(socket, 'data'))[0])).toBe('over here');
  });

  it('is dialled, and its fingerprint known before anything is written', async () => {
    const { local } = await serving();
    const stream = await network.dial(local, { alpn: 'ncdp/2' }, AbortSignal.timeout(5000));
    if (typeof stream === 'string') throw new Error(stream);
    toClose.push(() => stream.destroy());
    expect(stream.fingerprint).toEqual(
      new Uint8Array(createHash('sha256').update(secrets.identity.certificate).digest()),
    );
    await stream.write(Uint8Array.of(1, 2, 3));
    expect(await stream.read()).toEqual(Uint8Array.of(1, 2, 3));
  });

  it.each([
    ['an older version', { maxVersion: 'TLSv1.2' } as const],
    ['another application protocol', { ALPNProtocols: ['h2'] }],
  ])('lets go of %s in the handshake', async (_what, options) => {
    const heard: SecureStream[] = [];
    const socket = foreign(await serving({}, (stream) => heard.push(stream)), options);
    await closed(socket);
    expect(heard).toEqual([]);
  });

  it('lets go of whoever names no application protocol, before any byte of it', async () => {
    const heard: SecureStream[] = [];
    const listening = await serving({}, (stream) => heard.push(stream));
    const socket = foreign(listening, { ALPNProtocols: [] });
    await closed(socket);
    expect(heard).toEqual([]);
    expect(socket.bytesRead).toBeLessThan(4000);
    const dialled = await network.dial(listening.local, { alpn: 'other' }, AbortSignal.timeout(5000));
    expect(dialled).toBe('garbled');
  });

  it('closes at the first record that is no TLS, and says at most an alert', async () => {
    for (const bytes of ['NCDP2P\xff\xff\0\0\0\0\0\x06\xa2\0A\x07\x01\x01', 'GET / HTTP/1.1\r\n\r\n']) {
      const socket = plain(await serving());
      const said: Buffer[] = [];
      socket.on('data', (data) => said.push(data));
      socket.write(bytes, 'latin1');
      await closed(socket);
      expect(Buffer.concat(said).length).toBeLessThanOrEqual(7);
    }
  });

  it('gives a handshake its time and no more, however slowly its bytes come', async () => {
    const listening = await serving({ handshakeMs: 300 });
    const silent = plain(listening);
    const slow = plain(listening, '127.0.0.2');
    // a record of a handshake that never ends
    slow.write(Uint8Array.of(22, 3, 1, 1, 0));
    const drip = (async () => {
      while (!slow.destroyed) {
        slow.write(Uint8Array.of(1));
        await systemClock.sleep(50);
      }
    })();
    await Promise.all([closed(silent), closed(slow), drip]);
    const good = foreign(listening);
    await once(good, 'secureConnect');
  });

  it('takes no more from one source than its share, handshakes included, and serves the others', async () => {
    const listening = await serving({ mostPerSource: 3 });
    const three = [plain(listening), plain(listening), plain(listening)];
    await Promise.all(three.map((socket) => once(socket, 'connect')));
    await closed(plain(listening));
    expect(listening.turnedAway).toBe(1);
    await once(foreign(listening, { localAddress: '127.0.0.2' } as ConnectionOptions), 'secureConnect');
    three[0]!.destroy();
    await closed(three[0]!);
    // the place is free again as soon as the server has seen the end
    await expect.poll(async () => (await tryOne(listening)) === 'open').toBe(true);
  });

  it('takes no more than its share in all', async () => {
    const listening = await serving({ most: 4, mostPerSource: 2 });
    const all = ['127.0.0.2', '127.0.0.2', '127.0.0.3', '127.0.0.3'].map((address) => plain(listening, address));
    await Promise.all(all.map((socket) => once(socket, 'connect')));
    await closed(plain(listening, '127.0.0.4'));
    expect(listening.turnedAway).toBe(1);
  });

  it('goes on with no session of before, and takes no early data', async () => {
    const listening = await serving();
    const first = foreign(listening);
    const sessions: Buffer[] = [];
    first.on('session', (session: Buffer) => sessions.push(session));
    await once(first, 'secureConnect');
    first.write('x');
    await once(first, 'data');
    first.end();
    for (const session of sessions) {
      const second = foreign(listening, { session });
      await once(second, 'secureConnect');
      expect(second.isSessionReused()).toBe(false);
      expect(second.getPeerCertificate().raw).toBeDefined();
    }
  });

  it('knows a client by the certificate that it shows, where it asks for one', async () => {
    const shown: (Uint8Array | undefined)[] = [];
    const listening = await serving({ asksClients: true }, (stream) => {
      shown.push(stream.fingerprint);
      stream.close();
    });
    const dial = { alpn: 'ncdp/2', identity: other.identity };
    const stream = await network.dial(listening.local, dial, AbortSignal.timeout(5000));
    if (typeof stream === 'string') throw new Error(stream);
    expect(await stream.read()).toBeUndefined();
    expect(shown).toEqual([new Uint8Array(createHash('sha256').update(other.identity.certificate).digest())]);
  });

  it('stands where it is told to, at one port, and its limits hold for all addresses together', async () => {
    const listening = await serving({ most: 2 });
    const inside = foreign(listening);
    await once(inside, 'secureConnect');
    expect(await listening.standOn(['127.0.0.1', '127.0.0.2', 'fe80::1%lo'])).toEqual(['fe80::1%lo']);
    const second = foreign(listening, { host: '127.0.0.2' });
    await once(second, 'secureConnect');
    await closed(plain(listening));
    expect(await listening.standOn(['127.0.0.1'])).toEqual([]);
    await closed(second);
    inside.write('still here');
    expect(String((await once(inside, 'data'))[0])).toBe('still here');
  });

  it('keeps to the interfaces that a person allowed', async () => {
    const options = { identity: secrets.identity, alpn: 'a', asksClients: false, handshakeMs: 1, most: 1 };
    await expect(network.serve(at('0.0.0.0'), { ...options, mostPerSource: 1 }, () => undefined)).rejects.toMatchObject(
      { code: 'scope/address-not-allowed' },
    );
  });
});

async function tryOne(listening: SecureListening): Promise<'open' | 'closed'> {
  const socket = foreign(listening);
  const outcome = await Promise.race([
    once(socket, 'secureConnect').then(() => 'open' as const),
    closed(socket).then(() => 'closed' as const),
  ]);
  socket.destroy();
  return outcome;
}
