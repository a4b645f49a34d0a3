import type { Endpoint } from '@quietport/core';
import { afterEach, describe, expect, it } from 'vitest';
import { machineInterfaces } from './machine-interfaces.ts';
import { openNetwork } from './open-network.ts';

const loopbackOnly = openNetwork({ allowedInterfaces: ['lo'] });
const { signal } = new AbortController();
const refused = { code: 'scope/address-not-allowed' };
// TEST-NET-2 and a documentation prefix (RFC 5737, RFC 3849): no machine has them, and nothing is sent to them here
const BEYOND = ['198.51.100.9', '2001:db8::9', 'fe80::9%eth0', '255.255.255.255'];

describe('a network that may use loopback alone', () => {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  it('shows loopback alone', async () => {
    const names = (await loopbackOnly.interfaces()).map(({ name }) => name);
    expect(names).toEqual(['lo']);
  });

  it.each(BEYOND)('opens no connection to %s', async (address) => {
    await expect(loopbackOnly.connect(at(address), signal)).rejects.toMatchObject(refused);
  });

  it.each(['http://198.51.100.9/', 'https://198.51.100.9/', 'http://[2001:db8::9]/', 'http://[fe80::9%25eth0]/'])(
    'asks nothing of %s',
    async (url) => {
      const request = { url, method: 'GET' as const, headers: {}, maxBytes: 1 };
      await expect(loopbackOnly.http(request, signal)).rejects.toMatchObject(refused);
    },
  );

  it.each(BEYOND)('sends no datagram to %s, from whatever it is bound to', async (address) => {
    const family = address.includes(':') ? 6 : 4;
    for (const bound of [{}, { port: 0 }, { interface: 'lo' }, { address: family === 4 ? '0.0.0.0' : '::' }]) {
      const socket = await loopbackOnly.udp({ family, broadcast: true, ...bound });
      open.push(socket);
      expect(await socket.send(Uint8Array.of(1), { ...at(address), transport: 'udp' })).toBe('denied');
    }
  });

  it('asks no name server', async () => {
    expect(await loopbackOnly.resolve('host.invalid', signal)).toEqual([]);
    expect(await loopbackOnly.resolve('localhost', signal)).toContain('127.0.0.1');
  });

  it('serves on loopback, and not on every address', async () => {
    for (const address of ['0.0.0.0', '::', '198.51.100.9']) {
      await expect(loopbackOnly.listen({ ...at(address), port: 0 }, () => undefined)).rejects.toMatchObject(refused);
    }
    open.push(await loopbackOnly.listen({ ...at('127.0.0.9'), port: 0 }, () => undefined));
  });

  it('names an interface that it may not use', async () => {
    await expect(loopbackOnly.udp({ family: 4, interface: 'eth0' })).rejects.toMatchObject({
      code: 'scope/interface-not-allowed',
      text: 'The interface eth0 is outside QUIETPORT_INTERFACES (lo).',
    });
  });

  it('binds no address of another interface', async () => {
    for (const { address, family } of machineInterfaces()
      .filter(({ loopback }) => !loopback)
      .flatMap(({ addresses }) => addresses)) {
      await expect(loopbackOnly.udp({ family, address })).rejects.toMatchObject(refused);
      await expect(loopbackOnly.listen({ ...at(address), port: 0 }, () => undefined)).rejects.toMatchObject(refused);
    }
    await expect(loopbackOnly.udp({ family: 4, address: '198.51.100.9' })).rejects.toMatchObject(refused);
  });

  it('speaks IPv6 on loopback', async () => {
    const [ear, mouth] = [await loopbackOnly.udp({ family: 6 }), await loopbackOnly.udp({ family: 6 })];
    open.push(ear, mouth);
    const heard = new Promise<Endpoint>((resolve) => ear.listen(({ from }) => resolve(from)));
    await mouth.send(Uint8Array.of(1), { ...at('::1'), port: ear.local.port, transport: 'udp' });
    expect(await heard).toEqual(mouth.local);
  });
});

describe('a network without a list', () => {
  it('shows every interface that is up, each once, with its prefixes', async () => {
    const interfaces = await openNetwork().interfaces();
    const names = interfaces.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(interfaces.find(({ name }) => name === 'lo')).toMatchObject({
      loopback: true,
      pointToPoint: false,
      addresses: expect.arrayContaining([{ address: '127.0.0.1', family: 4, prefixLength: 8 }]),
    });
    expect(interfaces.find(({ name }) => name === 'lo')).not.toHaveProperty('mac');
  });

  it('says of an address that is not ours that there is no such address', async () => {
    await expect(openNetwork().udp({ family: 4, address: '198.51.100.9' })).rejects.toMatchObject({
      code: 'network/no-such-address',
    });
  });
});

function at(address: string): Endpoint {
  return { address, port: 9, transport: 'tcp' };
}
