import { catalogue, type LocalSocket, type NetworkInterface } from '@quietport/core';
import type { MachineFacts } from '@quietport/node';
import { describe, expect, it } from 'vitest';
import type { House } from '../house.ts';
import { chooseInterfaces } from '../interfaces.ts';
import type { Check, DoctorFacts } from './check.ts';
import { checksOf, isBlind } from './checks.ts';
import { doctor } from './doctor.ts';
import { redact } from './redact.ts';

describe('a doctor that is asked to be quiet', () => {
  it('tells what is seen without opening a socket, and without a word on what it did not try', async () => {
    const opened = async () => {
      throw new Error('a socket was asked for');
    };
    // no machine has it: what it tells of its own links decides nothing
    const row = { ...eth0, name: 'pretend0' };
    const network = { interfaces: async () => [row], udp: opened, connect: opened, listen: opened };
    const house = { network, allowedInterfaces: undefined, catalogue } as unknown as House;
    const { checks, sights, blind } = await doctor({ quiet: true }, house, AbortSignal.timeout(10_000));
    expect(blind).toBe(false);
    expect(checks.map(({ check }) => check)).not.toContain('multicast');
    expect(sights.filter(({ place }) => place === 'segment').map((sight) => sight.interface)).toContain('pretend0');
  });
});

describe('the checks of a vantage point', () => {
  it('find nothing to do on a wired machine without a filter', () => {
    expect(states(checksOf(facts({})))).toEqual([
      'interfaces ok',
      'multicast ok',
      'routes ok',
      'container ok',
      'permissions ok',
      'firewall ok',
      'ports ok',
    ]);
    expect(isBlind(facts({}))).toBe(false);
  });

  it('call a machine without an interface blind, and name what was left alone', () => {
    const told = facts({ interfaces: [{ ...eth0, name: 'wg0', pointToPoint: true }], hearings: [] });
    expect(isBlind(told)).toBe(true);
    expect(checksOf(told)[0]).toEqual({
      check: 'interfaces',
      state: 'problem',
      text: 'No interface is up that may be looked at.',
      action: 'Name a VPN interface with -i to look at it.',
    });
  });

  it('call a machine blind whose groups hear nothing on any interface, and a machine that hears one way not', () => {
    const deaf = { interface: 'eth0', family: 4, heard: false } as const;
    expect(isBlind(facts({ hearings: [deaf] }))).toBe(true);
    expect(isBlind(facts({ hearings: [deaf, { interface: 'eth0', family: 6, heard: true }] }))).toBe(false);
    expect(textOf(facts({ hearings: [deaf] }), 'multicast')).toBe(
      'A group joined on eth0 over IPv4 hears nothing. Nothing came back.',
    );
  });

  it('say that multicast is switched off where it is, and how to switch it on', () => {
    const links = [{ ...link, multicast: false }];
    const told = facts({ machine: { ...machine, links }, hearings: [{ interface: 'eth0', family: 4, heard: false }] });
    expect(checksOf(told)).toContainEqual({
      check: 'multicast',
      state: 'problem',
      text: 'A group joined on eth0 over IPv4 hears nothing. The interface has multicast switched off.',
      action: 'Switch it on: ip link set eth0 multicast on.',
    });
  });

  it('say when the cable is out, and that this alone makes blind', () => {
    const told = facts({ machine: { ...machine, links: [{ ...link, carrier: false }] } });
    expect(textOf(told, 'link')).toBe('eth0 is up, but nothing is connected to it.');
    expect(isBlind(told)).toBe(true);
  });

  it('name the networks behind a router, and that broadcasts do not go there', () => {
    const routes = [
      { prefix: '10.9.0.0/24', interface: 'eth0' },
      { prefix: '10.77.0.0/24', interface: 'eth0', gateway: '10.9.0.1' },
    ];
    const told = facts({ machine: { ...machine, routes } });
    expect(checksOf(told)).toContainEqual({
      check: 'routes',
      state: 'ok',
      text: 'Networks behind a router: 10.77.0.0/24 by 10.9.0.1 (eth0). Broadcasts and groups do not cross a router.',
      action: 'To look there, name the prefix: quietport find 10.0.4.0/24.',
    });
  });

  it('warn of a filter that drops strangers, unless it accepts the answers that come from our ports', () => {
    const chain = { name: 'inet f in', dropsRest: true, acceptsUdpFrom: [161] };
    const half = { chains: [chain], tracks: true, by: 'nft' };
    const whole = { ...half, chains: [{ ...chain, acceptsUdpFrom: [161, 3289] }] };
    expect(textOf(facts({ machine: { ...machine, firewall: half } }), 'firewall')).toBe(
      'The firewall (inet f in) drops what no rule accepts: a reply to our broadcast comes from an address that was never asked, and may be dropped.',
    );
    expect(states(checksOf(facts({ machine: { ...machine, firewall: whole } })))).toContain('firewall ok');
  });

  it('say what a rerun with privilege adds where the rules cannot be read', () => {
    const firewall = { chains: undefined, tracks: true, by: undefined };
    const check = checksOf(facts({ machine: { ...machine, firewall } })).find((row) => row.check === 'firewall');
    expect(check?.state).toBe('unknown');
    expect(check?.action).toBe(
      'Run quietport doctor once with privilege (sudo): it then reads the rules of nftables or iptables.',
    );
  });

  it('warn in a container, over a VPN, on a wireless link and on a segment beyond the neighbour table', () => {
    const told = facts({
      interfaces: [{ ...eth0, addresses: [{ address: '10.9.0.2', family: 4, prefixLength: 16 }] }, tunnel],
      machine: {
        ...machine,
        links: [
          { ...link, kind: 'wireless' },
          { ...link, name: 'wg0', kind: 'tunnel', pointToPoint: true },
        ],
        routes: [{ prefix: '0.0.0.0/0', interface: 'wg0' }],
        confinement: { ...machine.confinement, container: 'docker' },
      },
    });
    const warnings = checksOf(told).filter(({ state }) => state === 'warning');
    expect(warnings.map(({ check }) => check)).toEqual(['link', 'vpn', 'container', 'neighbours']);
    expect(textOf(told, 'vpn')).toBe(
      'VPN or point-to-point: wg0, which takes everything else. It is left alone unless it is named.',
    );
  });

  it('name who holds our ports, and what that hinders', () => {
    const shared = { ...socket, port: 5353, process: 'avahi-daemon', pid: 80 };
    const hidden = { ...socket, port: 3289, user: 'ada', uid: 1000 };
    const named = facts({ machine: { ...machine, holders: [shared] } });
    expect(textOf(named, 'ports')).toBe('Held, and no hindrance: 5353/udp by avahi-daemon (pid 80).');
    expect(textOf(facts({ machine: { ...machine, holders: [hidden, shared] } }), 'ports')).toBe(
      'Held: 3289/udp by a process of ada; 5353/udp by avahi-daemon (pid 80). ' +
        'So ENPC questions of others may not be heard here; looking is not affected.',
    );
  });

  it('know this program where it serves NCDP/2, and another one that is in its way', () => {
    const ours = { ...socket, port: 3259, process: 'node', pid: 81, script: '/usr/bin/quietport' };
    expect(textOf(facts({ machine: { ...machine, holders: [ours] } }), 'ports')).toBe(
      'Held, and no hindrance: 3259/udp by node (pid 81), which is quietport.',
    );
    const other = { ...socket, port: 3259, process: 'epsonnet', pid: 82 };
    expect(textOf(facts({ machine: { ...machine, holders: [ours, other] } }), 'ports')).toBe(
      'Held: 3259/udp by node (pid 81) and epsonnet (pid 82). So NCDP/2 cannot be served here; looking is not affected.',
    );
  });

  it('say elsewhere than on Linux what they do not know', () => {
    const away = { ...machine, platform: 'darwin', links: [], confinement: nothingKnown, holders: undefined };
    expect(states(checksOf(facts({ machine: away })))).toEqual([
      'platform unknown',
      'interfaces ok',
      'multicast ok',
      'routes ok',
    ]);
  });
});

describe('a bundle for a bug report', () => {
  it.each([
    ['Ada-Laptop.local on eth0', 'NAME.local on eth0'],
    ['64:eb:8c:10:20:01', '64:eb:8c:…'],
    ['fe80::66eb:8cff:fe10:2001%eth0/64', 'fe80::…/64'],
    ['fd00:1:2:3:66eb:8cff:fe10:2001', 'fd00:1:2:3::…'],
    ['by 10.9.0.1 (eth0) and 203.0.113.9', 'by 10.9.0.1 (eth0) and PUBLIC'],
    ['2026-11-22T22:37:10.591Z on lo ::1/128, 224.0.0.251', '2026-11-22T22:37:10.591Z on lo ::1/128, 224.0.0.251'],
    ['root at 2001:db8::1', 'root at PUBLIC'],
  ])('cuts %s to %s', (text, cut) => {
    expect(redact({ inside: [text] }, ['ada-laptop', 'root'])).toEqual({ inside: [cut] });
  });
});

const eth0: NetworkInterface = {
  name: 'eth0',
  mac: '64:eb:8c:10:20:01',
  loopback: false,
  pointToPoint: false,
  addresses: [{ address: '10.9.0.2', family: 4, prefixLength: 24 }],
};
const tunnel: NetworkInterface = { ...eth0, name: 'wg0', pointToPoint: true };
const link: MachineFacts['links'][number] = {
  name: 'eth0',
  up: true,
  carrier: true,
  loopback: false,
  multicast: true,
  pointToPoint: false,
  kind: 'wired',
};
const socket: LocalSocket = {
  transport: 'udp',
  family: 'ipv4',
  address: '0.0.0.0',
  port: 0,
  exposure: 'all',
  state: 'bound',
  dualStack: null,
  pid: null,
  pids: [],
  process: null,
  executable: null,
  replaced: false,
  script: null,
  user: null,
  uid: null,
  package: null,
  unit: null,
  container: null,
  ownerVisible: false,
  ownerGap: null,
  namespace: null,
  forwardsTo: null,
  signer: null,
};
const nothingKnown = {
  container: undefined,
  ownNetwork: undefined,
  uid: undefined,
  netAdmin: undefined,
  unprivilegedFrom: undefined,
};
const machine: MachineFacts = {
  platform: 'linux',
  release: '6.1.0',
  links: [link],
  routes: [],
  confinement: { container: undefined, ownNetwork: false, uid: 1000, netAdmin: false, unprivilegedFrom: 1024 },
  firewall: { chains: [], tracks: false, by: 'nft' },
  neighbourLimit: 1024,
  holders: [],
};

function facts(told: Partial<Omit<DoctorFacts, 'chosen'>>): DoctorFacts {
  const interfaces = told.interfaces ?? [eth0];
  const hearings = told.hearings ?? [{ interface: 'eth0', family: 4 as const, heard: true }];
  return {
    machine,
    interfaces,
    allowed: undefined,
    ...told,
    hearings,
    chosen: chooseInterfaces(interfaces, [], told.allowed),
  };
}

function states(checks: readonly Check[]): readonly string[] {
  return checks.map(({ check, state }) => `${check} ${state}`);
}

function textOf(told: DoctorFacts, name: string): string | undefined {
  return checksOf(told).find(({ check }) => check === name)?.text;
}
