import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { firstFrame, PORT, readWelcome } from './talk.ts';

/** What the device says first on a connection of others. */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (heard.over !== 'tcp' || heard.server.port !== PORT) return [];
  const [first] = heard.turns;
  return [first?.said.length === 0 ? readWelcome(firstFrame(first.heard)?.value, heard.server) : undefined];
});
