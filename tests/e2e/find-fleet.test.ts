import { afterAll, expect, it } from 'vitest';
import { BuiltProgram } from '../support/built-program.ts';

const program = new BuiltProgram();
afterAll(() => program.remove());

it('find --fleet looks at the fleet on loopback and nowhere else, also without --watch', async () => {
  const { code, stdout, stderr } = await program.run('find', '--fleet', 'demo', '-o', 'json');
  const document = JSON.parse(stdout) as {
    scope: { interface: string }[];
    devices: { facts: { serial?: { sources: string[] } }; interfaces: { addresses: string[] }[] }[];
  };
  expect(code).toBe(0);
  expect(stderr).toMatch(/^looking at .*: about \d+ s\nnot covered: segments behind a router/);
  expect(new Set(document.scope.map((row) => row.interface))).toEqual(new Set(['lo']));
  const addresses = document.devices.flatMap(({ interfaces }) => interfaces.flatMap((row) => row.addresses));
  expect(addresses.length).toBeGreaterThan(10);
  expect(addresses.filter((address) => !address.startsWith('127.77.'))).toEqual([]);
  const labels = document.devices.find((row) => row.interfaces[0]?.addresses.includes('127.77.32.15'));
  expect(labels?.facts.serial?.sources).toEqual(expect.arrayContaining(['ncdp2', 'snmp']));
});

it('find --fleet with a target is refused: they are two things', async () => {
  const { code, stderr } = await program.run('find', '127.0.0.9', '--fleet', 'demo');
  expect(code).toBe(2);
  expect(stderr).toContain('two things');
});

it('what cannot be looked at is said in one sentence, before anything is asked', async () => {
  const backwards = await program.run('find', '127.0.0.9-1');
  expect(backwards).toMatchObject({ code: 2, stdout: '' });
  expect(backwards.stderr).toContain('is no address, range');
  const nothing = await program.run('find', '127.0.0.1-9', '--exclude', '127.0.0.0/24');
  expect(nothing).toMatchObject({ code: 3, stdout: '' });
  expect(nothing.stderr).toContain('Every target is excluded');
});

it('check speaks as a monitoring plugin, also of a call that is wrong', async () => {
  for (const args of [[], ['nobody'], ['a', 'b'], ['a', '--nope'], ['a', '--warning', 'x'], ['a', '-o', 'csv']]) {
    const { code, stdout } = await program.run('check', ...args);
    expect({ code, unknown: stdout.startsWith('QUIETPORT UNKNOWN - ') }, args.join(' ')).toEqual({
      code: 3,
      unknown: true,
    });
  }
});

it('one thing has every form', async () => {
  const forms = ['wide', 'ndjson', 'csv', 'name'];
  const said = await Promise.all(forms.map((form) => program.run('port', '3259', '--only', 'registry', '-o', form)));
  expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  const [wide, ndjson, csv, name] = said.map(({ stdout }) => stdout);
  expect(wide).toContain('registry says');
  expect(JSON.parse(ndjson!)).toMatchObject({ schema: 'quietport/port@1', outcome: 'assigned' });
  expect(ndjson!.trimEnd()).not.toContain('\n');
  expect(csv).toContain('\r\nquery.port,3259\r\n');
  expect(name).toBe('3259\n');
});

it('a verdict is something to fail on', async () => {
  const only = ['--only', 'here', '--fail-on'];
  const said = await program.run('port', '3259', '--only', 'here', '-o', 'json');
  const { verdict } = JSON.parse(said.stdout) as { verdict: { word: string } };
  expect(said.code).toBe(0);
  expect((await program.run('port', '3259', ...only, 'look-into-it,unexpected,unknown')).code).toBe(
    ['look-into-it', 'unexpected', 'unknown'].includes(verdict.word) ? 1 : 0,
  );
  expect((await program.run('port', '3259', ...only, 'expected')).code).toBe(2);
});
