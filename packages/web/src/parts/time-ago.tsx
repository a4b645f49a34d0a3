import { Tooltip } from '@mantine/core';
import { useNow } from '../data/use.ts';

/** How long ago, by the clock of the server; the exact time on hover, on focus and for who listens. */
export function TimeAgo({ at }: { readonly at: string }) {
  const now = useNow();
  const exact = exactTime(at);
  return (
    <Tooltip label={exact} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={at} title={exact}>
        {agoText(now - Date.parse(at))}
      </time>
    </Tooltip>
  );
}

export function exactTime(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

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
