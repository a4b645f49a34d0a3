import type { Device } from '../data/documents.ts';

/** How many devices are in each state that there is, the one that needs somebody most first. */
export function countStates(devices: readonly Device[]): readonly (readonly [word: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { state } of devices) counts.set(state.word, (counts.get(state.word) ?? 0) + 1);
  const rank = (word: string) => (ORDER.includes(word) ? ORDER.indexOf(word) : ORDER.length);
  return [...counts].sort(([a], [b]) => rank(a) - rank(b));
}

const ORDER = ['stopped', 'unreachable', 'processing', 'idle', 'asleep', 'off-by-habit', 'not-observed', 'unknown'];
