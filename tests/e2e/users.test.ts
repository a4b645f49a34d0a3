import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltProgram } from '../support/built-program.ts';

const program = new BuiltProgram();
let child: ChildProcess;
let url = '';

beforeAll(async () => {
  const [node, ...line] = program.line('serve', '--listen', '29350');
  child = spawn(node!, line, { env: program.env, stdio: ['ignore', 'pipe', 'pipe'] });
  url = await new Promise((resolve, reject) => {
    let said = '';
    const take = (text: string) => {
      said += text;
      const [, found] = /Quietport is at (\S+)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout!.setEncoding('utf8').on('data', take);
    child.stderr!.setEncoding('utf8').on('data', take);
    child.on('close', () => reject(new Error(`serve ended: ${said}`)));
  });
});
afterAll(async () => {
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.kill('SIGKILL');
  await ended;
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
});
