import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { PORT, readMessage } from './talk.ts';

export const overhear: () => Overhearing = overhearing((heard) =>
  heard.over === 'udp' && (heard.from.port === PORT || heard.to.port === PORT) ? [readMessage(heard)] : [],
);
