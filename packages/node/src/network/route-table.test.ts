import { formatPrefix, parseIp } from '@quietport/core';
import { describe, expect, it } from 'vitest';
import { parseRoutes4, parseRoutes6, routesTo } from './route-table.ts';

const v4 = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	010200C0	0003	0	0	100	00000000	0	0	0
wlan0	00000000	0101A8C0	0003	0	0	600	00000000	0	0	0
eth0	000200C0	00000000	0001	0	0	100	80FFFFFF	0	0	0
tun0	0000000A	00000000	0001	0	0	50	000000FF	0	0	0
*	0001000A	00000000	0201	0	0	0	00FFFFFF	0	0	0
down0	000210AC	00000000	0000	0	0	0	00FFFFFF	0	0	0
`;
const v6 = `fd000000000000000000000000000000 40 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00000100 00000001 00000000 00000001     eth0
fd000000000000000000000000000002 80 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00000000 00000003 00000000 80200001     eth0
${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fd000000000000000000000000000001 00000400 00000002 00000000 00000003     eth0
${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} ffffffff 00000001 00000000 00200200       lo
`;

describe('the route table of Linux', () => {
  it('gives prefixes of any length, without routes that are down', () => {
    const rows = parseRoutes4(v4).map((row) => `${formatPrefix(row.prefix)} ${row.interface} ${row.metric}`);
    expect(rows).toEqual([
      '0.0.0.0/0 eth0 100',
      '0.0.0.0/0 wlan0 600',
      '192.0.2.0/25 eth0 100',
      '10.0.0.0/8 tun0 50',
      '10.0.1.0/24 * 0',
    ]);
  });

  it('names the router of a route that has one', () => {
    expect([...parseRoutes4(v4), ...parseRoutes6(v6)].map(({ gateway }) => gateway)).toEqual([
      ...['192.0.2.1', '192.168.1.1', undefined, undefined, undefined],
      ...[undefined, 'fd00::1'],
    ]);
  });

  it('leaves out the rows of our own IPv6 addresses and those that are not up', () => {
    const rows = parseRoutes6(v6).map((row) => `${formatPrefix(row.prefix)} ${row.interface}`);
    expect(rows).toEqual(['fd00::/64 eth0', '::/0 eth0']);
  });

  it.each([
    ['the longest prefix wins', '10.9.9.9', ['tun0']],
    ['a reject route leads nowhere', '10.0.1.9', ['*']],
    ['of equal prefixes the smaller metric wins', '192.0.2.200', ['eth0']],
    ['IPv6 has routes of its own', 'fd00::9', ['eth0']],
  ])('%s', (_sentence, address, ways) => {
    const ip = parseIp(address);
    if (ip === undefined) throw new Error(address);
    expect(routesTo([...parseRoutes4(v4), ...parseRoutes6(v6)], ip)).toEqual(ways);
  });

  it('two routes that are equally good are both ways', () => {
    const [first] = parseRoutes4(v4);
    const ip = parseIp('8.8.8.8');
    if (first === undefined || ip === undefined) throw new Error('no route');
    expect(routesTo([first, { ...first, interface: 'eth1' }], ip)).toEqual(['eth0', 'eth1']);
  });
});
