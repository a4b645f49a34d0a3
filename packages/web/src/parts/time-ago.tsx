import { Tooltip } from '@mantine/core';
import { useNow } from '../data/use.ts';

/** How long ago, by the clock of the server; the exact time on hover, on focus and for who listens. `plain` where there are many. */
export function TimeAgo({ at, plain = false }: { readonly at: string; readonly plain?: boolean }) {
  const now = useNow();
  const exact = exactTime(at);
  const time = (
    <time dateTime={at} title={exact}>
      {agoText(now - Date.parse(at))}
    </time>
  );
  if (plain) return time;
  return (
    <Tooltip label={exact} events={{ hover: true, focus: true, touch: true }}>
      {time}
    </Tooltip>
  );
}

export function exactTime(at: string): string {
  return formatter.format(new Date(at));
}

// making one takes longer than a hundred uses of it
const formatter = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export function agoText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < -90) return `in ${spanText(-seconds)}`;
  return seconds < 45 ? 'just now' : `${spanText(seconds)} ago`;
}

function spanText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${Math.max(minutes, 1)} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 36) return `${hours} h`;
  const days = Math.round(hours / 24);
  return days < 60 ? `${days} days` : `${Math.round(days / 30)} months`;
}
