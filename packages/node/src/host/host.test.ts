import { describe, expect, it } from 'vitest';
import { containerOf, mayAdministerNetwork } from './confinement.ts';
import { parseIptables, parseNft } from './firewall.ts';

describe('what Linux tells of its packet filter', () => {
  // the shape of `nft --json list ruleset` of nftables 1.0.6, as its manual page libnftables-json(5) describes it
  const chain = { family: 'inet', table: 'f', name: 'in', type: 'filter', hook: 'input', prio: 0, policy: 'drop' };
  const rule = (...expr: object[]) => ({ rule: { family: 'inet', table: 'f', chain: 'in', expr } });
  const sport = (right: unknown) => ({
    match: { op: '==', left: { payload: { protocol: 'udp', field: 'sport' } }, right },
  });
  const ruleset = (...rows: object[]) => JSON.stringify({ nftables: [{ metainfo: { version: '1.0.6' } }, ...rows] });

  it('a chain that drops by policy, with the ports whose answers it accepts', () => {
    const rules = [rule(sport({ set: [161, 3289] }), { accept: null }), rule(sport(5353), { drop: null })];
    expect(parseNft(ruleset({ chain }, ...rules))).toEqual([
      { name: 'inet f in', dropsRest: true, acceptsUdpFrom: [161, 3289] },
    ]);
  });

  it('a chain that drops by its last rule, and one that drops nothing but what a rule names', () => {
    const open = { ...chain, policy: 'accept' };
    expect(parseNft(ruleset({ chain: open }, rule({ drop: null })))?.[0]?.dropsRest).toBe(true);
    expect(parseNft(ruleset({ chain: open }, rule(sport(53), { drop: null })))?.[0]?.dropsRest).toBe(false);
  });

  it('no chain for what comes in, and text that is no ruleset', () => {
    expect(parseNft(ruleset({ chain: { ...chain, hook: 'forward' } }))).toEqual([]);
    expect(parseNft('Error: permission denied')).toBeUndefined();
  });

  it('the older way', () => {
    const saved = '*filter\n:INPUT DROP [0:0]\n-A INPUT -p udp -m udp --sport 161 -j ACCEPT\nCOMMIT\n';
    expect(parseIptables(saved)).toEqual([{ name: 'iptables INPUT', dropsRest: true, acceptsUdpFrom: [161] }]);
    expect(parseIptables(':INPUT ACCEPT [0:0]\n-A INPUT -j REJECT\n')[0]?.dropsRest).toBe(true);
    expect(parseIptables('')).toEqual([]);
  });
});

describe('what Linux tells of a process', () => {
  it.each([
    ['0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-0123456789ab.scope', 'kubernetes'],
    ['0::/system.slice/docker-0123456789abcdef.scope', 'docker'],
    ['12:cpu:/docker/0123456789abcdef', 'docker'],
    ['0::/machine.slice/libpod-0123456789abcdef.scope', 'podman'],
    ['0::/lxc.payload.web/init.scope', 'lxc'],
    ['0::/init.scope', undefined],
  ])('%s is %s', (cgroup, container) => {
    expect(containerOf(cgroup)).toBe(container);
  });

  it('whether it may administer the network', () => {
    expect(mayAdministerNetwork('Name:\tnode\nCapEff:\t0000000000001000\n')).toBe(true);
    expect(mayAdministerNetwork('Name:\tnode\nCapEff:\t0000000000000fff\n')).toBe(false);
    expect(mayAdministerNetwork('')).toBeUndefined();
  });
});
