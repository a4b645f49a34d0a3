import { describe, expect, it } from 'vitest';
import { readToldUrl, readToldUrls } from './told-url.ts';

describe('a URL that a host tells of itself', () => {
  it('is here where it names the sender, with or without a zone', () => {
    expect(readToldUrl('http://192.0.2.9:5357/a?b', '192.0.2.9')).toEqual({
      is: 'here',
      secure: false,
      port: 5357,
      resource: 'a?b',
    });
    expect(readToldUrl('https://[FE80::1]/x', 'fe80::1%eth0')).toMatchObject({ is: 'here', secure: true, port: 443 });
  });

  it('is here, with the name as a label, where it names a host by name', () => {
    expect(readToldUrl('http://EPSON102001.local/d', '192.0.2.9')).toMatchObject({
      is: 'here',
      port: 80,
      resource: 'd',
      host: 'EPSON102001.local',
    });
  });

  it('is elsewhere where it names another address', () => {
    expect(readToldUrl('http://192.0.2.10/', '192.0.2.9')).toEqual({ is: 'elsewhere', address: '192.0.2.10' });
    expect(readToldUrl('http://[2001:db8::1]/', '192.0.2.9')).toEqual({ is: 'elsewhere', address: '2001:db8::1' });
  });

  it.each(['ftp://192.0.2.9/', 'http://192.0.2.9:0/', 'http://a b/', 'urn:uuid:1', ''])('%j is none', (text) => {
    expect(readToldUrl(text, '192.0.2.9')).toBeUndefined();
  });

  it('a list of them is bounded', () => {
    expect(readToldUrls(' http://192.0.2.9/1\n x http://192.0.2.9/2 ', '192.0.2.9')).toHaveLength(2);
    expect(readToldUrls('http://192.0.2.9/ '.repeat(1000), '192.0.2.9')).toHaveLength(16);
  });
});
