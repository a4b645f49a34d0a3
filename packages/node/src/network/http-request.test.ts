import { createHash, X509Certificate } from 'node:crypto';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { HttpOutcome } from '@quietport/core';
import { afterEach, describe, expect, it } from 'vitest';
import { openNetwork } from './open-network.ts';

const network = openNetwork({ allowedInterfaces: ['lo'] });
const { signal } = new AbortController();
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('https to a device', () => {
  it('takes any certificate and tells its fingerprint', async () => {
    const outcome = await ask(await serve({}), 'https');
    if (outcome.is !== 'answered') throw new Error(outcome.is);
    expect(outcome.response.fingerprint).toBe(
      createHash('sha256').update(new X509Certificate(CERTIFICATE).raw).digest('hex'),
    );
    expect(new TextDecoder().decode(outcome.response.body)).toBe('secure');
  });

  it.each(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const)(
    'speaks %s where a device knows no other',
    async (version) => {
      const port = await serve({ minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' });
      expect((await ask(port, 'https')).is).toBe('answered');
    },
  );

  it('asked for without TLS is garbled', async () => {
    expect((await ask(await serve({}), 'http')).is).toBe('garbled');
  });
});

describe('http to a device', () => {
  it('finds a switch to another protocol garbled', async () => {
    const plain = createPlainServer();
    plain.on('connection', (socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 101 Other\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'));
    });
    expect((await ask(await listening(plain), 'http')).is).toBe('garbled');
  });

  it('keeps nothing open behind an answer', async () => {
    const plain = createPlainServer((_request, response) => response.end('x'));
    const closed = new Promise<void>((resolve) => {
      plain.on('connection', (socket) => socket.once('close', () => resolve()));
    });
    expect((await ask(await listening(plain), 'http')).is).toBe('answered');
    await closed;
  });
});

function serve(options: ServerOptions): Promise<number> {
  return listening(
    createServer({ key: KEY, cert: CERTIFICATE, ...options }, (_request, response) => response.end('secure')),
  );
}

function listening(one: Server): Promise<number> {
  server = one;
  return new Promise((resolve) => {
    one.listen(0, '127.0.0.1', () => {
      const address = one.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function ask(port: number, scheme: string): Promise<HttpOutcome> {
  return network.http({ url: `${scheme}://127.0.0.1:${port}/`, method: 'GET', headers: {}, maxBytes: 1000 }, signal);
}

// Made for this test with "openssl req -x509 -newkey ec"; it opens nothing.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFUBlQvgm4b4mV+6L
+seP5KBBnh0PX4agv9naEhYmZgShRANCAATqpUUQwXFr/Omiv9Yj6FZHKoFQ71Ni
/7IiAG/uqDVc9KpWfT2MRK52DYRFrTPfoekNPZ4Z3bSWb5tpYS1JdO75
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBejCCASGgAwIBAgIUUmJQu3e7R1ZML6CYEArvu2BfJAEwCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHcHJpbnRlcjAgFw0yNjExMjIyMjA3MDZaGA8yMTI2MTAyOTIy
MDcwNlowEjEQMA4GA1UEAwwHcHJpbnRlcjBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABOqlRRDBcWv86aK/1iPoVkcqgVDvU2L/siIAb+6oNVz0qlZ9PYxErnYNhEWt
M9+h6Q09nhndtJZvm2lhLUl07vmjUzBRMB0GA1UdDgQWBBSkz3Q0s6C0bt6tOMMU
47dVBu24LTAfBgNVHSMEGDAWgBSkz3Q0s6C0bt6tOMMU47dVBu24LTAPBgNVHRMB
Af8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIDkuuSTJcyb3qwfF2/qwFxbVwxyN
Fl+77L6obx89vTb0AiAVIjwxn0hgktWr8jGslLgBIR69uQmdDF85yW/9W9VITQ==
-----END CERTIFICATE-----`;
