import { type Overhearing, tellings } from '../../contracts/overheard.ts';
import type { Told } from '../../model/observation.ts';
import { Hearing, PORT, readDescribed } from './talk.ts';

/** Announcements to the group, answers to whoever searched, and descriptions of printers and scanners. */
export function overhear(): Overhearing {
  const announced = new Hearing('notify');
  const answered = new Hearing('response');
  return {
    take(heard) {
      if (heard.over === 'udp' && (heard.from.port === PORT || heard.to.port === PORT))
        return tellings(both(heard)).map((told) => ({ at: heard.at, told }));
      if (heard.over !== 'http' || heard.method !== 'GET' || heard.status !== 200) return [];
      const { server, path, answer } = heard;
      const told = readDescribed(answer, server, 'upnp', server.port, path.replace(/^\//, ''));
      return told !== undefined && namesKind(told) ? [{ at: heard.at, told }] : [];
    },
  };

  function* both(heard: Parameters<Hearing['take']>[0]): ReturnType<Hearing['take']> {
    yield* announced.take(heard);
    yield* answered.take(heard);
    return undefined;
  }
}

/** Most of what speaks UPnP neither prints nor scans. */
function namesKind({ claims }: Told): boolean {
  return claims.some((claim) => claim.is === 'fact' && claim.fact === 'kind');
}
