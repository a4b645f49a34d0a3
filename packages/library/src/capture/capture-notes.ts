import type { HeardCapture } from './hear-capture.ts';

/** What a reader of a capture has to know of it: where it ends too early, and what could not be read. One sentence each. */
export function captureNotes(name: string, { end, counts }: HeardCapture): readonly string[] {
  const notes: string[] = [];
  const say = (text: string) => notes.push(`${name}: ${text}`);
  if (end.is === 'cut')
    say(
      `it ends in the middle of a packet, at byte ${end.error.offset}; ${plural(counts.packets, 'packet')} before that were read.`,
    );
  if (end.is === 'damaged')
    say(
      `it is damaged at byte ${end.error.offset} (${end.error.field}); ${plural(counts.packets, 'packet')} before that were read.`,
    );
  for (const [link, packets] of counts.unknownLinks)
    say(`${plural(packets, 'packet')} of link type ${link} ${packets === 1 ? 'was' : 'were'} not read.`);
  if (counts.broken > 0)
    say(
      `${plural(counts.broken, 'packet')} ${counts.broken === 1 ? 'is' : 'are'} not whole: captured with a snapshot length, or damaged.`,
    );
  if (counts.fragmentsLost > 0) say(`of ${plural(counts.fragmentsLost, 'larger packet')} a part is missing.`);
  if (counts.cut > 0) say(`of ${plural(counts.cut, 'connection')} a piece is missing; what came before it was read.`);
  if (counts.tls > 0)
    say(
      `${plural(counts.tls, 'connection')} ${counts.tls === 1 ? 'is' : 'are'} encrypted: nothing in them can be read.`,
    );
  return notes;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
