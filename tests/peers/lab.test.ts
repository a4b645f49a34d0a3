import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Lab } from './lan.ts';
import { Program } from './program.ts';

describe('a lab of namespaces', () => {
  it('carries packets between its hosts, and nowhere else', async () => {
    const lab = new Lab();
    const segment = lab.segment('lan');
    const one = lab.host('one', segment, '10.40.1.1/24');
    lab.host('two', segment, '10.40.1.2/24');
    expect((await one.run('ping', ['-c', '1', '-W', '5', '10.40.1.2'])).code).toBe(0);
    expect((await one.run('ping', ['-c', '1', '-W', '5', '192.0.2.1'])).err).toMatch(/unreachable/i);
    await lab.end();
  });

  it('ends what it started, removes what it made, and leaves the rest alone', async () => {
    const bystander = new Program('sleep', ['60'], process.env);
    const lab = new Lab();
    const sleeper = lab.host('one', lab.segment('lan'), '10.40.1.1/24').start('sleep', ['60']);
    expect(spacesOf(lab.folder)).toHaveLength(2);
    await lab.end();
    expect(sleeper.running()).toBe(false);
    expect(bystander.running()).toBe(true);
    expect(spacesOf(lab.folder)).toEqual([]);
    await bystander.end();
  });

  it('does so when the process that made it fails', async () => {
    const script = `
      const { register } = await import('tsx/esm/api');
      register();
      const { Lab } = await import('./tests/peers/lan.ts');
      const lab = new Lab();
      const sleeper = lab.host('one', lab.segment('lan'), '10.40.1.1/24').start('sleep', ['60']);
      console.log(sleeper.pid, lab.folder);
      throw new Error('in the middle');
    `;
    const child = new Program(process.execPath, ['--input-type=module', '-e', script], process.env);
    const ran = await child.ended();
    expect(ran.err).toContain('in the middle');
    const [pid = '', folder = ''] = ran.out.trim().split(' ');
    expect(spacesOf(folder)).toEqual([]);
    expect(isAlive(pid)).toBe(false);
  });
});

/** The namespaces of the lab with that folder. */
function spacesOf(folder: string): readonly string[] {
  const mark = folder.slice(-6);
  return existsSync('/run/netns') ? readdirSync('/run/netns').filter((space) => space.includes(mark)) : [];
}

/** A process that has ended may stay in the table until somebody takes note of it. */
function isAlive(pid: string): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
