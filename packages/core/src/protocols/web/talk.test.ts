import { describe, expect, it } from 'vitest';
import { perform } from '../../../../../tests/support/perform.ts';
import { encodeText } from '../../bytes/text.ts';
import type { HttpOutcome } from '../../contracts/network.ts';
import type { HostTarget, Lead } from '../../contracts/protocol.ts';
import { identify } from './talk.ts';

const host = (leads: readonly Lead[] = [], address = '192.0.2.9'): HostTarget => ({
  address,
  port: (standard) => standard,
  leads,
  waitMs: 250,
  tries: 3,
  community: 'public',
});
const from = { address: '192.0.2.9', port: 80, transport: 'tcp' } as const;
const page = (body: string, status = 200, headers: Record<string, string> = {}): HttpOutcome => ({
  is: 'answered',
  response: { from, status, headers, body: encodeText(body) },
});
const moved = (location: string) => page('', 302, { location, server: 'nginx' });
const EPSON = '<meta name="Author" content="SEIKO EPSON"><title>WF-1</title>';
function visit(target: HostTarget, respond: (url: string) => HttpOutcome) {
  const asked: string[] = [];
  const done = perform(identify(target), (effect) => {
    if (effect.do !== 'http') throw new Error(`unexpected ${effect.do}`);
    expect(effect.request).toMatchObject({ method: 'GET', headers: { Accept: 'text/html, */*' } });
    expect(effect.request.body).toBeUndefined();
    asked.push(effect.request.url);
    return respond(effect.request.url);
  });
  return { ...done, asked };
}

describe('visiting the pages of a host', () => {
  it('reads one page of a stranger, and no more', () => {
    const { asked, result, told } = visit(host(), () => page('<title>Router</title>'));
    expect(asked).toEqual(['http://192.0.2.9:80/']);
    expect(result).toEqual({ is: 'answered', port: 80 });
    expect(told).toMatchObject([{ protocol: 'web', from }]);
  });

  it('asks 443 where nobody listens on 80', () => {
    const { asked, result } = visit(host(), (url) => (url.startsWith('https') ? page('x') : { is: 'refused' }));
    expect(asked).toEqual(['http://192.0.2.9:80/', 'https://192.0.2.9:443/']);
    expect(result).toEqual({ is: 'answered', port: 443 });
    expect(visit(host(), () => ({ is: 'silent' })).result).toEqual({ is: 'silent' });
    expect(visit(host(), (url) => ({ is: url.startsWith('https') ? 'garbled' : 'refused' })).result.is).toBe('garbled');
    expect(visit(host(), () => ({ is: 'too-large' })).result).toEqual({ is: 'garbled', port: 80 });
  });

  it('reads the newer pages of an Epson', () => {
    const { asked, told } = visit(host(), () => page(EPSON));
    expect(asked).toEqual([
      'http://192.0.2.9:80/',
      'http://192.0.2.9:80/PRESENTATION/ADVANCED/INFO_PRTINFO/TOP',
      'http://192.0.2.9:80/PRESENTATION/ADVANCED/INFO_MENTINFO/TOP',
      'http://192.0.2.9:80/PRESENTATION/ADVANCED/INFO_NWINFO/TOP',
    ]);
    expect(told).toHaveLength(4);
  });

  it('reads the older page where there are no newer ones', () => {
    const { asked } = visit(host(), (url) => (url.includes('ADVANCED') ? page('', 404) : page(EPSON)));
    expect(asked.at(-1)).toBe('http://192.0.2.9:80/PRESENTATION/HTML/TOP/PRTINFO.HTML');
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['a script that jumps to its pages', page('<script>location="/PRESENTATION/HTML/TOP/INDEX.HTML"</script>')],
    ['a Server header', page('', 200, { server: 'EPSON_Linux UPnP/1.0 Epson UPnP SDK/1.0' })],
  ])('knows an Epson by %s', (_, front) => {
    const { asked } = visit(host(), (url) => (url.endsWith('/') ? front : page(EPSON)));
    expect(asked).toHaveLength(4);
  });

  it('follows a redirect to the same host, and asks the rest there', () => {
    const { asked } = visit(host(), (url) => (url.startsWith('https') ? page(EPSON) : moved('https://192.0.2.9/')));
    expect(asked.slice(0, 3)).toEqual([
      'http://192.0.2.9:80/',
      'https://192.0.2.9:443/',
      'https://192.0.2.9:443/PRESENTATION/ADVANCED/INFO_PRTINFO/TOP',
    ]);
  });

  it.each([
    ['another host', 'http://192.0.2.10/'],
    ['a name', 'https://printer.example/'],
    ['another port', 'http://192.0.2.9:9100/'],
    ['another scheme', 'ftp://192.0.2.9/'],
    ['a host without a scheme', '//192.0.2.10/'],
    ['nonsense', 'http://[::1'],
  ])('does not follow a redirect to %s, and tells what redirected', (_, location) => {
    const { asked, told } = visit(host(), () => moved(location));
    expect(asked).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  it('does not go round in circles', () => {
    const { asked, told } = visit(host(), () => moved('/again'));
    expect(asked).toHaveLength(3);
    expect(told).toHaveLength(1);
    expect(visit(host(), (url) => (url.endsWith('/') ? page(EPSON) : moved('/x'))).asked.length).toBeLessThanOrEqual(7);
  });

  it('goes where others say that pages are', () => {
    const lead: Lead = { service: 'https', port: 8443, transport: 'tcp', resource: 'admin' };
    const { asked, told } = visit(host([lead]), () => page('x'));
    expect(asked).toEqual(['https://192.0.2.9:8443/admin']);
    expect(told[0]?.claims[0]).toMatchObject({ is: 'service', service: 'https', port: 8443 });
    expect(visit(host([], 'fe80::1%eth0'), () => ({ is: 'silent' })).asked[0]).toBe('http://[fe80::1%eth0]:80/');
  });
});
