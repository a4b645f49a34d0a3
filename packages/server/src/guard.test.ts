import { describe, expect, it } from 'vitest';
import { cameBy, type Reach } from './came.ts';
import { demandOwn, type RequestHead } from './guard.ts';

const PORT = 29_259;
const host = `127.0.0.1:${PORT}`;

function refused(
  method: string,
  headers: RequestHead['headers'],
  port = PORT,
  reach: Reach = {},
  from = '127.0.0.1',
): string | undefined {
  try {
    demandOwn({ method, headers }, cameBy(from, headers, reach), port, reach);
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('the guard', () => {
  it.each([host, `localhost:${PORT}`, `LOCALHOST:${PORT}`, `[::1]:${PORT}`, `127.3.2.1:${PORT}`])(
    'knows itself as %s',
    (name) => expect(refused('GET', { host: name })).toBeUndefined(),
  );

  it.each([
    undefined,
    '',
    'localhost',
    '127.0.0.1:80',
    `evil.example:${PORT}`,
    `127.0.0.1.evil.example:${PORT}`,
    `localhost.evil.example:${PORT}`,
    `evil@127.0.0.1:${PORT}`,
    `192.0.2.9:${PORT}`,
    `0.0.0.0:${PORT}`,
    `127.0.0.1:${PORT}, evil.example`,
    ` ${host}`,
  ])('a name that is pointed here is refused: %s', (name) => {
    expect(refused('GET', name === undefined ? {} : { host: name })).toBe('request/foreign-host');
  });

  it('without a port means port 80, as in every URL', () => {
    expect(refused('GET', { host: 'localhost' }, 80)).toBeUndefined();
  });

  it.each([
    'http://evil.example',
    'null',
    `https://${host}`,
    `http://localhost:${PORT}`,
    `http://127.0.0.1:${PORT + 1}`,
  ])('a page of %s may not ask', (origin) => expect(refused('GET', { host, origin })).toBe('request/foreign-origin'));

  it('our own page may ask, and change with its header only', () => {
    const own = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    expect(refused('GET', own)).toBeUndefined();
    expect(refused('POST', own)).toBe('request/not-deliberate');
    expect(refused('DELETE', { host })).toBe('request/not-deliberate');
    expect(refused('POST', { ...own, 'quietport-request': '' })).toBe('request/not-deliberate');
    expect(refused('POST', { ...own, 'quietport-request': '1' })).toBeUndefined();
  });

  it('a browser that says the request comes from another site is believed; a link that a person follows is none', () => {
    expect(refused('GET', { host, 'sec-fetch-site': 'cross-site' })).toBe('request/foreign-origin');
    expect(refused('GET', { host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' })).toBe(
      'request/foreign-origin',
    );
    expect(refused('GET', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBeUndefined();
    expect(refused('POST', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(
      'request/foreign-origin',
    );
  });
});

describe('behind a proxy', () => {
  const reach: Reach = { proxy: { name: 'printers.example.org', address: '10.0.0.5' } };
  const by = (headers: RequestHead['headers'], from = '10.0.0.5') => refused('GET', headers, PORT, reach, from);
  const forwarded = { host, 'x-forwarded-host': 'printers.example.org', 'x-forwarded-proto': 'https' };

  it('its name is ours, by HTTPS and by itself alone', () => {
    expect(by(forwarded)).toBeUndefined();
    expect(by(forwarded, '::ffff:10.0.0.5')).toBeUndefined();
    expect(by({ ...forwarded, origin: 'https://printers.example.org' })).toBeUndefined();
    expect(by({ ...forwarded, origin: 'http://printers.example.org' })).toBe('request/foreign-origin');
    expect(by({ ...forwarded, 'x-forwarded-host': 'evil.example' })).toBe('request/foreign-host');
    expect(by({ ...forwarded, 'x-forwarded-proto': 'http' })).toBe('request/not-secure');
    expect(by({ host: 'printers.example.org' })).toBe('request/not-secure');
    // the proxy cannot ask in the name of this machine
    expect(by({ host, 'x-forwarded-proto': 'https' })).toBe('request/foreign-host');
  });

  it('who goes around it is refused, whatever he says; who is on this machine is believed nothing of it', () => {
    expect(by(forwarded, '10.0.0.6')).toBe('request/not-by-proxy');
    expect(by({ ...forwarded, 'x-forwarded-for': '10.0.0.5' }, '10.0.0.6')).toBe('request/not-by-proxy');
    expect(cameBy('127.0.0.1', { ...forwarded, 'x-forwarded-for': '10.9.9.9' }, reach)).toEqual({
      ...{ host, scheme: 'http', address: '127.0.0.1', local: true, byProxy: false },
    });
  });

  it('the address is the last one, which the proxy itself has added, and never one that a stranger made up', () => {
    const from = (text: string) => cameBy('10.0.0.5', { ...forwarded, 'x-forwarded-for': text }, reach).address;
    expect(from('192.0.2.1, 10.0.0.77')).toBe('10.0.0.77');
    expect(from('10.0.0.77, <script>')).toBe('10.0.0.5');
    expect(cameBy('10.0.0.5', { ...forwarded, 'x-forwarded-for': ' ' }, {}).address).toBe('10.0.0.5');
  });
});
