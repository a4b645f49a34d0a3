import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../../packages/cli/src/commands/index.ts';
import { runProgram } from '../../packages/cli/src/program.ts';
import { capturedWorld } from '../support/captured-world.ts';

const home = mkdtempSync(join(tmpdir(), 'quietport-port-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('quietport port', () => {
  it('keeps the promised document, with every key of a row', async () => {
    const { status, document } = await ask(['3259', '--only', 'registry,practice']);
    expect(status).toBe(0);
    expect(document).toMatchObject({
      schema: 'quietport/port@1',
      query: { text: '3259', port: 3259, portEnd: 3259, transport: null, name: null },
      outcome: 'assigned',
      ranges: [{ name: 'user', from: 1024, to: 49_151 }],
      registry: {
        snapshot: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        rows: [
          {
            port: 3259,
            portEnd: 3259,
            transport: 'tcp',
            service: 'epncdp2',
            status: 'assigned',
            description: 'Epson Network Common Devi',
            assignee: 'Oishi Toshiaki',
            organisation: 'SEIKO EPSON Corporation',
            registered: '2002-02',
            modified: null,
            reference: null,
            aliasOf: null,
            unauthorizedUse: null,
            deassigned: null,
            historic: false,
            notes: null,
          },
          { transport: 'udp' },
        ],
        inferences: [{ is: 'vendor', value: 'Epson' }, { is: 'meaning' }],
      },
      practice: [
        { holder: expect.stringContaining('no use of it was ever published'), confidence: 'reported' },
        { transport: 'udp' },
      ],
    });
    expect(Object.keys(document)).not.toContain('listeners');
    expect(Object.keys(document)).not.toContain('verdict');
  });

  it.each([
    ['3259', 0, 'assigned'],
    ['50000', 0, 'dynamic'],
    ['airplay', 0, 'name-only'],
    ['no-such-service', 1, 'not-found'],
    ['3259/sctp', 1, 'no-row'],
    ['65536', 2, 'invalid'],
    ['-1', 2, 'invalid'],
    ['٣٢٥٩', 2, 'invalid'],
    ['3259/ftp', 2, 'invalid'],
    ['10-5', 2, 'invalid'],
    ['ipp\u0007', 2, 'invalid'],
    ['', 2, 'invalid'],
  ])('says of %j with exit %i: %s', async (text, exit, outcome) => {
    const { status, document } = await ask([text, '--only', 'registry']);
    expect([status, document['outcome']]).toEqual([exit, outcome]);
    expect(document).toMatchObject({ query: { text }, registry: { rows: expect.any(Array) } });
  });

  it('answers what is no question with one sentence and a document that says why', async () => {
    const { document } = await ask(['10-5']);
    expect(document).toMatchObject({
      why: 'The range 10-5 runs backwards.',
      practice: [],
      listeners: [],
      network: [],
      verdict: { word: 'unknown', reasons: [{ rule: 'port/invalid', text: 'The range 10-5 runs backwards.' }] },
    });
    expect((await run(['port', 'ipp\u0007'])).stdout).toBe(
      'ipp\\x07  invalid\nThere is a control character in it (U+0007).\n',
    );
  });

  it('looks here and in the inventory, judges, and makes no inventory for it', async () => {
    const { status, document } = await ask(['29998']);
    expect(status).toBe(0);
    expect(document).toMatchObject({
      outcome: 'unassigned',
      listeners: [],
      network: [],
      verdict: { word: 'expected', reasons: [{ rule: 'port/nothing-listens' }] },
    });
    expect((await run(['devices', '-o', 'name'])).stdout).toBe('');
  });

  it('says what it leaves open, as far as it looked', async () => {
    const network =
      'Which other machines have it: none was asked. --probe HOST asks one, quietport find looks for devices.';
    const { document } = await ask(['3259']);
    // whoever listens on 3259 of this machine meanwhile adds a line of his own
    const known = (document['notKnown'] as string[]).filter((line) => !line.startsWith('Whether a firewall'));
    expect(known).toEqual(['What is spoken on it: Epson published nothing of it.', network]);
    expect((await ask(['29998'])).document['notKnown']).toEqual([network]);
    expect((await ask(['29998', '--only', 'here'])).document['notKnown']).toEqual([]);
    const probed = await ask(['29998', '--only', 'network', '--probe', '127.0.0.1']);
    expect(probed.document['notKnown']).toEqual([]);
    expect((await ask(['29998', '--only', 'registry'])).document).not.toHaveProperty('notKnown');
    const { stdout } = await run(['port', '3259', '--only', 'network']);
    expect(stdout).toMatch(/\nnot known\n {2}What is spoken on it: Epson published nothing of it\.\n {2}Which other/);
  });

  it('says that to bind 0 asks for a free number', async () => {
    const { stdout } = await run(['port', '0', '--only', 'practice']);
    expect(stdout).toContain('0/tcp udp\n    Nobody: who binds 0 is given a free number by the system\n');
  });

  it('of a name without a number says that there is nothing to look at', async () => {
    const { document } = await ask(['airplay']);
    expect(document).toMatchObject({ verdict: { word: 'unknown', reasons: [{ rule: 'port/no-number' }] } });
  });

  it.each(['3259', '9100', 'http-alt', '6000-6010', '3000', '1-65535', 'cl/1'])(
    'fits 80 columns with %s',
    async (text) => {
      const { stdout } = await run(['port', text, '--only', 'registry,practice,network']);
      for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
      expect(stdout).toContain('registry says');
      expect(stdout).toMatch(/next step: /);
    },
  );

  it('asks a host about nothing but the port that was named, and spares a print port', async () => {
    const { status, document, stderr } = await ask(['29998/tcp', '--only', 'network', '--probe', '127.0.0.1', '-v']);
    expect(status).toBe(0);
    expect(document).toMatchObject({ network: [{ address: '127.0.0.1', port: 29_998, state: 'refused' }] });
    expect(stderr).toContain('packets to 127.0.0.1: knock.named-port tcp 29998: 1');

    const spared = await ask(['515/tcp', '--only', 'network', '--probe', '127.0.0.1', '-v']);
    expect(spared.stderr).toContain('packets to 127.0.0.1: none');
    expect(JSON.stringify(spared.document)).toContain('not even knocked on without --print-ports');
  });

  it('refuses to ask a host about a whole range', async () => {
    const { status, stdout } = await run(['port', '6000-6063', '--probe', '127.0.0.1', '-o', 'json']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage/bad-value' } });
  });
});

async function ask(args: readonly string[]) {
  const { status, stdout, stderr } = await run(['port', '-o', 'json', ...args]);
  return { status, stderr, document: JSON.parse(stdout) as Record<string, unknown> };
}

async function run(args: readonly string[]) {
  const environment = {
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    QUIETPORT_INTERFACES: 'lo',
  };
  const captured = capturedWorld(args, { environment });
  const status = await runProgram(captured.world, commands);
  return { status, stdout: captured.stdout(), stderr: captured.stderr() };
}
