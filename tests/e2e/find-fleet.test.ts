import { afterAll, expect, it } from 'vitest';
import { BuiltProgram } from '../support/built-program.ts';

const program = new BuiltProgram();
afterAll(() => program.remove());

it('find --fleet looks at the fleet on loopback and nowhere else, also without --watch', async () => {
  const { code, stdout } = await program.run('find', '--fleet', 'demo', '-o', 'json');
  const document = JSON.parse(stdout) as {
    scope: { interface: string }[];
    devices: { facts: { serial?: { sources: string[] } }; interfaces: { addresses: string[] }[] }[];
  };
  expect(code).toBe(0);
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
