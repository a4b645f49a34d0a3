/** `500ms`, `5s`, `2m`, `1h` as milliseconds; `undefined` where the text is none of these or not above zero. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  if (match === null) return undefined;
  const ms = Math.round(Number(match[1]) * units[match[2] as keyof typeof units]);
  return ms > 0 && ms <= longest ? ms : undefined;
}

export function formatDuration(ms: number): string {
  for (const unit of ['h', 'm', 's'] as const) if (ms % units[unit] === 0) return `${ms / units[unit]}${unit}`;
  return `${ms}ms`;
}

/** `30d`, `2y` (of 365 days) as milliseconds; `undefined` where the text is none of these, or not from a day to a hundred years. */
export function parseDays(text: string): number | undefined {
  const match = /^(\d{1,5})(d|y)$/.exec(text);
  if (match === null) return undefined;
  const days = Number(match[1]) * (match[2] === 'y' ? YEAR : 1);
  return days >= 1 && days <= 100 * YEAR ? days * DAY_MS : undefined;
}

export function formatDays(ms: number): string {
  const days = Math.round(ms / DAY_MS);
  return days % YEAR === 0 ? `${days / YEAR}y` : `${days}d`;
}

const YEAR = 365;
const DAY_MS = 86_400_000;
const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
// what a timer of the system can hold
const longest = 2 ** 31 - 1;
