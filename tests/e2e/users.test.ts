import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltProgram } from '../support/built-program.ts';

const program = new BuiltProgram();
let child: ChildProcess | undefined;
let url = '';

async function serve(...args: readonly string[]): Promise<void> {
  const [node, ...line] = program.line('serve', ...args);
  const started = spawn(node!, line, { env: program.env, stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  url = await new Promise((resolve, reject) => {
    let said = '';
    const take = (text: string) => {
      said += text;
      const [, found] = /Quietport is at (\S+)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    };
    started.stdout.setEncoding('utf8').on('data', take);
    started.stderr.setEncoding('utf8').on('data', take);
    started.on('close', () => reject(new Error(`serve ended: ${said}`)));
  });
}

async function stop(): Promise<void> {
  if (child === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child?.on('close', resolve));
  child.kill('SIGINT');
  await ended;
}

beforeAll(() => serve('--listen', '29350'));
afterAll(async () => {
  await stop();
  program.remove();
});

const first = 'correct horse battery';
const second = 'another horse, no battery';

function ask(method: string, path: string, body?: object, cookie = '') {
  const headers = { 'quietport-request': '1', 'content-type': 'application/json', cookie };
  return fetch(new URL(path, url), { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

describe('users', () => {
  it('who forgot the password gets another one on the machine itself, while serve runs, and it is written down', async () => {
    expect((await program.run('users')).stderr).toContain('There are no users');
    const made = await ask('POST', '/api/v1/setup', { user: 'ada', password: first });
    const [cookie = ''] = (made.headers.get('set-cookie') ?? '').split(';');
    expect((await ask('GET', '/api/v1/users', undefined, cookie)).status).toBe(200);
    expect((await program.run('users', '-o', 'name')).stdout).toBe('ada\n');

    expect(await program.runWith('too short\n', 'users', 'reset', 'ada')).toMatchObject({ code: 2, stdout: '' });
    expect(await program.runWith(`${second}\n`, 'users', 'reset', 'eve')).toMatchObject({ code: 2, stdout: '' });
    expect((await ask('GET', '/api/v1/users', undefined, cookie)).status).toBe(200);

    const reset = await program.runWith(`${second}\n`, 'users', 'reset', 'ada');
    expect(reset).toMatchObject({ code: 0, stdout: 'ada has another password, and is signed out everywhere.\n' });
    expect((await ask('GET', '/api/v1/users', undefined, cookie)).status).toBe(401);
    expect((await ask('POST', '/api/v1/session', { user: 'ada', password: first })).status).toBe(401);
    const again = await ask('POST', '/api/v1/session', { user: 'ada', password: second });
    expect(again.status).toBe(200);
    const [now = ''] = (again.headers.get('set-cookie') ?? '').split(';');
    const log = await (await ask('GET', '/api/v1/audit', undefined, now)).text();
    expect(JSON.parse(log).rows).toContainEqual(
      expect.objectContaining({ operation: 'setPassword', about: { user: 'ada' }, outcome: 'done', address: '' }),
    );
    expect(log).not.toContain('horse');
  });

  it('beyond this machine it is served with a certificate alone, whose names are the only ones', async () => {
    await stop();
    const beyond = ['serve', '--listen', '0.0.0.0:29350'];
    const plain = await program.run(...beyond);
    expect([plain.code, plain.stderr]).toEqual([2, expect.stringContaining('--tls-cert')]);
    const [certificate, key] = ['cert.pem', 'key.pem'].map((name) => join(program.home, name)) as [string, string];
    const names = ['-subj', '/CN=printers.test', '-addext', 'subjectAltName=DNS:printers.test'];
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    const swapped = await program.run('serve', '--tls-cert', certificate, '--tls-key', certificate);
    expect([swapped.code, swapped.stderr]).toEqual([2, expect.stringContaining('cannot be served')]);
    const tls = ['--tls-cert', certificate, '--tls-key', key];
    const nobody = ['--data', join(program.home, 'nobody'), ...tls];
    expect((await program.run(...beyond, ...nobody)).stderr).toContain('There is no user yet');

    await serve('--listen', '29350', ...tls);
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:/);
    const { port } = new URL(url);
    const ca = readFileSync(certificate);
    const over = (host: string, path: string, body?: object) =>
      new Promise<{ status: number | undefined; headers: Readonly<Record<string, unknown>> }>((resolve, reject) => {
        const headers = { host, 'quietport-request': '1', 'content-type': 'application/json' };
        const method = body === undefined ? 'GET' : 'POST';
        // the certificate is checked against its own name, whatever is asked for
        request({ ca, servername: 'printers.test', host: '127.0.0.1', port, path, method, headers }, (answer) => {
          answer.resume();
          resolve({ status: answer.statusCode, headers: answer.headers });
        })
          .on('error', reject)
          .end(body === undefined ? undefined : JSON.stringify(body));
      });
    const signed = await over(`printers.test:${port}`, '/api/v1/session', { user: 'ada', password: second });
    expect([signed.status, signed.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    expect(String(signed.headers['set-cookie'])).toMatch(
      /^__Host-quietport=[\w-]{43}; Path=\/; .*HttpOnly; .*; Secure$/,
    );
    expect((await over(`printers.test:${port}`, '/api/v1/devices')).status).toBe(401);
    expect((await over(`evil.example:${port}`, '/healthz')).status).toBe(421);
    const here = await over(`localhost:${port}`, '/healthz');
    expect([here.status, here.headers['strict-transport-security']]).toEqual([200, undefined]);
  });
});
