import { expect, it } from 'vitest';
import { commands } from '../../packages/cli/src/commands/index.ts';
import { commandsPage } from '../../packages/cli/src/commands-page.ts';
import { commandHelp, programHelp } from '../../packages/cli/src/help.ts';
import { loadAll } from '../../packages/cli/src/load-all.ts';
import { parseFlags, sharedOptions } from '../../packages/cli/src/shared-options.ts';

it('docs/commands.md says what the commands say', async () => {
  const madeBy = 'npx vitest run tests/faces/commands-page.test.ts --update';
  await expect(commandsPage(await loadAll(commands), madeBy)).toMatchFileSnapshot('../../docs/commands.md');
});

it('no command takes an option of its own by a name that all share', async () => {
  const shared = sharedOptions.map(({ flags }) => parseFlags(flags));
  for (const { entry, command } of await loadAll(commands)) {
    for (const { short, long } of command.options.map(({ flags }) => parseFlags(flags))) {
      const taken = shared.some((each) => each.long === long || (short !== undefined && each.short === short));
      expect(taken, `${entry.name} --${long}`).toBe(false);
    }
  }
});

it('every command has an example, and no example names a command that is not there', async () => {
  const names = commands.map(({ name }) => name);
  for (const { entry, command } of await loadAll(commands)) {
    expect(command.examples.length, entry.name).toBeGreaterThan(0);
    for (const { line } of command.examples) expect(names, line).toContain(/quietport (\w+)/.exec(line)?.[1]);
  }
});

it('every help page fits 80 columns', async () => {
  const pages = [
    programHelp(commands, 80),
    ...(await loadAll(commands)).map(({ entry, command }) => commandHelp(entry, command, 80)),
  ];
  for (const line of pages.flatMap((page) => page.split('\n'))) expect(line.length, line).toBeLessThanOrEqual(80);
});
