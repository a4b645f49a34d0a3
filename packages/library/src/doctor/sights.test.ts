import { catalogue, type NetworkInterface } from '@quietport/core';
import type { MachineFacts } from '@quietport/node';
import { describe, expect, it } from 'vitest';
import { chooseInterfaces } from '../interfaces.ts';
import type { DoctorFacts } from './check.ts';
import type { Sight } from './sight.ts';
import { sightsOf } from './sights.ts';

describe('what can be seen from a vantage point', () => {
  it('is told for a segment by protocol: by one question, by listening, by address', () => {
    const [segment] = sightsOf(facts({}), catalogue);
    expect(segment).toMatchObject({ interface: 'eth0', prefix: '10.9.0.0/24', place: 'segment' });
    expect(seen(segment, 'enpc')).toBe('asked: broadcast, 3289/udp');
    expect(seen(segment, 'dns-sd')).toBe('asked: group 224.0.0.251, 5353/udp');
    expect(seen(segment, 'slp')).toBe('heard: group 239.255.255.253, 427/udp');
    expect(seen(segment, 'ipp')).toBe('by-address: ');
    expect(seen(segment, 'knock')).toBeUndefined();
    expect(segment?.action).toBe('quietport find asks. quietport find 10.9.0.0/24 asks each address as well.');
  });

  it('has every room of the catalogue that a look would ask, once', () => {
    const [segment] = sightsOf(facts({}), catalogue);
    const names = segment?.protocols.map(({ protocol }) => protocol) ?? [];
    expect(new Set(names).size).toBe(names.length);
    const asks = catalogue.filter(({ probes }) => probes.some(({ reach }) => reach === 'segment')).map(({ id }) => id);
    expect(names).toEqual(expect.arrayContaining(asks));
  });

  it('has no broadcast in IPv6', () => {
    const six = { ...eth0, addresses: [{ address: 'fd00:9::2', family: 6 as const, prefixLength: 64 }] };
    const [segment] = sightsOf(facts({ interfaces: [six] }), catalogue);
    expect(seen(segment, 'enpc')).toBe('by-address: it has no group in IPv6');
    expect(seen(segment, 'dns-sd')).toBe('asked: group ff02::fb, 5353/udp');
    expect(segment?.action).toBe('quietport find asks.');
  });

  it('loses the groups where a group hears nothing, and keeps the broadcasts', () => {
    const [segment] = sightsOf(facts({ hearings: [{ interface: 'eth0', family: 4, heard: false }] }), catalogue);
    expect(seen(segment, 'slp')).toBe('nothing: a group joined here hears nothing');
    expect(seen(segment, 'wsd')).toBe('by-address: a group joined here hears nothing');
    expect(seen(segment, 'enpc')).toBe('asked: broadcast, 3289/udp');
  });

  it('is nothing at all without a link', () => {
    const [segment] = sightsOf(facts({ machine: { ...machine, links: [{ ...link, carrier: false }] } }), catalogue);
    expect(segment?.text).toBe('Nothing: nothing is connected to the interface.');
    expect(new Set(segment?.protocols.map(({ sees }) => sees))).toEqual(new Set(['nothing']));
  });

  it('goes address by address behind a router, by prefix where there is one', () => {
    const routes = [
      { prefix: '0.0.0.0/0', interface: 'eth0', gateway: '10.9.0.1' },
      { prefix: '10.77.0.0/24', interface: 'eth0', gateway: '10.9.0.1' },
      { prefix: 'fd00:7::/48', interface: 'eth0', gateway: 'fe80::1' },
      { prefix: '10.66.0.0/24', interface: '*', gateway: '10.9.0.1' },
      { prefix: '10.9.0.0/24', interface: 'eth0' },
    ];
    const rows = sightsOf(facts({ machine: { ...machine, routes } }), catalogue).filter(
      ({ place }) => place === 'routed',
    );
    expect(rows.map(({ prefix }) => prefix)).toEqual(['0.0.0.0/0', '10.77.0.0/24', 'fd00:7::/48']);
    expect(rows.map(({ action }) => action.split('. ')[0])).toEqual([
      'Name the prefix of that network: quietport find 10.0.4.0/24',
      'quietport find 10.77.0.0/24 does',
      'Name single addresses: an IPv6 prefix is too large to be swept',
    ]);
    const why = 'a router passes on no broadcast, and a group only where it was made to';
    expect(seen(rows[1], 'enpc')).toBe(`by-address: ${why}`);
    expect(seen(rows[1], 'slp')).toBe(`nothing: ${why}`);
    expect(seen(rows[1], 'ipp')).toBe('by-address: ');
  });

  it('leaves tunnels alone until they are named, and says what a named one carries', () => {
    const tunnel = { ...eth0, name: 'wg0', pointToPoint: true };
    const left = sightsOf(facts({ interfaces: [eth0, tunnel] }), catalogue).find(({ place }) => place === 'tunnel');
    expect(left?.text).toContain('left alone unless it is named');
    expect(left?.action).toBe('quietport find -i wg0 10.9.0.0/24 asks each address there.');
    expect(seen(left, 'slp')).toContain('nothing: a tunnel has no broadcast');
    const named = sightsOf(facts({ interfaces: [eth0, tunnel], named: ['wg0'] }), catalogue);
    expect(named.map(({ interface: name, place }) => `${name} ${place}`)).toEqual(['wg0 tunnel']);
    expect(seen(named[0], 'enpc')).toContain('by-address: a tunnel has no broadcast');
    expect(seen(named[0], 'dns-sd')).toBe('asked: group 224.0.0.251, 5353/udp');
  });

  it('says of loopback, wireless links and containers what they hide', () => {
    const lo = { ...eth0, name: 'lo', loopback: true };
    expect(sightsOf(facts({ interfaces: [lo], named: ['lo'] }), catalogue)[0]?.text).toBe(
      'Virtual devices on this machine, and no others.',
    );
    const confinement = { ...machine.confinement, container: 'docker' };
    const links = [{ ...link, kind: 'wireless' as const }];
    const text = sightsOf(facts({ machine: { ...machine, links, confinement } }), catalogue)[0]?.text;
    expect(text).toContain('this container');
    expect(text).toContain('keep wireless devices apart');
  });
});

function seen(sight: Sight | undefined, protocol: string): string | undefined {
  const row = sight?.protocols.find((one) => one.protocol === protocol);
  return row === undefined ? undefined : `${row.sees}: ${row.by}`;
}

const eth0: NetworkInterface = {
  name: 'eth0',
  loopback: false,
  pointToPoint: false,
  addresses: [{ address: '10.9.0.2', family: 4, prefixLength: 24 }],
};
const link: MachineFacts['links'][number] = {
  name: 'eth0',
  up: true,
  carrier: true,
  loopback: false,
  multicast: true,
  pointToPoint: false,
  kind: 'wired',
};
const machine: MachineFacts = {
  platform: 'linux',
  release: '6.1.0',
  links: [link],
  routes: [],
  confinement: { container: undefined, ownNetwork: false, uid: 0, netAdmin: false, unprivilegedFrom: 1024 },
  firewall: { chains: [], tracks: false, by: 'nft' },
  neighbourLimit: 1024,
  holders: [],
};

function facts(told: Partial<DoctorFacts> & { readonly named?: readonly string[] }): DoctorFacts {
  const { named = [], ...rest } = told;
  const interfaces = told.interfaces ?? [eth0];
  const chosen = chooseInterfaces(interfaces, named, undefined);
  return { machine, allowed: undefined, hearings: [], ...rest, interfaces, chosen };
}
