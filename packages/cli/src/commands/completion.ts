import type { Command } from '../command.ts';
import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { powershellScript } from '../completion/powershell.ts';
import { completedCommands, rootOptions } from '../completion/words.ts';
import { zshScript } from '../completion/zsh.ts';
import { loadAll } from '../load-all.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript, powershell: powershellScript } as const;

/** `quietport completion SHELL` */
export const command: Command = {
  text: 'Prints a script that teaches a shell the commands, options and values of quietport. Load it from the start-up file of the shell.',
  arguments: [{ name: '<shell>', text: 'the shell', choices: Object.keys(scripts) }],
  options: [],
  outputs: [],
  examples: [
    { line: 'source <(quietport completion bash)', text: 'bash and zsh, in ~/.bashrc or ~/.zshrc' },
    { line: 'quietport completion fish | source', text: 'fish, in config.fish' },
    { line: 'quietport completion powershell | Out-String | Invoke-Expression', text: 'PowerShell, in $PROFILE' },
  ],
  async run(context, [shell]) {
    context.write(
      scripts[shell as keyof typeof scripts](completedCommands(await loadAll(context.commands)), rootOptions()),
    );
    return 0;
  },
};
