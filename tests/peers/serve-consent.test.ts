import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import type { Ran } from './program.ts';
import { startQuietport } from './quietport.ts';

const URL_OF = 'http://127.0.0.1:29259';

/** One request from inside of the host: its status and its document on one line. */
const ask = `
const [path, method = 'GET', body] = process.argv.slice(1);
const headers = { 'quietport-request': '1', 'content-type': 'application/json' };
const answer = await fetch('${URL_OF}' + path, { method, headers, body });
console.log(answer.status, JSON.stringify(await answer.json()));`;

/** Prints the names of events until one of that name came, behind another one where that is named. */
const hear = `
const [wanted, behind] = process.argv.slice(1);
const answer = await fetch('${URL_OF}/api/v1/events');
console.log('listening');
let open = behind === undefined;
for await (const text of answer.body.pipeThrough(new TextDecoderStream()))
  for (const [, name] of text.matchAll(/^event: (.+)$/gm)) {
    console.log(name);
    open ||= name === behind;
    if (open && name === wanted) process.exit(0);
  }`;

const script = (host: Host, code: string, ...args: readonly string[]) =>
  host.start(process.execPath, ['--input-type=module', '-e', code, ...args]);

async function asked(host: Host, ...args: readonly string[]): Promise<{ status: number; text: string }> {
  const { out, err }: Ran = await script(host, ask, ...args).ended();
  const [, status, text] = /^(\d+) (.*)$/m.exec(out) ?? [];
  if (status === undefined) throw new Error(`no answer: ${out}${err}`);
  return { status: Number(status), text: text ?? '' };
}

/**
 * Counts reports of IPv4 groups, which the kernel sends where a program joins one. Those of IPv6 it sends by itself, too,
 * while an address comes up.
 */
function countJoins({ space }: Host): () => number {
  const inside = ['netns', 'exec', space, 'nft'];
  const rules = [
    'table inet joins {',
    '  counter reports {}',
    '  chain out { type filter hook output priority 1;',
    '    oifname "eth0" meta l4proto igmp counter name reports',
    '  }',
    '}',
  ];
  execFileSync('ip', [...inside, '-f', '-'], { input: rules.join('\n') });
  return () => {
    const text = execFileSync('ip', [...inside, 'list', 'counter', 'inet', 'joins', 'reports'], { encoding: 'utf8' });
    return Number(/packets (\d+)/.exec(text)?.[1] ?? Number.NaN);
  };
}

describe('serve on a real segment', () => {
  const lab = new Lab();
  let here: Host;
  let printer: Host;

  beforeAll(() => {
    const segment = lab.segment('lan');
    here = lab.host('here', segment, '10.34.1.1/24');
    printer = lab.host('printer', segment, '10.34.1.2/24');
  });
  afterAll(() => lab.end());

  it('sends not one packet before a person consents, finds the devices after it, and is silent again when it is taken back', async () => {
    const device = startQuietport(printer, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'office-mfp']);
    await device.says(/Ctrl-C ends them/);
    const [sent, joined] = [here.countSent(), countJoins(here)];
    const server = startQuietport(here, ['serve']);
    await server.says(/Quietport is at/);
    const fleet = script(here, hear, 'look-finished');
    await fleet.says(/listening/);
    // everybody who may read reads, and the button is pressed by those who may not
    expect((await asked(here, '/api/v1/scope')).text).toContain('"offered":[{"name":"eth0"');
    expect((await asked(here, '/api/v1/listeners')).status).toBe(200);
    expect((await asked(here, '/api/v1/ports/3289')).status).toBe(200);
    expect((await asked(here, '/api/v1/looks', 'POST')).status).toBe(403);
    await fleet.ended(60_000);
    const shown = await asked(here, '/api/v1/devices');
    expect(shown.text).toContain('"virtual":true');
    expect(shown.text).toContain('127.77.');
    expect([sent(), joined()]).toEqual([0, 0]);

    const real = script(here, hear, 'look-finished', 'scope-changed');
    await real.says(/listening/);
    const given = await asked(here, '/api/v1/consent', 'POST', '{"interfaces":["eth0"]}');
    expect([given.status, given.text]).toEqual([200, expect.stringContaining('"interfaces":["eth0"]')]);
    await real.ended(60_000);
    expect(sent()).toBeGreaterThan(0);
    expect(joined()).toBeGreaterThan(0);
    const found = (await asked(here, '/api/v1/devices')).text;
    expect(found).toContain('10.34.1.2');
    expect(found).not.toContain('127.77.');

    // kept: a restart looks on without a word, and taken back it stays taken back
    expect((await server.end('SIGINT')).code).toBe(130);
    const again = startQuietport(here, ['serve']);
    await again.says(/Quietport is at/);
    expect((await asked(here, '/api/v1/scope')).text).toContain('"virtual":false');
    expect((await asked(here, '/api/v1/consent', 'DELETE')).text).toContain('"consent":null');
    const over = script(here, hear, 'look-finished');
    await over.ended(60_000);
    expect((await again.end('SIGINT')).code).toBe(130);
    const after = sent();
    const third = startQuietport(here, ['serve']);
    await third.says(/Quietport is at/);
    await script(here, hear, 'look-finished').ended(60_000);
    expect((await asked(here, '/api/v1/scope')).text).toContain('"virtual":true');
    expect((await third.end('SIGINT')).code).toBe(130);
    expect(sent()).toBe(after);
  }, 180_000);
});
