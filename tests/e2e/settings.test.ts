import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BuiltProgram } from '../support/built-program.ts';

// the built program and not its source: what the bundle leaves outside of it is found by these alone
describe('the built program', () => {
  const program = new BuiltProgram();
  afterAll(() => program.remove());

  it('reads the settings file that --config names, and says where each setting stands', async () => {
    const file = settings('mine.yaml', 'rate: 20\nexclude: [10.0.0.1, 10.0.0.9]\n');
    const { code, stdout, stderr } = await program.run('config', '--config', file, '-o', 'csv');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\r\n')).toEqual(
      expect.arrayContaining([`rate,20,${file}:1`, `exclude,"10.0.0.1,10.0.0.9",${file}:2`]),
    );
  });

  it("reads the user's own settings file where none is named", async () => {
    const file = settings('.config/quietport/config.yaml', 'timeout: 7s\n');
    const { stdout } = await program.run('config', '-o', 'csv');
    expect(stdout).toContain(`\r\ntimeout,7s,${file}:1\r\n`);
  });

  it.each([
    ['color: [auto\n', 'line 2, column 1: flow sequence in block collection must be sufficiently indented'],
    ['rate: 20\ncolour: never\n', 'line 2, column 1: there is no setting "colour"; did you mean "color"?'],
    ['- rate\n', 'line 1, column 1: settings are written as "key: value"'],
  ])('says of the settings file %j what is wrong, where, and ends with 2', async (text, sentence) => {
    const file = settings('bad.yaml', text);
    const { code, stdout, stderr } = await program.run('config', '--config', file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^quietport: .*\n$/);
    expect(stderr).toContain(`The settings in ${file} cannot be read: ${sentence}`);
  });

  it.each([
    ['bash', /^complete .* quietport$/m],
    ['zsh', /^#compdef quietport\n/],
    ['fish', /^complete -c quietport .* -a '?listeners/m],
    ['powershell', /Register-ArgumentCompleter -Native -CommandName quietport /],
  ])('prints the completion of %s', async (shell, sign) => {
    const { code, stdout, stderr } = await program.run('completion', shell);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(sign);
    for (const command of ['listeners', 'port', 'find']) expect(stdout).toContain(command);
  });

  function settings(name: string, text: string): string {
    const file = join(program.home, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }
});
