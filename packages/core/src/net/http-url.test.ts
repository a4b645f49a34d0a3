import { describe, expect, it } from 'vitest';
import { hostHeader, parseHttpUrl } from './http-url.ts';

describe('an HTTP URL', () => {
  it.each([
    ['http://192.0.2.9', { secure: false, host: '192.0.2.9', port: 80, path: '/' }, '192.0.2.9'],
    [
      'HTTPS://192.0.2.9:631/ipp/print',
      { secure: true, host: '192.0.2.9', port: 631, path: '/ipp/print' },
      '192.0.2.9:631',
    ],
    [
      'https://printer.local/?a=b#c',
      { secure: true, host: 'printer.local', port: 443, path: '/?a=b' },
      'printer.local',
    ],
    ['http://printer?a', { secure: false, host: 'printer', port: 80, path: '/?a' }, 'printer'],
    ['http://[FE80::1%25eth0]:80/x', { secure: false, host: 'fe80::1%eth0', port: 80, path: '/x' }, '[fe80::1]'],
    ['http://[fe80::1%eth0]:8080/', { secure: false, host: 'fe80::1%eth0', port: 8080, path: '/' }, '[fe80::1]:8080'],
    ['http://a/\u00e9 b\r\nX: y', { secure: false, host: 'a', port: 80, path: '/%C3%A9%20b%0D%0AX:%20y' }, 'a'],
  ])('%s is taken apart', (text, url, host) => {
    expect(parseHttpUrl(text)).toEqual(url);
    expect(hostHeader(parseHttpUrl(text)!)).toBe(host);
  });

  it.each([
    '',
    'ftp://a/',
    'http://',
    'http://a:0/',
    'http://a:65536/',
    'http://user@a/',
    'http://[1.2.3.4]/',
    'http://[::1/',
    'http://a\u0000b/',
    'http://dr\u00fccker/',
    'a',
  ])('"%s" is none', (text) => {
    expect(parseHttpUrl(text)).toBeUndefined();
  });
});
