import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { capturedWorld } from '../../../../tests/support/captured-world.ts';
import type { Command, CommandEntry } from '../command.ts';
import { command as completion } from '../commands/completion.ts';
import { runProgram } from '../program.ts';

describe('completion in bash', () => {
  it.each([
    ['quietport ', ['look', 'completion', 'help']],
    ['quietport lo', ['look']],
    ['quietport help c', ['completion']],
    ['quietport completion ', ['bash', 'zsh', 'fish', 'powershell']],
    ['quietport -o json completion z', ['zsh']],
    ['quietport look -o ', ['table', 'json', 'wide', 'ndjson', 'csv', 'name']],
    ['quietport look --depth ', ['1', '2', '3']],
    ['quietport look --w', ['--watch']],
    ['quietport look --columns ', ['a', 'b']],
    ['quietport look near --depth 1 f', ['far', 'farther']],
    ['quietport look --ledger /de', ['/dev']],
    ['quietport completion --timeout ', []],
  ])('offers for "%s" what the table has', async (line, words) => {
    const answer = bash(await script('bash'), line);
    expect(answer.filter((word) => !line.endsWith('/de') || word === '/dev')).toEqual(words);
  });

  it('offers every shared option before a command', async () => {
    expect(bash(await script('bash'), 'quietport --')).toEqual(
      expect.arrayContaining(['--output', '--json', '--interface', '--version', '--help']),
    );
  });
});

describe('the scripts', () => {
  it.each([
    ['bash', ['bash', '-n']],
    ['zsh', ['zsh', '-n']],
    ['fish', ['fish', '--no-execute']],
  ] as const)('are %s to the shell itself, where it is installed', async (shell, [program, flag]) => {
    const { status, error } = spawnSync(program, [flag], {
      input: await script(shell),
      encoding: 'utf8',
    });
    // no such shell here: that its script is made and names every command is what is left to see
    if (error !== undefined) expect(await script(shell)).toContain('look');
    else expect(status).toBe(0);
  });

  it('quote texts so that a quote in them ends nothing', async () => {
    expect(await script('zsh')).toContain("the user'\\''s own");
    expect(await script('fish')).toContain("the user\\'s own");
  });

  it('offer a form before a command that any may have, and behind one those that it has', async () => {
    const lines = (await script('fish')).split('\n').filter((line) => line.includes(' -l output '));
    expect(lines.map((line) => / -a '([^']*)'/.exec(line)?.[1])).toEqual([
      'table wide json ndjson csv name',
      'table json wide ndjson csv name',
      undefined,
    ]);
  });

  it('know the commands and options in every shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
      const text = await script(shell);
      for (const word of ['look', 'depth', 'watch', 'ledger']) expect(text).toContain(word);
    }
  });
});

const look: Command = {
  text: 'Looks.',
  arguments: [
    { name: '[first]', text: 'which', choices: ['near'] },
    { name: '[more...]', text: 'which others', choices: ['far', 'farther'] },
  ],
  options: [
    { flags: '--watch', text: "the user's own" },
    { flags: '--depth <n>', text: 'how deep', choices: ['1', '2', '3'] },
    { flags: '--ledger <file>', text: 'where to write', completes: 'file' },
  ],
  outputs: ['table', 'json'],
  columns: [
    { key: 'a', title: 'A' },
    { key: 'b', title: 'B' },
  ],
  examples: [],
  run: async () => 0,
};

const entries: readonly CommandEntry[] = [
  { name: 'look', group: 'Look', summary: "sees the user's own", load: async () => ({ command: look }) },
  { name: 'completion', group: 'This program', summary: 'scripts', load: async () => ({ command: completion }) },
];

async function script(shell: string): Promise<string> {
  const captured = capturedWorld(['completion', shell]);
  expect(await runProgram(captured.world, entries)).toBe(0);
  return captured.stdout();
}

/** What bash would offer at the end of the line. */
function bash(text: string, line: string): string[] {
  const words = line.split(' ');
  const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _quietport; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `${text}\n${ask}`], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}
