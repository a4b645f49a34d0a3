import type { CommandEntry } from '../command.ts';

/** Every command, in the order of `--help`. A new one is its file and one line here. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'config',
    group: 'This program',
    summary: 'settings, and where each comes from',
    load: () => import('./config.ts'),
  },
  {
    name: 'completion',
    group: 'This program',
    summary: 'completion for a shell',
    load: () => import('./completion.ts'),
  },
];
