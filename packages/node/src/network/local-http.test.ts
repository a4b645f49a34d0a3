import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchangeLocalHttp } from './local-http.ts';

const { signal } = new AbortController();
const asked = { path: '/admin/', method: 'POST', headers: { 'X-A': 'b' }, maxBytes: 100 } as const;
let folder: string;
let server: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quietport-local-'));
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const path = join(folder, 'socket');
  server = createServer(listener);
  return new Promise((resolve) => server?.listen(path, () => resolve(path)));
}

describe('http over a socket of this machine', () => {
  it('asks a path and brings the answer back', async () => {
    const path = await serve((request, response) => {
      const { method, url, headers } = request;
      request.on('data', (body: Buffer) =>
        response.end(`${method} ${url} ${headers.host} ${headers['x-a']} ${body.toString()}`),
      );
    });
    const outcome = await exchangeLocalHttp(path, { ...asked, body: Uint8Array.of(0x68, 0x69) }, signal);
    if (outcome.is !== 'answered') throw new Error(outcome.is);
    expect(new TextDecoder().decode(outcome.response.body)).toBe('POST /admin/ localhost b hi');
    expect(outcome.response.from.address).toBe(path);
  });

  it('is unreachable without a socket, too large beyond the limit, and silent when its time is over', async () => {
    expect(await exchangeLocalHttp(join(folder, 'none'), asked, signal)).toEqual({ is: 'unreachable' });
    const path = await serve((request, response) => {
      if (request.url === '/admin/') response.end('x'.repeat(101));
    });
    expect(await exchangeLocalHttp(path, asked, signal)).toEqual({ is: 'too-large', sent: expect.any(Number) });
    const quit = new AbortController();
    const waiting = exchangeLocalHttp(path, { ...asked, path: '/never' }, quit.signal);
    quit.abort();
    expect(await waiting).toEqual({ is: 'silent' });
    expect(await exchangeLocalHttp(path, asked, quit.signal)).toEqual({ is: 'silent' });
  });
});
