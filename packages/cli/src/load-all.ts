import type { Command, CommandEntry } from './command.ts';

/** A command with its table. */
export interface Loaded {
  readonly entry: CommandEntry;
  readonly command: Command;
}

/** The whole table, for what speaks of all commands at once: completion and the page of commands. */
export async function loadAll(entries: readonly CommandEntry[]): Promise<readonly Loaded[]> {
  return Promise.all(entries.map(async (entry) => ({ entry, command: (await entry.load()).command })));
}
