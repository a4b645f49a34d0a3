import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { decodeNetbios } from './codec.ts';
import { statusTold } from './talk.ts';

/** Statuses that hosts gave to others. */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (heard.over !== 'udp' || heard.from.port !== 137) return [];
  const decoded = decodeNetbios(heard.bytes);
  return decoded.ok && decoded.value.is === 'response' ? [statusTold(heard, decoded.value)] : [];
});
