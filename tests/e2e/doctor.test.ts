import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { BuiltProgram } from '../support/built-program.ts';

const program = new BuiltProgram();
afterAll(() => program.remove());

it('doctor on loopback hears itself, is not blind, and says what such a limit leaves to see', async () => {
  const { code, stdout, stderr } = await program.run('doctor', '-o', 'json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const document = JSON.parse(stdout) as { readonly blind: boolean; readonly checks: readonly Check[] };
  expect(document).toMatchObject({ schema: 'quietport/doctor@1', blind: false });
  expect(document.checks).toContainEqual({
    check: 'multicast',
    state: 'ok',
    text: 'A group joined on lo over IPv4 hears what this machine sends to it.',
    action: 'Nothing to do.',
  });
  const [first] = document.checks;
  expect(first).toMatchObject({
    check: 'interfaces',
    state: 'warning',
    action: 'To see real devices, add the interface of your network to QUIETPORT_INTERFACES.',
  });
  for (const { text, action } of document.checks) expect(`${text} ${action}`).toMatch(/^[A-Z0-9].*\.$/);
});

it('doctor says which protocol sees what from here, in words and in its document', async () => {
  const { stdout } = await program.run('doctor', '-o', 'json');
  const { sights } = JSON.parse(stdout) as { readonly sights: readonly object[] };
  expect(sights).toContainEqual(expect.objectContaining({ interface: 'lo', prefix: '127.0.0.0/8', place: 'loopback' }));
  const text = (await program.run('doctor')).stdout;
  expect(text).toMatch(/^lo 127\.0\.0\.0\/8 {2}Virtual devices on this machine, and no others\.$/m);
  expect(text).toMatch(/^ {2}one question for all {2}.*enpc \(broadcast, 3289\/udp\)/m);
  expect(text).toMatch(/^ {2}address by address {4}.*\bipp\b/m);
});

it('doctor --zone sends nothing, takes a domain, and exits 1 where there is nothing to print', async () => {
  const { code, stdout, stderr } = await program.run('doctor', '--zone', 'example.com.');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'No device of the inventory tells a service for it. quietport find looks for devices.\n',
  });
  expect(stdout).toMatch(/^; DNS-SD \(RFC 6763\) for example\.com: 0 services of 0 devices/);
  expect((await program.run('doctor', '--zone', 'a b')).code).toBe(2);
});

it('doctor goes to no interface beyond the limit', async () => {
  const { code, stderr } = await program.run('doctor', '-i', 'eth0');
  expect(code).toBe(4);
  expect(stderr).toMatch(/^quietport: The interface eth0 is outside QUIETPORT_INTERFACES \(lo\)\./);
});

it('doctor --bundle writes a file for its owner alone that does not name this machine', async () => {
  const file = join(program.home, 'report.json');
  expect((await program.run('doctor', '-q', '--bundle', file)).code).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const text = readFileSync(file, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ schema: 'quietport/bundle@1', doctor: { blind: false } });
  expect(text).not.toContain(hostname());
  expect(text).not.toMatch(/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/);
});

it('doctor says which folder it cannot write the bundle to', async () => {
  const { code, stderr } = await program.run('doctor', '--bundle', join(program.home, 'nowhere', 'report.json'));
  expect(code).toBe(4);
  expect(stderr).toMatch(/nowhere\/report\.json cannot be written/);
});

interface Check {
  readonly check: string;
  readonly state: string;
  readonly text: string;
  readonly action: string;
}
