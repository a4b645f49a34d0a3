import { Fault, type NetworkInterface, parsePrefix } from '@quietport/core';
import { describe, expect, it } from 'vitest';
import { Reach } from './reach.ts';

const row = (name: string, addresses: readonly [string, 4 | 6, number][]): NetworkInterface => ({
  name,
  loopback: name === 'lo',
  pointToPoint: false,
  addresses: addresses.map(([address, family, prefixLength]) => ({ address, family, prefixLength })),
});
const route = (prefix: string, name: string, metric = 0) => ({ prefix: parsePrefix(prefix)!, interface: name, metric });

const machine = {
  interfaces: [
    row('lo', [['127.0.0.1', 4, 8]]),
    row('eth0', [
      ['192.0.2.2', 4, 25],
      ['10.1.0.2', 4, 31],
      ['fe80::2%eth0', 6, 64],
    ]),
    row('eth1', [['198.51.100.2', 4, 24]]),
  ],
  routes: [
    route('192.0.2.0/25', 'eth0'),
    route('10.1.0.2/31', 'eth0'),
    route('198.51.100.0/24', 'eth1'),
    route('0.0.0.0/0', 'eth0'),
    route('172.16.0.0/12', 'eth1'),
  ],
};
const reach = (...allowed: string[]) => new Reach(allowed, () => machine);

describe('a list of interfaces', () => {
  it.each([
    [['lo'], '127.0.0.9', true],
    [['lo'], '::1', true],
    [['lo'], '192.0.2.2', false],
    [['lo'], '192.0.2.9', false],
    [['lo'], '8.8.8.8', false],
    [['eth0'], '127.0.0.1', false],
    [['eth0'], '192.0.2.2', true],
    [['eth0'], '192.0.2.127', true],
    [['eth0'], '10.1.0.3', true],
    [['eth0'], '10.9.9.9', true],
    [['eth0'], '172.16.9.9', false],
    [['eth0'], '198.51.100.9', false],
    [['eth0'], 'fe80::9%eth0', true],
    [['eth0'], 'fe80::9%eth1', false],
    [['eth0'], 'no address', false],
    [['eth0', 'eth1'], '198.51.100.9', true],
    [['gone0'], '192.0.2.9', false],
    [[], '127.0.0.1', false],
  ])('%j: %s is within reach: %s', (allowed, address, within) => {
    expect(reach(...allowed).permits(address)).toBe(within);
  });

  it('is the list of interfaces that are shown', () => {
    expect(
      reach('eth1', 'gone0')
        .interfaces()
        .map(({ name }) => name),
    ).toEqual(['eth1']);
    expect(new Reach(undefined, () => machine).interfaces()).toHaveLength(3);
  });

  it('names the interface that it refuses, and what it allows', () => {
    expect(() => reach('lo', 'eth1').interface('eth0')).toThrow(
      new Fault('scope/interface-not-allowed', { interface: 'eth0', allowed: 'lo, eth1' }),
    );
  });

  it('lets nothing be bound beyond it, nor a TCP server on all addresses', () => {
    for (const address of ['192.0.2.2', '255.255.255.255'])
      expect(() => reach('lo').demandBind(address)).toThrow(
        expect.objectContaining({ code: 'scope/address-not-allowed' }),
      );
    for (const address of ['192.0.2.2', '0.0.0.0', '::'])
      expect(() => reach('lo').demandListen(address)).toThrow(
        expect.objectContaining({ code: 'scope/address-not-allowed' }),
      );
    for (const address of ['0.0.0.0', '::', '127.255.255.255', '224.0.0.251'])
      expect(() => reach('lo').demandBind(address)).not.toThrow();
  });

  it('lets the limited broadcast go only from an address of an allowed interface', () => {
    expect(reach('lo').permitsLimitedBroadcast('127.0.0.1')).toBe(false);
    expect(reach('eth1').permitsLimitedBroadcast('0.0.0.0')).toBe(false);
    expect(reach('eth1').permitsLimitedBroadcast('198.51.100.2')).toBe(true);
  });

  it('connects from the address on the segment of the target', () => {
    expect(reach('eth0').sourceFor('10.1.0.3')).toBe('10.1.0.2');
    expect(reach('eth0').sourceFor('203.0.113.5')).toBe('192.0.2.2');
    expect(reach('lo').sourceFor('127.0.0.9')).toBeUndefined();
    expect(new Reach(undefined, () => machine).sourceFor('10.1.0.3')).toBeUndefined();
  });
});

describe('a socket of one interface', () => {
  const open = new Reach(undefined, () => machine);

  it('does not hear the neighbours of another one', () => {
    expect(open.hears('198.51.100.9', 'eth0')).toBe(false);
    expect(open.hears('198.51.100.9', 'eth1')).toBe(true);
    expect(open.hears('fe80::9%eth1', 'eth0')).toBe(false);
  });

  it('hears a device whose address fits no segment', () => {
    expect(open.hears('169.254.3.4', 'eth0')).toBe(true);
  });

  it('hears nothing from beyond the list', () => {
    expect(reach('lo').hears('192.0.2.9', 'lo')).toBe(false);
    expect(reach('lo').hears('192.0.2.9', undefined)).toBe(false);
  });
});
