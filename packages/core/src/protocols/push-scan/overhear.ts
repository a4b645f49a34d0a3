import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { PORT, readAnnouncement } from './talk.ts';

/** Announcements to the group; what computers answer comes from that port. */
export const overhear: () => Overhearing = overhearing((heard) =>
  heard.over === 'udp' && heard.to.port === PORT ? [readAnnouncement(heard)] : [],
);
