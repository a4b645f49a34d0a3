import { type OverheardHttp, type Overhearing, tellings } from '../../contracts/overheard.ts';
import type { Told } from '../../model/observation.ts';
import { decodeWsd } from './codec.ts';
import { metadataTold, scannerTold } from './metadata.ts';
import { Hearing, isNamed, isWanted, PORT } from './talk.ts';

/** Announcements, answers to whoever probed, and metadata that others read. */
export function overhear(): Overhearing {
  // a Hello without a type is a computer's; an answer without one may be a device's that was asked for printers
  const hearing = new Hearing((target, by) => (by === 'hello' ? isNamed(target) : isWanted(target)));
  return {
    take(heard) {
      const timed = (told: readonly Told[]) => told.map((one) => ({ at: heard.at, told: one }));
      if (heard.over === 'udp' && (heard.from.port === PORT || heard.to.port === PORT))
        return timed(tellings(hearing.take(heard, () => true)));
      return heard.over === 'http' && heard.method === 'POST' ? timed(readContent(heard)) : [];
    },
  };
}

function readContent({ server, path, asked, answer }: OverheardHttp): readonly Told[] {
  const decoded = decodeWsd(answer);
  if (!decoded.ok) return [];
  const message = decoded.value;
  if (message.body.is === 'scanner-elements') return [scannerTold(message, server, answer)];
  if (message.body.is !== 'metadata') return [];
  const question = decodeWsd(asked);
  const endpoint = question.ok ? question.value.to : '';
  const place = { service: 'wsd', port: server.port, resource: path.replace(/^\//, '') };
  return [metadataTold(message, server, answer, { ...place, ...(endpoint === '' ? {} : { endpoint }) })];
}
