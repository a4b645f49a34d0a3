import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import type { Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { decodePjLink, lineSize } from './codec.ts';
import { lineTold, PORT } from './talk.ts';

/** What projectors said to others: who is there, greetings, answers. */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (heard.over === 'udp' && heard.from.port === PORT) return linesTold(heard.bytes, heard.from);
  if (heard.over !== 'tcp' || heard.server.port !== PORT) return [];
  return heard.turns.flatMap((turn) => linesTold(turn.heard, heard.server));
});

function linesTold(bytes: Uint8Array, from: Endpoint): readonly Told[] {
  const told: Told[] = [];
  for (let at = 0; told.length < MOST_LINES; ) {
    const size = lineSize(bytes.subarray(at));
    if (size === undefined) break;
    const raw = bytes.subarray(at, at + size);
    const decoded = decodePjLink(raw);
    if (!decoded.ok) break;
    if (decoded.value.is !== 'command') told.push(lineTold(decoded.value, raw, from));
    at += size;
  }
  return told;
}

const MOST_LINES = 64;
