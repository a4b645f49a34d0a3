import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Credential, Locksmith, PinVerdict } from '../../packages/core/src/index.ts';
import { LoginLine } from '../../packages/library/src/login-line.ts';
import { openNetwork, systemClock, systemCryptography, systemDice } from '../../packages/node/src/index.ts';
import { openServerSecrets, type ServerSecrets } from '../../packages/node/src/secrets/server-identity.ts';

const network = openNetwork({ allowedInterfaces: ['lo'] });
const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'quietport-login-'));
const closing: (() => void)[] = [];
let secrets: ServerSecrets;

beforeAll(async () => {
  secrets = await openServerSecrets(folder, 'printer', { clock: systemClock, dice: systemDice });
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const right = login('right', 'keeper', 'let "me" in');
const wrong = login('wrong', 'keeper', 'guess');
const BASIC = 'Basic realm="printer"';

describe('a login in the clear', () => {
  it.each(['MD5', 'SHA-256'] as const)('is done by Digest with %s, once, and kept', async (algorithm) => {
    const served = await serving(digest(algorithm));
    const { line, told } = lineTo([right]);
    expect(await ask(line, served)).toMatchObject({ response: { status: 200 } });
    expect(await ask(line, served)).toMatchObject({ response: { status: 200 } });
    expect(served.seen.map((each) => each?.split(' ')[0])).toEqual([undefined, 'Digest', 'Digest']);
    expect(served.seen[2]).toContain('nc=00000002');
    expect(told).toEqual(['right: true']);
    expect(served.seen.join()).not.toContain('let');
  });

  it('goes on to the next key, and says at the end which one was not taken', async () => {
    const served = await serving(digest('SHA-256'));
    const { line, told } = lineTo([login('projector', '', 'x'), wrong, right]);
    expect(await ask(line, served)).toMatchObject({ response: { status: 200 } });
    expect(told).toEqual(['wrong: false', 'right: true']);
    const none = lineTo([wrong]);
    expect(await ask(none.line, served)).toMatchObject({ response: { status: 401 } });
    expect(none.line.trouble).toBe('wrong: it does not take this user and password');
  });

  it('is done anew with a new nonce where the old one is too old', async () => {
    const served = await serving(digest('MD5', 1));
    const { line, told } = lineTo([right]);
    for (let turn = 0; turn < 3; turn++) expect(await ask(line, served)).toMatchObject({ response: { status: 200 } });
    expect(told).toEqual(['right: true']);
  });

  it('never sends a password, nor counts a try for it', async () => {
    const served = await serving((_, response) => refuse(response, BASIC));
    const { line, taken } = lineTo([right]);
    expect(await ask(line, served)).toMatchObject({ response: { status: 401 } });
    expect(served.seen).toEqual([undefined]);
    expect(taken()).toBe(0);
    expect(line.trouble).toContain('without TLS');
  });

  it('asks for no key where none is wanted, and says so where none is kept', async () => {
    const { line, taken } = lineTo([right]);
    await ask(line, await serving((_, response) => response.end('open')));
    expect(taken()).toBe(0);
    const none = lineTo([]);
    await ask(none.line, await serving(digest('MD5')));
    expect(none.line.trouble).toBe('it wants a login, and none is kept for it');
  });

  it('a document goes once: signed with the login that was taken before, and never again', async () => {
    const served = await serving(digest('MD5'));
    const { line } = lineTo([right]);
    expect(await ask(line, served, true)).toMatchObject({ response: { status: 401 } });
    expect(served.seen).toHaveLength(1);
    await ask(line, served);
    expect(await ask(line, served, true)).toMatchObject({ response: { status: 200 } });
  });
});

describe('a login inside TLS', () => {
  const basic = (request: IncomingMessage, response: ServerResponse) =>
    request.headers.authorization === `Basic ${Buffer.from('keeper:let "me" in').toString('base64')}`
      ? response.end('in')
      : refuse(response, BASIC);

  it('is done by Basic, to the certificate that asked for it', async () => {
    const served = await serving(basic, true);
    const { line, told } = lineTo([wrong, right]);
    expect(await ask(line, served)).toMatchObject({ response: { status: 200 } });
    expect(told).toEqual(['wrong: false', 'right: true']);
  });

  it('is not done where another certificate is pinned', async () => {
    const served = await serving(basic, true);
    const { line, taken } = lineTo([right], { is: 'changed', device: 'printer', pinned: ['00'] });
    expect(await ask(line, served)).toMatchObject({ response: { status: 401 } });
    expect([served.seen, taken(), line.trouble]).toEqual([
      [undefined],
      0,
      'it shows another certificate than the pinned one',
    ]);
  });

  it('a server that shows another certificate than the demanded one hears nothing', async () => {
    const served = await serving(basic, true);
    const asked = { url: served.url, method: 'POST', headers: {}, body: new Uint8Array(9), maxBytes: 99 } as const;
    expect(await network.http({ ...asked, certificate: '00' }, signal)).toEqual({ is: 'forbidden' });
    expect(served.seen).toEqual([]);
    const certificate = createHash('sha256').update(served.certificate).digest('hex');
    expect(await network.http({ ...asked, certificate }, signal)).toMatchObject({ is: 'answered' });
    const plain = await serving(basic);
    expect(await network.http({ ...asked, url: plain.url, certificate }, signal)).toEqual({ is: 'forbidden' });
    expect(plain.seen).toEqual([]);
  });
});

function login(name: string, user: string, password: string): Credential {
  return { name, secret: { for: 'login', user, password } };
}

/** A line with a key ring; `told` is what came of the keys. */
function lineTo(keys: readonly Credential[], pin: PinVerdict = { is: 'none' }) {
  const told: string[] = [];
  let taken = 0;
  const locksmith: Locksmith = {
    next: async (_kind, _address, tried) => {
      const key = keys.find(({ name }) => !tried.includes(name));
      if (key !== undefined) taken++;
      return key;
    },
    told: async (_address, name, worked) => void told.push(`${name}: ${worked}`),
  };
  const world = { locksmith, pins: { check: async () => pin }, dice: systemDice, cryptography: systemCryptography };
  const line = { http: network.http.bind(network), dial: async () => 'unreachable' as const };
  return { line: new LoginLine(line, world), told, taken: () => taken };
}

function ask(line: LoginLine, { url }: { readonly url: string }, streamed = false) {
  const stream = (async function* () {
    yield new Uint8Array(5);
  })();
  const body = new Uint8Array(9);
  return line.http({ url, method: 'POST', headers: {}, body, maxBytes: 999, ...(streamed ? { stream } : {}) }, signal);
}

async function serving(answer: (request: IncomingMessage, response: ServerResponse) => unknown, secure = false) {
  const seen: (string | undefined)[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    seen.push(request.headers.authorization);
    request.resume().once('end', () => answer(request, response));
  };
  const { key, certificate } = secrets.identity;
  const server = secure
    ? createSecureServer({ key, cert: new X509Certificate(certificate).toString() }, listener)
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http${secure ? 's' : ''}://127.0.0.1:${port}/ipp/print?x=1`, seen, certificate };
}

function refuse(response: ServerResponse, challenge: string): void {
  response.writeHead(401, { 'www-authenticate': challenge }).end();
}

/** A server that checks a Digest by its own arithmetic; each nonce lasts for so many requests. */
function digest(algorithm: 'MD5' | 'SHA-256', lasts = 1000) {
  let nonce = 0;
  let used = 0;
  const hash = (...parts: readonly (string | undefined)[]) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(parts.join(':'))
      .digest('hex');
  return ({ headers: { authorization = '' }, method, url }: IncomingMessage, response: ServerResponse): void => {
    const value = (name: string) => new RegExp(`\\b${name}="?([^",]*)"?`).exec(authorization)?.[1];
    const secret = hash('keeper', 'the "printer"', 'let "me" in');
    const proof = [value('nonce'), value('nc'), value('cnonce'), value('qop')];
    const isRight = value('response') === hash(secret, ...proof, hash(method, url)) && value('uri') === url;
    if (isRight && value('nonce') === `n${nonce}` && used++ < lasts) {
      response.end('in');
      return;
    }
    const stale = isRight ? ', stale=true' : '';
    used = 0;
    const values = `realm="the \\"printer\\"", nonce="n${++nonce}", algorithm=${algorithm}, qop="auth"${stale}`;
    refuse(response, `${BASIC}, Digest ${values}`);
  };
}
