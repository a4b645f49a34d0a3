import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type Carry, callApi, EVENTS_PATH, events } from '@quietport/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BuiltProgram } from '../support/built-program.ts';

let program: BuiltProgram;
let children: ChildProcess[] = [];
beforeEach(() => {
  program = new BuiltProgram();
});
afterEach(async () => {
  await Promise.all(children.map((child) => stop(child, 'SIGKILL')));
  children = [];
  program.remove();
});

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  readonly carry: Carry;
  said(): string;
}

/** `serve` as a process, on a port of its own; ready when it has said where it is. */
async function serve(...args: readonly string[]): Promise<Served> {
  const [node, ...line] = program.line('serve', ...args);
  const child = spawn(node!, line, { env: program.env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const take = (text: string) => {
      said += text;
      const [, found] = /Quietport is at (\S+)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('close', () => reject(new Error(`serve ended: ${said}`)));
  });
  const carry: Carry = async ({ method, path, headers, body }) => {
    const answer = await fetch(new URL(path, url), { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, text: await answer.text() };
  };
  return { child, url, carry, said: () => said };
}

function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.on('close', (code) => resolve(code));
    child.kill(signal);
  });
}

async function value<T>(
  asked: Promise<{ ok: true; value: T } | { ok: false; problem: { title: string } }>,
): Promise<T> {
  const answer = await asked;
  if (!answer.ok) throw new Error(answer.problem.title);
  return answer.value;
}

/** Events of the stream until one fits. */
async function until(url: string, fits: (name: string, data: unknown) => boolean, lastId?: string): Promise<string> {
  const end = new AbortController();
  const headers = lastId === undefined ? {} : { 'last-event-id': lastId };
  const answer = await fetch(new URL(EVENTS_PATH, url), { headers, signal: end.signal });
  let text = '';
  try {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (const block of text.split('\n\n').slice(0, -1)) {
        const [, id, name, data] = /^id: (.+)\nevent: (.+)\ndata: (.+)$/.exec(block) ?? [];
        if (name === undefined) continue;
        const schema = events[name as keyof typeof events];
        if (fits(name, schema.parse(JSON.parse(data!)))) return id!;
      }
      text = text.slice(text.lastIndexOf('\n\n') + 2);
    }
    throw new Error('the stream ended');
  } finally {
    end.abort();
  }
}

describe('quietport serve', () => {
  it('shows the virtual fleet, live, by documents that keep their schemas, and ends when asked', async () => {
    const { child, url, carry, said } = await serve('--listen', '29300');
    const last = await until(url, (name) => name === 'look-finished');
    const page = await value(callApi('devices', { query: {} }, carry));
    expect(page.virtual).toBe(true);
    expect(page.devices.length).toBeGreaterThanOrEqual(12);
    const { id } = page.devices[0]!;
    expect((await value(callApi('device', { params: { id } }, carry))).id).toBe(id);
    expect((await value(callApi('why', { params: { id }, query: {} }, carry))).facts.length).toBeGreaterThan(0);
    const history = await value(callApi('history', { params: { id }, query: {} }, carry));
    expect(history.samples.map(({ metric }) => metric)).toContain('state');
    const { supplies } = await value(callApi('supplies', { query: {} }, carry));
    expect(supplies.filter(({ daysLeft }) => daysLeft !== null).length).toBeGreaterThanOrEqual(5);
    expect(supplies.filter(({ replacedAt }) => replacedAt !== null).length).toBeGreaterThanOrEqual(1);
    expect(supplies.map(({ why }) => why)).toEqual(expect.arrayContaining(['too-short', 'no-number']));
    const table = await value(callApi('suppliesCsv', {}, carry));
    expect(table.split('\r\n')).toHaveLength(supplies.length + 2);
    const asked = await value(callApi('port', { params: { query: '3289/udp' } }, carry));
    expect(JSON.stringify(asked)).toContain(id);
    const here = await value(callApi('listeners', {}, carry));
    expect(here.listeners.map(({ port }) => port)).toContain(29_300);
    const { looks } = await value(callApi('looks', {}, carry));
    expect(looks.every(({ virtual }) => virtual)).toBe(true);
    expect(looks.flatMap(({ ledger }) => ledger).some(({ port }) => port >= 9100 && port <= 9107)).toBe(false);
    await value(callApi('ready', {}, carry));
    // a browser that comes back, and one of an earlier run
    await until(url, (name) => name !== 'events-lost', last);
    await until(url, (name, data) => name === 'events-lost' && (data as { lost: unknown }).lost === null, 'ff-1');
    expect(said()).toContain('127.77.');
    expect(await stop(child)).toBe(130);
  }, 60_000);

  it('nobody can press the button where there is nothing to consent to, and consent outlasts no refusal', async () => {
    const { carry } = await serve('--listen', '29310');
    const scope = await value(callApi('scope', {}, carry));
    expect([scope.virtual, scope.consent, scope.offered]).toEqual([true, null, []]);
    expect(await callApi('look', {}, carry)).toMatchObject({ ok: false, problem: { code: 'serve/no-consent' } });
    const all = await callApi('consent', { body: {} }, carry);
    expect(all).toMatchObject({ ok: false, problem: { code: 'scope/nothing-to-look-at' } });
    const named = await callApi('consent', { body: { interfaces: ['eth0'] } }, carry);
    expect(named).toMatchObject({ ok: false, problem: { code: 'scope/interface-not-allowed' } });
    expect((await value(callApi('scope', {}, carry))).virtual).toBe(true);
  }, 30_000);

  it('one folder is served once; a folder of a server that was killed is free', async () => {
    const first = await serve('--listen', '29320');
    const second = await program.run('serve', '--listen', '29330');
    expect([second.code, second.stderr]).toEqual([
      6,
      expect.stringContaining(`is served already, by process ${first.child.pid} (`),
    ]);
    await stop(first.child, 'SIGKILL');
    const third = await serve('--listen', '29320');
    expect(await stop(third.child, 'SIGTERM')).toBe(130);
  }, 60_000);

  it('a port that is taken is named with its owner, and the next one is used', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(29_340, '127.0.0.1', resolve));
    try {
      const { url, said } = await serve('--listen', '29340');
      expect(url).toBe('http://127.0.0.1:29341/');
      expect(said()).toMatch(new RegExp(`Port 29340 is taken by \\S+ \\(${process.pid}\\)`));
    } finally {
      squatter.close();
    }
  }, 30_000);

  it.each([
    [['--listen', '0.0.0.0:29350'], 2, 'is no loopback address'],
    [['--listen', 'printer'], 2, 'does not take "printer"'],
    [['-i', 'lo'], 2, 'Add --find'],
    [['--find'], 3, 'No interface is up'],
  ])('refuses %j', async (args, code, text) => {
    const ended = await program.run('serve', ...args);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(text)]);
  });

  it('where another fleet stands on the addresses, all else is served, and it says so', async () => {
    const fleet = await program.startFleet();
    try {
      const { child, url, carry, said } = await serve('--listen', '29370');
      const heard = new Promise<void>((resolve) =>
        child.stderr?.on('data', () => said().includes('is taken') && resolve()),
      );
      if (!said().includes('is taken')) await heard;
      const scope = await value(callApi('scope', {}, carry));
      expect([scope.virtual, scope.trouble]).toEqual([true, expect.stringContaining('is taken')]);
      expect((await value(callApi('devices', { query: {} }, carry))).devices).toEqual([]);
      // it takes the addresses when they are free
      const changed = until(url, (name) => name === 'look-finished');
      await fleet.end();
      await changed;
      expect((await value(callApi('scope', {}, carry))).trouble).toBeNull();
      expect(await stop(child)).toBe(130);
    } finally {
      await fleet.end();
    }
  }, 60_000);

  it('a consent file that cannot be understood is no consent', async () => {
    const data = `${program.env.XDG_DATA_HOME}/quietport`;
    mkdirSync(data, { recursive: true });
    writeFileSync(`${data}/consent.json`, '{"interfaces":["eth0"]');
    const { carry } = await serve('--listen', '29360');
    expect((await value(callApi('scope', {}, carry))).consent).toBeNull();
    expect(readFileSync(`${data}/consent.json`, 'utf8')).toContain('eth0');
  }, 30_000);
});
