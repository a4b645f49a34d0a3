import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { PORT, readReply } from './talk.ts';

/** Replies come from the port that was asked. */
export const overhear: () => Overhearing = overhearing((heard) =>
  heard.over === 'udp' && heard.from.port === PORT ? [readReply(heard)] : [],
);
