import type { Host, LocalSocket } from '@quietport/core';
import { type FreeRequest, free } from '@quietport/library/numbers';
import { openNetwork } from '@quietport/node';
import { describe, expect, it } from 'vitest';
import { commands } from '../../packages/cli/src/commands/index.ts';
import { runProgram } from '../../packages/cli/src/program.ts';
import { device } from '../conformance/store-samples.ts';
import { capturedWorld } from '../support/captured-world.ts';

const quiet: Host = {
  sockets: async () => ({
    sockets: [],
    policy: { clients: { from: 32_768, to: 60_999 }, reserved: [], unprivilegedFrom: 1024 },
    gaps: [],
  }),
};
const network = openNetwork({ allowedInterfaces: ['lo'] });
const request: FreeRequest = { count: 1, from: 23_547, to: 23_900, transports: ['tcp', 'udp'], project: 'shop' };
const ask = (more: Partial<FreeRequest> = {}, host = quiet, devices: Parameters<typeof device>[1][] = []) =>
  free(
    { ...request, ...more },
    { host, network, devices: devices.map((each) => device('1a2b', each)) },
    new AbortController().signal,
  );

describe('free', () => {
  it('passes over a number that somebody holds, though no table shows it', async () => {
    const [first] = (await ask()).suggestions;
    const at = { address: '127.0.0.1', port: first!.port, transport: 'tcp' as const };
    const held = await network.listen(at, (stream) => stream.close());
    try {
      const answer = await ask();
      expect(answer.suggestions[0]?.port).not.toBe(first!.port);
      expect(answer.passedOver).toContainEqual({ rule: 'bind', text: 'a test bind failed', ports: 1 });
    } finally {
      await held.close();
    }
    expect((await ask()).suggestions[0]?.port).toBe(first!.port);
  });

  it('passes over what a table shows, and what a device of the inventory has', async () => {
    const [first] = (await ask()).suggestions;
    const { sockets: _, ...told } = await quiet.sockets({}, new AbortController().signal);
    // of a socket only the number and the transport count here
    const socket = { port: first!.port, transport: 'udp', process: 'dnsd' } as LocalSocket;
    const busy: Host = { sockets: async () => ({ sockets: [socket], ...told }) };
    expect((await ask({}, busy)).suggestions[0]?.port).not.toBe(first!.port);
    expect((await ask({ transports: ['tcp'] }, busy)).suggestions[0]?.port).toBe(first!.port);
    const port = { endpoint: { address: '192.0.2.9', port: first!.port, transport: 'tcp' as const } };
    const seen = [{ ports: [{ ...port, state: 'answered' as const, evidence: [] }] }];
    expect((await ask({}, quiet, seen)).suggestions[0]?.port).not.toBe(first!.port);
  });

  it('respects the client range of this system, however wide, and what it sets aside', async () => {
    const policy = { clients: { from: 1024, to: 65_535 }, reserved: [], unprivilegedFrom: 1024 };
    const wide: Host = { sockets: async () => ({ sockets: [], policy, gaps: [] }) };
    const answer = await ask({}, wide);
    expect(answer.suggestions).toEqual([]);
    expect(answer.passedOver.map(({ text }) => text)).toContain('in the client range 1024-65535 of this system');
    const aside = { ...policy, clients: null, reserved: [{ from: 23_547, to: 23_900 }] };
    const kept: Host = { sockets: async () => ({ sockets: [], policy: aside, gaps: [] }) };
    expect((await ask({}, kept)).passedOver).toContainEqual(expect.objectContaining({ rule: 'set-aside' }));
  });

  it('gives as many as were asked for, each with its reasons, the bind test among them', async () => {
    const { suggestions } = await ask({ count: 5 });
    expect(new Set(suggestions.map(({ port }) => port)).size).toBe(5);
    for (const { reasons } of suggestions) {
      expect(reasons.map(({ rule }) => rule)).toEqual(
        expect.arrayContaining([
          'unassigned',
          'client-range',
          'browsers',
          'popular',
          'held-here',
          'on-network',
          'bind',
        ]),
      );
      expect(reasons.at(-1)?.text).toMatch(/^bound and let go just now: tcp 127\.0\.0\.1, /);
    }
  });
});

describe('quietport free', () => {
  it('prints numbers for a script, the same each time', async () => {
    const args = ['free', '2', '--near', '23600', '-o', 'name', '-q'];
    const first = await run(args);
    expect(first).toEqual({ code: 0, stdout: expect.stringMatching(/^236\d\d\n23[56]\d\d\n$/), stderr: '' });
    expect(await run(args)).toEqual(first);
  });

  it('gives its document', async () => {
    const { code, stdout } = await run(['free', '1', '--project', 'shop', '--transport', 'tcp', '--json']);
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schema: 'quietport/free@1',
      query: { count: 1, from: 1024, to: 32_767, transports: ['tcp'], near: null, project: 'shop' },
      suggestions: [{ transports: ['tcp'] }],
    });
    expect(document.suggestions[0].port).toBeGreaterThan(10_080);
  });

  it('says why there is none, and exits 1', async () => {
    expect(await run(['free', '--from', '3259', '--to', '3289'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'No number from 3259 to 3289 passes. Passed over: 31 assigned or reserved in the registry.\n',
    });
  });

  it.each([
    [['free', '0'], 'count does not take "0". Give a number from 1 to 1000.'],
    [['free', '٣'], 'count does not take "٣". Give a number from 1 to 1000.'],
    [['free', '--near', '65536'], '--near does not take "65536". Give a port, 1 to 65535.'],
    [['free', '--from', '10', '--to', '5'], '--to does not take "5". Give a number from 10 up.'],
  ])('refuses %j', async (args, text) => {
    expect(await run(args)).toEqual({ code: 2, stdout: '', stderr: `quietport: ${text}\n` });
  });
});

async function run(args: readonly string[]) {
  const captured = capturedWorld(args, { environment: { QUIETPORT_INTERFACES: 'lo' } });
  const code = await runProgram(captured.world, commands);
  return { code, stdout: captured.stdout(), stderr: captured.stderr() };
}
