import type { OverheardTold, Overhearing } from '../../contracts/overheard.ts';
import { decodeNcdp2 } from './codec.ts';
import { PORT } from './codec-tables.ts';
import { announcedOf, serverTold, toldOf, uuidIn } from './told.ts';

/**
 * Replies between others come from the port that was asked; which device of the server a status is of was told by the
 * reply to a probe before. Announcements stay announced.
 */
export function overhear(): Overhearing {
  const uuids = new Map<string, string>();
  const several = new Set<string>();
  return {
    take(heard) {
      if (heard.over !== 'udp' || heard.from.port !== PORT) return [];
      const decoded = decodeNcdp2(heard.bytes);
      if (!decoded.ok) return [];
      const frame = decoded.value;
      const said = (told: OverheardTold['told']): OverheardTold[] => [{ at: heard.at, told }];
      if (frame.letter === 'N') return said(announcedOf(heard, frame));
      if (frame.letter !== 'p' && frame.letter !== 'q') return [];
      const server = `${heard.from.address} ${heard.from.port}`;
      const place = `${server} ${frame.deviceType} ${frame.deviceNumber}`;
      const isNew = (frame.body.deviceCount ?? 1) > 1 && several.size < MOST && !several.has(server);
      if (isNew) several.add(server);
      const uuid = uuidIn(frame);
      if (uuid !== '' && (uuids.has(place) || uuids.size < MOST)) uuids.set(place, uuid);
      const told = toldOf(heard, frame, { uuid: uuids.get(place), several: several.has(server) });
      const served = isNew ? said(serverTold(heard, frame)) : [];
      return [...served, ...(told.claims.length === 0 ? [] : said(told))];
    },
  };
}

const MOST = 20_000;
