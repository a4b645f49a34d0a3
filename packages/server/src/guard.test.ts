import { describe, expect, it } from 'vitest';
import { demandOwn, type RequestHead } from './guard.ts';

const PORT = 29_259;
const host = `127.0.0.1:${PORT}`;

function refused(method: string, headers: RequestHead['headers'], port = PORT): string | undefined {
  try {
    demandOwn({ method, headers }, port);
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
