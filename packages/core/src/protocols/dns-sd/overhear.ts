import type { OverheardTold, Overhearing } from '../../contracts/overheard.ts';
import type { Told } from '../../model/observation.ts';
import { Hearing } from './hearing.ts';
import { PORT } from './talk.ts';

/** Announcements and answers, to the group and to single hosts; held back until it is clear whose records they are. */
export function overhear(): Overhearing {
  const hearing = new Hearing({ adminOnly: false, repetitions: true });
  const times = new WeakMap<Uint8Array, number>();
  let start: number | undefined;
  const timed = (tellings: readonly Told[]): OverheardTold[] =>
    // what a packet tells is told of that packet's time, however long it was held back
    tellings.map((told) => ({ at: times.get(told.raw) ?? start ?? 0, told }));
  return {
    take(heard) {
      if (heard.over !== 'udp' || heard.from.port !== PORT) return [];
      start ??= heard.at;
      times.set(heard.bytes, heard.at);
      const now = heard.at - start;
      const before = hearing.ripe(now);
      hearing.take(heard, now);
      return timed([...before, ...hearing.ripe(now)]);
    },
    end: () => timed(hearing.ripe(Number.MAX_SAFE_INTEGER, true)),
  };
}
