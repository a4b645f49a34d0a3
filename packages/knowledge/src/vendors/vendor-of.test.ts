import { describe, expect, it } from 'vitest';
import { vendorData } from './vendor-data.ts';
import { vendorOf } from './vendor-of.ts';

describe('MAC prefixes', () => {
  it.each([
    ['64:eb:8c:10:20:01', 'Seiko Epson'],
    ['00:00:48:00:00:01', 'Seiko Epson'],
    ['3C:52:82:10:20:0A', 'HP'],
    ['30:05:5c:00:00:01', 'Brother Industries'],
    ['00:40:8c:00:00:01', 'Axis Communications'],
  ])('%s is of %s', (mac, maker) => {
    expect(vendorOf(mac)).toEqual({ maker, locallyAdministered: false });
  });

  it.each([
    '00:00:48',
    '00:26:AB',
    '38:1A:52',
    '38:9D:92',
    '44:D2:44',
    '50:57:9C',
    '58:05:D9',
    '64:C6:D2',
    '64:EB:8C',
    '68:55:D4',
    '9C:AE:D3',
    'A4:D7:3C',
    'A4:EE:57',
    'AC:18:26',
    'B0:E8:92',
    'D4:80:8B',
    'DC:83:BF',
    'DC:CD:2F',
    'E0:BB:9E',
    'F8:25:51',
    'F8:D0:27',
  ])("%s is Epson's by another list, too", (prefix) => {
    expect(vendorOf(`${prefix}:00:00:01`).maker).toBe('Seiko Epson');
  });

  it('the longest prefix counts, and a number next to it is not its maker’s', () => {
    const rows = vendorData.flatMap(([maker, list]) => list.split(' ').map((prefix) => [maker, prefix] as const));
    const long = rows.filter(([, prefix]) => prefix.length > 6);
    expect(long.length).toBeGreaterThan(0);
    for (const [maker, prefix] of long) {
      const mac = `${prefix}000000`.slice(0, 12).replace(/..(?=.)/g, '$&:');
      expect(vendorOf(mac).maker).toBe(maker);
    }
  });

  it('a MAC that no maker gave says so, and an unknown prefix is unknown', () => {
    expect(vendorOf('02:51:54:10:20:0d')).toEqual({ locallyAdministered: true });
    expect(vendorOf('46:d2:44:fb:4c:f7')).toEqual({ locallyAdministered: true });
    expect(vendorOf('00:00:5e:00:53:30')).toEqual({ locallyAdministered: false });
    expect(vendorOf('no mac')).toEqual({ locallyAdministered: false });
  });

  it('every prefix stands once, in small hex of 24, 28 or 36 bits', () => {
    const prefixes = vendorData.flatMap(([, list]) => list.split(' '));
    expect(new Set(prefixes).size).toBe(prefixes.length);
    expect(prefixes.every((prefix) => /^(?:[0-9a-f]{6}|[0-9a-f]{7}|[0-9a-f]{9})$/.test(prefix))).toBe(true);
    expect(prefixes.length).toBeGreaterThan(2_000);
  });
});
